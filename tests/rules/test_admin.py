"""The administration of places and staff: what it shows, and that its actions are the rules of booth screens."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from booths import devices, topics
from booths.errors import DeviceRevoked
from booths.models import Booth, Branch, Device, EnrolmentCode, Officer, Outage
from tests.cast import cikarang

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Branch:
    return cikarang()


@pytest.fixture
def client(branch: Branch) -> Client:
    client = Client()
    client.force_login(Officer.objects.get(username="admin"))
    return client


@pytest.mark.parametrize("name", ["regionaloffice", "branch", "booth", "device", "officer", "outage"])
def test_every_list_and_form_opens(client: Client, branch: Branch, name: str) -> None:
    devices.issue(branch.booths.all()[0], at=timezone.now())

    assert client.get(f"/admin/booths/{name}/").status_code == 200
    assert client.get(f"/admin/booths/{name}/add/").status_code == (403 if name == "device" else 200)


def test_a_code_is_shown_once_and_enrols_a_screen(client: Client, branch: Branch) -> None:
    booth = branch.booths.all()[0]
    ask = {"action": "offer_code", "_selected_action": [booth.pk]}

    page = client.post("/admin/booths/booth/", ask, follow=True)
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", page.content.decode())

    assert found
    code = found.group()
    assert code not in client.get("/admin/booths/booth/").content.decode()
    assert not EnrolmentCode.objects.filter(code_hash__contains=devices.normalise_code(code)).exists()
    _, token = devices.enrol(booth.pk, code, at=timezone.now())
    assert devices.recognise(booth.pk, token).booth == booth


def test_a_revoked_screen_is_turned_away(client: Client, branch: Branch) -> None:
    booth = branch.booths.all()[0]
    token = devices.issue(booth, at=timezone.now())

    client.post("/admin/booths/device/", {"action": "revoke", "_selected_action": [Device.objects.get().pk]})

    with pytest.raises(DeviceRevoked):
        devices.recognise(booth.pk, token)


def test_a_screen_is_neither_changed_nor_deleted_by_hand(client: Client, branch: Branch) -> None:
    devices.issue(branch.booths.all()[0], at=timezone.now())
    device = Device.objects.get()

    client.post(f"/admin/booths/device/{device.pk}/change/", {"token_hash": "0" * 64, "revoked_at": ""})
    refused = client.post(f"/admin/booths/device/{device.pk}/delete/", {"post": "yes"})

    assert refused.status_code == 403
    assert Device.objects.get().token_hash == device.token_hash


def test_an_outage_says_who_wrote_it_and_is_seen_live(client: Client, branch: Branch) -> None:
    booth = Booth.objects.filter(branch=branch)[0]
    names = [topics.of_branch(branch.pk), topics.of_booth(booth.pk)]
    before = topics.sequences(names)

    form = {"booth": booth.pk, "reason": "AC", "started_at_0": "2026-11-23", "started_at_1": "08:00:00"}
    answer = client.post("/admin/booths/outage/add/", {**form, "ended_at_0": "", "ended_at_1": ""})

    assert answer.status_code == 302, answer.content.decode()
    assert Outage.objects.get().by == Officer.objects.get(username="admin")
    assert topics.sequences(names) == {name: number + 1 for name, number in before.items()}


def test_staff_of_a_branch_without_a_branch_is_a_form_error(client: Client) -> None:
    form = {
        "username": "baru",
        "usable_password": "true",
        "password1": "sebuah-sandi-panjang",
        "password2": "sebuah-sandi-panjang",
        "role": "CSO",
    }

    assert client.post("/admin/booths/officer/add/", form).status_code == 200
    branch = Branch.objects.all()[0]
    assert client.post("/admin/booths/officer/add/", {**form, "branch": branch.pk}).status_code == 302
    assert Officer.objects.get(username="baru").branch == branch
