"""The supervisor's pages: a day, a recording to play piece by piece, its looks, a hold."""

from datetime import timedelta

import pytest
from django.urls import reverse

from booths.models import Officer
from tests.cast import NOON, attend, bring_in, open_stage, queue
from tests.evidence.streams import a_part
from verification import seating
from verification.evidence import assembly, recordings
from verification.evidence.spool import Spool
from verification.evidence.views import PIECE_BYTES
from verification.models import EvidenceLook, Recording
from verification.states import ConsentPurpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(tmp_path) -> Recording:
    stage = open_stage(places=1)
    queue(stage.branch, 1)
    seating.fill(stage.branch.pk, at=NOON)
    attend(stage, bring_in(stage.seat(1), purposes=(ConsentPurpose.RECORDING,)))
    recordings.at_place(stage.session, 1, "start", by=stage.dewi, at=NOON)
    spool = Spool(tmp_path / "parts")
    part = spool.open_part(Recording.objects.get().name)
    part.write(a_part(seconds=1.0))
    part.close()
    spool.close()
    recordings.at_place(stage.session, 1, "stop", by=stage.dewi, at=NOON)
    assembly.finish_due(Spool(tmp_path / "parts"), at=NOON + timedelta(days=3650))
    return Recording.objects.get()


@pytest.fixture
def hadi(client, kept):
    client.force_login(Officer.objects.get(username="hadi"))
    return client


def test_the_day_lists_what_was_kept_and_another_day_says_that_there_is_nothing(hadi, kept):
    day = hadi.get(reverse("evidence"), {"day": NOON.date().isoformat()}).content.decode()
    other = hadi.get(reverse("evidence"), {"day": "not a day"}).content.decode()

    assert reverse("evidence-recording", args=[kept.pk]) in day and "0.01" in day
    assert "Tidak ada rekaman pada hari ini." in other and "Tidak ada foto pada hari ini." in other


def test_a_player_gets_the_pieces_it_asks_for(hadi, kept):
    address = reverse("evidence-file", args=[kept.pk])
    whole = hadi.get(address)
    first = hadi.get(address, headers={"Range": "bytes=0-99"})
    rest = hadi.get(address, headers={"Range": "bytes=100-"})
    beyond = hadi.get(address, headers={"Range": f"bytes={kept.size}-"})

    assert (whole.status_code, len(whole.content)) == (200, kept.size)
    assert (first.status_code, first.headers["Content-Range"]) == (206, f"bytes 0-99/{kept.size}")
    assert first.content + rest.content == whole.content[: 100 + PIECE_BYTES]
    assert beyond.status_code == 416
    assert "no-store" in whole.headers["Cache-Control"]
    assert EvidenceLook.objects.count() == 1


def test_the_officers_voice_comes_beside_it(hadi, kept):
    voice = hadi.get(reverse("evidence-officer", args=[kept.pk]))

    assert voice.status_code == 200 and voice.content[:4] == b"\x1a\x45\xdf\xa3"
    assert EvidenceLook.objects.count() == 1


def test_a_recording_names_what_was_done_with_it_and_who_looked(hadi, kept):
    hadi.get(reverse("evidence-file", args=[kept.pk]))
    page = hadi.get(reverse("evidence-recording", args=[kept.pk])).content.decode()

    assert "Merekam" in page and "Tersimpan" in page and "Hadi" in page


def test_a_hold_is_set_and_taken_away(hadi, kept):
    address = reverse("evidence-hold", args=[kept.pk])
    hadi.post(address, {"on": "1"})
    held = Recording.objects.get().is_on_hold
    hadi.post(address, {"off": "1"})

    page = hadi.get(reverse("evidence-recording", args=[kept.pk])).content.decode()
    assert held is True and Recording.objects.get().is_on_hold is False
    assert "Ditahan dari penghapusan" in page and "Dilepas" in page


def test_what_is_gone_says_so_and_cannot_be_played(hadi, kept):
    Recording.objects.filter(pk=kept.pk).update(status="DELETED")

    assert "sudah dihapus" in hadi.get(reverse("evidence-recording", args=[kept.pk])).content.decode()
    assert hadi.get(reverse("evidence-file", args=[kept.pk])).status_code == 404
