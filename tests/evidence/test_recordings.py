"""A recording from the officer's key to its end: with consent alone, only of the talk, put together, forgotten."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError

from booths.models import Branch, Officer
from lapak.secrets import seal
from tests.cast import NOON, Stage, attend, bring_in, open_stage, queue, tick_all
from tests.evidence.streams import a_part
from verification import booth_screen, decisions, desk, seating, seats, sessions
from verification.errors import NotAgreed, NothingHere, RecordingOff
from verification.evidence import access, assembly, recordings, retention, vault
from verification.evidence.spool import LENGTH, Spool
from verification.models import Consent, EvidenceLook, Recording
from verification.states import ConsentPurpose, Outcome, RecordingStatus

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def stage() -> Stage:
    """One person agreed to be recorded and talks with Dewi; another one did not."""
    stage = open_stage()
    queue(stage.branch, 2)
    seating.fill(stage.branch.pk, at=NOON)
    bring_in(stage.seat(2))
    attend(stage, bring_in(stage.seat(1), purposes=(ConsentPurpose.RECORDING,)))
    return stage


@pytest.fixture
def spool(tmp_path) -> Spool:
    return Spool(tmp_path / "parts")


def at_place(stage: Stage, to: str, place: int = 1, at=NOON) -> None:
    recordings.at_place(stage.session, place, to, by=stage.dewi, at=at)


def named(stage: Stage, place: int = 1) -> str:
    return sessions.scene(stage.session.pk)[2]["places"][str(place)]["recording"]


def stored_part(spool: Spool, name: str, records: bytes) -> None:
    """Write a part as media does."""
    part = spool.open_part(name)
    part.write(records)
    part.close()
    spool._writer.submit(lambda: None).result()


def test_media_is_told_of_a_recording_while_it_runs_and_of_none_while_it_is_paused_or_over(stage):
    version = sessions.scene(stage.session.pk)[0]

    at_place(stage, "start")
    running = named(stage)
    at_place(stage, "pause")
    paused = named(stage)
    at_place(stage, "resume")
    again = named(stage)
    at_place(stage, "stop")

    assert len(running) == 32 and paused == "" and again == running and named(stage) == ""
    assert sessions.scene(stage.session.pk)[0] == version + 4
    assert list(Recording.objects.get().history.values_list("to_status", "by__username")) == [
        ("RUNNING", "dewi"), ("PAUSED", "dewi"), ("RUNNING", "dewi"), ("STOPPED", "dewi"),
    ]  # fmt: skip


def test_a_second_press_changes_nothing(stage):
    at_place(stage, "start")
    at_place(stage, "start")
    at_place(stage, "pause")
    at_place(stage, "pause")

    assert Recording.objects.count() == 1
    assert Recording.objects.get().status == RecordingStatus.PAUSED


def test_who_did_not_agree_is_not_recorded(stage):
    with pytest.raises(NotAgreed):
        at_place(stage, "start", place=2)
    with pytest.raises(NothingHere):
        at_place(stage, "pause", place=2)
    with pytest.raises(NothingHere):
        at_place(stage, "start", place=3)


def test_a_branch_that_does_not_record_asks_for_nothing_and_records_nothing(stage):
    Branch.objects.update(records=False, takes_stills=False)

    with pytest.raises(RecordingOff):
        at_place(stage, "start")
    assert desk.state(stage.session, at=NOON)["places"][0]["seat"]["may_record"] is False


def test_only_what_the_branch_asks_for_is_stored_as_agreed():
    stage = open_stage(places=1)
    Branch.objects.update(takes_stills=False)
    queue(stage.branch, 1)
    seating.fill(stage.branch.pk, at=NOON)
    bring_in(stage.seat(1), purposes=(ConsentPurpose.RECORDING, ConsentPurpose.STILLS))

    assert Consent.objects.get().purposes == [ConsentPurpose.RECORDING]


def test_the_text_that_was_agreed_to_names_the_recording_only_where_there_is_one():
    stage = open_stage(places=1)
    queue(stage.branch, 1)
    seating.fill(stage.branch.pk, at=NOON)
    seats.confirm(stage.seat(1).booth, stage.seat(1).ticket.code, at=NOON)

    def shown() -> tuple[list[str], str]:
        consent = booth_screen.state(stage.seat(1).booth, at=NOON)["consent"]
        return [one["code"] for one in consent["options"]], " ".join(consent["paragraphs"])

    codes, text = shown()
    Branch.objects.update(records=False, takes_stills=False)
    none, plain = shown()

    assert codes == ["RECORDING", "STILLS"] and "mencentangnya" in text
    assert none == [] and "tidak direkam" in plain


def test_both_screens_say_what_is_kept_at_the_moment(stage):
    def words() -> tuple[str, str]:
        shown = booth_screen.state(stage.seat(1).booth, at=NOON)["recording"]
        return shown, desk.state(stage.session, at=NOON)["places"][0]["seat"]["recording"]

    before = words()
    at_place(stage, "start")
    talking = words()
    sessions.focus(stage.session, 2, by=stage.dewi, at=NOON)
    waiting = words()
    at_place(stage, "pause")

    assert before == ("off", "")
    assert talking == ("on", "RUNNING")
    assert waiting == ("waiting", "RUNNING")
    assert words() == ("paused", "PAUSED")


def test_a_decision_ends_the_recording_and_so_does_a_seat_that_is_broken_off(stage):
    at_place(stage, "start")
    tick_all(stage.seat(1), by=stage.dewi)
    decisions.decide(stage.seat(1), Outcome.VERIFIED, "", by=stage.dewi, at=NOON)

    assert Recording.objects.get().status == RecordingStatus.STOPPED

    decisions.undo(stage.seat(1), by=stage.dewi, at=NOON)
    at_place(stage, "start")
    seats.abort(stage.seat(1), "TECH_FAILURE", by=stage.dewi, at=NOON)

    assert set(Recording.objects.values_list("status", flat=True)) == {RecordingStatus.STOPPED}


def test_what_media_could_not_write_ends_and_leaves_its_reason(stage):
    at_place(stage, "start")

    assert recordings.fail(named(stage), at=NOON) is True
    assert recordings.fail(Recording.objects.get().name, at=NOON) is False
    assert Recording.objects.get().history.last().note == "NOT_WRITTEN"


def test_an_ended_recording_becomes_one_sealed_file_and_its_parts_go(stage, spool):
    at_place(stage, "start")
    name = named(stage)
    for _ in range(2):
        stored_part(spool, name, a_part(seconds=1.0))
    at_place(stage, "stop")

    assert assembly.finish_due(spool, at=NOON) == 0  # media may still be writing
    assert assembly.finish_due(spool, at=NOON + timedelta(days=3650)) == 1

    kept = Recording.objects.get()
    assert kept.status == RecordingStatus.KEPT and 1900 < kept.milliseconds < 2500
    assert kept.keep_until == (NOON + timedelta(days=3650) + retention.KEPT_FOR).date()
    assert b"".join(vault.read(vault.Sealed(kept.file, kept.key, kept.size)))[:4] == b"\x1a\x45\xdf\xa3"  # EBML
    assert not (spool.folder / name).exists()
    assert assembly.finish_due(spool, at=NOON + timedelta(days=3650)) == 0


def test_a_recording_that_another_worker_has_taken_up_is_left_to_it_for_ten_minutes(stage, spool):
    at_place(stage, "start")
    at_place(stage, "stop")
    Recording.objects.update(taken_up_at=LATER)

    assert assembly.finish_due(spool, at=LATER + timedelta(minutes=1)) == 0
    assert assembly.finish_due(spool, at=LATER + timedelta(minutes=11)) == 1
    assert Recording.objects.get().status == RecordingStatus.EMPTY  # nothing had been written


def test_a_part_whose_writer_died_is_read_as_far_as_it_was_written(spool):
    name = "0" * 32
    stored_part(spool, name, b"first")
    path = next((spool.folder / name).iterdir())
    with path.open("ab") as file:
        file.write(LENGTH.pack(500) + b"torn")

    assert list(spool.read_parts(name)) == [b"first"]


def test_a_part_that_was_changed_or_moved_is_refused(spool):
    stored_part(spool, "0" * 32, b"first")
    path = next((spool.folder / ("0" * 32)).iterdir())
    sealed = seal(b"other", where="elsewhere/0")
    path.write_bytes(LENGTH.pack(len(sealed)) + sealed)

    with pytest.raises(ValueError, match="cannot be decrypted"):
        list(spool.read_parts("0" * 32))


@pytest.mark.parametrize("name", ["..", "../../etc", "A" * 32, ""])
def test_a_name_that_media_was_told_never_leads_out_of_the_folder(spool, name):
    with pytest.raises(ValueError, match="32 hex digits"):
        spool.open_part(name)


def test_a_part_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "parts").write_text("a file where a folder should be")
    spool = Spool(tmp_path / "parts")
    part = spool.open_part("0" * 32)
    spool._writer.submit(lambda: None).result()

    assert part.has_failed


def test_what_is_on_hold_stays_beyond_its_date_and_nothing_goes_before_it(stage, spool):
    at_place(stage, "start")
    stored_part(spool, named(stage), a_part(seconds=0.5))
    at_place(stage, "stop")
    assembly.finish_due(spool, at=LATER + timedelta(days=3650))
    kept = Recording.objects.get()
    over = LATER + timedelta(days=3650) + retention.KEPT_FOR + timedelta(days=1)

    retention.hold(kept, True, by=stage.dewi, at=LATER)
    assert retention.forget_old(at=over) == 0
    retention.hold(kept, False, by=stage.dewi, at=LATER)
    assert retention.forget_old(at=over - timedelta(days=2)) == 0


def test_at_its_date_file_and_key_go(stage, spool, django_capture_on_commit_callbacks):
    at_place(stage, "start")
    stored_part(spool, named(stage), a_part(seconds=0.5))
    at_place(stage, "stop")
    assembly.finish_due(spool, at=LATER + timedelta(days=3650))
    kept = Recording.objects.get()
    sealed = vault.Sealed(kept.file, kept.key, kept.size)
    with django_capture_on_commit_callbacks(execute=True):
        retention.forget_old(at=LATER + timedelta(days=3650) + retention.KEPT_FOR + timedelta(days=1))

    kept.refresh_from_db()
    assert (kept.status, kept.key) == (RecordingStatus.DELETED, "")
    with pytest.raises(vault.Unreadable):
        list(vault.read(sealed))


def test_what_is_kept_has_a_file_and_an_end(stage):
    with pytest.raises(IntegrityError):
        Recording.objects.create(seat=stage.seat(1), status="KEPT", name="f" * 32, begun_at=NOON, changed_at=NOON)


def test_a_look_is_noted_once_while_a_player_fetches_piece_after_piece(stage):
    at_place(stage, "start")
    hadi = Officer.objects.get(username="hadi")
    for seconds in (0, 2, 4, 400):
        access.note_look(Recording.objects.get(), by=hadi, at=NOON + timedelta(seconds=seconds))

    assert EvidenceLook.objects.filter(by=hadi).count() == 2


def test_nothing_of_the_person_stands_in_what_media_is_told(stage):
    at_place(stage, "start")
    told = json.dumps(sessions.scene(stage.session.pk)[2])

    assert stage.seat(1).ticket.claim.participant.name not in told
    assert stage.seat(1).ticket.number not in told
