"""A person is sent to another branch: the time waited goes along, the claim too, and the officer there reads why."""

import pytest
from django.urls import reverse

from booths import topics
from booths.errors import NotFound
from booths.models import Branch, Officer, OpeningHours
from lapak.claims.models import Claim
from lapak.queue import tickets, transfers
from lapak.queue.errors import BranchClosed, NotWaiting
from lapak.queue.models import Ticket
from lapak.queue.states import Priority, TicketStatus
from tests.cast import NOON, cikarang, queue
from verification import handovers
from verification.models import Seat

pytestmark = pytest.mark.django_db
LATER = NOON.replace(hour=6)


def sari() -> Officer:
    return Officer.objects.get(username="sari")


def sofifi() -> Branch:
    return Branch.objects.get(code="sofifi")


def sent(note: str = "Kamera bilik rusak") -> tuple[Ticket, Ticket]:
    (ticket,) = queue(cikarang(), 1)
    tickets.prefer(ticket, Priority.PREGNANT, by=sari(), at=NOON)
    ticket.refresh_from_db()
    return ticket, transfers.transfer(ticket, sofifi(), note, by=sari(), at=LATER)


def test_the_number_there_keeps_time_priority_and_claim_and_the_old_one_is_over():
    ticket, there = sent()
    ticket.refresh_from_db()

    assert (there.branch, there.issued_at, there.due_at) == (sofifi(), ticket.issued_at, ticket.due_at)
    assert (there.priority, there.status, ticket.status) == ("PREGNANT", TicketStatus.WAITING, TicketStatus.CANCELLED)
    assert Claim.objects.get().branch == sofifi()
    assert ticket.history.last().note == "moved to sofifi"


def test_a_second_press_gives_the_same_number():
    ticket, there = sent()

    assert transfers.transfer(ticket, sofifi(), "again", by=sari(), at=LATER) == there
    assert Ticket.objects.count() == 2


def test_both_branches_are_told():
    names = [topics.of_branch(branch.pk) for branch in (cikarang(), sofifi())]
    before = topics.sequences(names)
    sent()
    after = topics.sequences(names)

    assert all(after[name] > before[name] for name in names)


def test_who_is_called_already_a_closed_branch_and_the_own_one_are_refused():
    first, second = queue(cikarang(), 2)
    tickets.call(first, cikarang().booths.first(), by=None, at=NOON)
    with pytest.raises(NotWaiting):
        transfers.transfer(first, sofifi(), "", by=sari(), at=LATER)
    with pytest.raises(NotFound):
        transfers.transfer(second, cikarang(), "", by=sari(), at=LATER)
    OpeningHours.objects.filter(branch=sofifi()).delete()
    with pytest.raises(BranchClosed):
        transfers.transfer(second, sofifi(), "", by=sari(), at=LATER)


def test_the_officer_there_reads_where_the_person_comes_from_and_why():
    _, there = sent()

    assert handovers.word_of(Seat(pk=1, ticket=there)) == "KC Bekasi Cikarang: Kamera bilik rusak"
    there.note = ""
    assert handovers.word_of(Seat(pk=1, ticket=there)) == "KC Bekasi Cikarang"


def test_reception_sends_and_prints_the_new_number_and_the_phone_leads_there(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    (ticket,) = queue(cikarang(), 1)
    client.force_login(sari())
    address = reverse("reception-transfer", args=[ticket.pk])
    printed = client.post(address, {"branch": "sofifi", "note": "penuh"}, follow=True).content.decode()
    there = Ticket.objects.get(came_from=ticket)
    phone = client.get(reverse("follow", args=[ticket.follow_key])).content.decode()

    assert "KCP Sofifi" in printed and there.code[:4] in printed and ticket.code[:4] not in printed
    assert reverse("follow", args=[there.follow_key]) in phone
    assert client.post(address, {"branch": "nowhere"}).status_code == 404


def test_a_note_is_sealed_in_the_database(django_assert_num_queries):
    from django.db import connection

    sent("Rekening ibu Siti")
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM queue_ticket WHERE note <> ''")
        stored = cursor.fetchall()

    assert stored and "Siti" not in stored[0][0]
