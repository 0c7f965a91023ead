"""A still: asked for in a talk, taken by the booth's own page, seen by few."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from booths import devices
from booths.models import Booth, Branch, Officer
from tests.cast import NOON, Stage, attend, bring_in, open_stage, queue
from verification import booth_screen, case_panel, seating, sessions
from verification.errors import NoPicture, NotAgreed, NothingHere, StillsOff, UnknownItem
from verification.evidence import stills, vault
from verification.models import EvidenceLook, Still
from verification.states import ConsentPurpose

pytestmark = pytest.mark.django_db


def jpeg(width: int = 1280, height: int = 720) -> bytes:
    picture = BytesIO()
    Image.new("RGB", (width, height), (40, 90, 160)).save(picture, "JPEG")
    return picture.getvalue()


@pytest.fixture
def stage() -> Stage:
    stage = open_stage(places=2)
    queue(stage.branch, 2)
    seating.fill(stage.branch.pk, at=NOON)
    bring_in(stage.seat(2))
    attend(stage, bring_in(stage.seat(1), purposes=(ConsentPurpose.STILLS,)))
    return stage


def ask(stage: Stage, subject: str = "FACE", place: int = 1, at=NOON) -> Still:
    return stills.ask(stage.seat(place), subject, by=stage.dewi, at=at)


def wanted(stage: Stage, at=NOON):
    return booth_screen.state(stage.seat(1).booth, at=at)["still"]


def test_the_booth_is_asked_once_and_the_picture_is_kept_sealed(stage):
    still = ask(stage)
    again = ask(stage)
    asked = wanted(stage)
    picture = jpeg()
    stills.take(stage.seat(1).booth, still.pk, picture, at=NOON)

    kept = Still.objects.get()
    assert again == still and asked == {"id": still.pk, "label": "Wajah peserta"}
    assert (kept.width, kept.height, kept.size) == (1280, 720, len(picture))
    assert b"".join(vault.read(vault.Sealed(kept.file, kept.key, kept.size))) == picture
    assert wanted(stage) is None
    panel = case_panel.panel(stage.seat(1), at=NOON)["evidence"]
    assert [one["label"] for one in panel["stills"]] == ["Wajah peserta"]


def test_a_picture_that_comes_twice_is_kept_once(stage):
    still = ask(stage)
    stills.take(stage.seat(1).booth, still.pk, jpeg(), at=NOON)
    stills.take(stage.seat(1).booth, still.pk, jpeg(640, 480), at=NOON)

    assert Still.objects.get().width == 1280


def test_without_consent_a_talk_or_a_branch_that_wants_them_there_is_no_still(stage):
    with pytest.raises(NotAgreed):
        ask(stage, place=2)
    with pytest.raises(UnknownItem):
        ask(stage, subject="PASSPORT_OF_SOMEBODY")
    sessions.focus(stage.session, 2, by=stage.dewi, at=NOON)
    with pytest.raises(NothingHere):
        ask(stage)
    Branch.objects.update(takes_stills=False)
    with pytest.raises(StillsOff):
        ask(stage)


def test_nobody_waits_longer_than_fifteen_seconds_for_a_booth(stage):
    ask(stage)

    assert wanted(stage, at=NOON + timedelta(seconds=14)) is not None
    assert wanted(stage, at=NOON + timedelta(seconds=15)) is None


def test_another_booth_cannot_bring_a_picture_and_nobody_brings_one_unasked(stage):
    still = ask(stage)
    other: Booth = stage.seat(2).booth

    for booth, pk, at in (
        (other, still.pk, NOON),
        (stage.seat(1).booth, still.pk + 1, NOON),
        (stage.seat(1).booth, still.pk, NOON + timedelta(seconds=30)),
    ):
        with pytest.raises(NothingHere):
            stills.take(booth, pk, jpeg(), at=at)


@pytest.mark.parametrize("data", [b"", b"<svg/>", jpeg()[:2000], b"\xff\xd8\xff" + b"0" * 500])
def test_what_is_no_whole_jpeg_is_refused_and_can_be_sent_again(stage, data):
    still = ask(stage)

    with pytest.raises(NoPicture):
        stills.take(stage.seat(1).booth, still.pk, data, at=NOON)
    stills.take(stage.seat(1).booth, still.pk, jpeg(), at=NOON)
    assert Still.objects.get().taken_at == NOON


def test_a_file_that_was_changed_or_swapped_does_not_open(stage):
    still = ask(stage)
    stills.take(stage.seat(1).booth, still.pk, jpeg(), at=NOON)
    kept = Still.objects.get()
    sealed = vault.Sealed(kept.file, kept.key, kept.size)
    path = vault._storage().path(kept.file)
    with open(path, "r+b") as file:
        file.seek(100)
        file.write(b"\x00\x01")

    with pytest.raises(vault.Unreadable):
        list(vault.read(sealed))


def test_any_stretch_of_a_file_can_be_read(tmp_path):
    data = bytes(range(256)) * 1000
    sealed = vault.keep(BytesIO(data), "0" * 32)

    for start, end in ((0, 1), (65_535, 65_537), (70_000, 200_000), (255_990, None), (0, None)):
        assert b"".join(vault.read(sealed, start, end)) == data[start:end]


def test_the_screen_sends_it_and_the_officer_and_the_supervisor_see_it_and_each_look_is_noted(stage, client):
    still = ask(stage)
    screen = Client()
    booth = stage.seat(1).booth
    screen.cookies[devices.COOKIE] = devices.issue(booth, at=timezone.now())
    Still.objects.update(asked_at=timezone.now())
    sent = screen.post(f"/booth/{booth.pk}/api/stills/{still.pk}", jpeg(), content_type="image/jpeg")
    assert sent.status_code == 200

    seen = {}
    sofifi = Branch.objects.get(code="sofifi")
    Officer.objects.create(username="ratna", role=Officer.Role.SUPERVISOR, branch=sofifi)
    for name in ("dewi", "hadi", "ratna", "fitri", "sari"):
        client.force_login(Officer.objects.get(username=name))
        answer = client.get(f"/evidence/stills/{still.pk}/")
        seen[name] = answer.status_code
    assert seen == {"dewi": 200, "hadi": 200, "ratna": 404, "fitri": 403, "sari": 403}
    assert set(EvidenceLook.objects.values_list("by__username", flat=True)) == {"dewi", "hadi"}
    assert "no-store" in answer.headers.get("Cache-Control", "no-store")
