"""What a booth's screen shows: one screen word, and only what the person in front of it may see."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from booths import roster
from booths.models import Booth, Outage, Place
from lapak.money import payouts
from verification import consents, seat_facts
from verification.access import whole_seats
from verification.case_panel import bank
from verification.evidence import recordings, stills
from verification.models import Consent, Decision, Seat, Supervision
from verification.seat_facts import STEPS
from verification.seats import tries_left
from verification.states import (
    IN_ROOM,
    ConsentPurpose,
    DecisionReason,
    Outcome,
    RecordingStatus,
    SeatStatus,
    SupervisionMode,
)

WIPE_AFTER_SECONDS = 20


def state(booth: Booth, *, at: datetime) -> dict[str, Any]:
    """Return BoothState (PROTOCOL.md)."""
    seat = whole_seats().filter(booth=booth, occupancy__ended_at=None).order_by("-id").first()
    screen = _screen(booth, seat, at=at)
    return {
        "booth": {"id": booth.pk, "number": booth.number},
        "branch": {"name": booth.branch.name, "zone": booth.branch.get_time_zone_display()},
        "screen": screen,
        "seat": _seat(seat) if seat and screen != "result" else None,
        "join": screen in {"room", "deciding"},
        "talk": _talk(seat),
        "supervisor": _supervisor(seat),
        "recording": _recording(seat),
        "still": _still(seat, at=at),
        "consent": _consent(booth) if screen == "consent" else None,
        "tries_left": max(0, tries_left(booth, at=at)) if screen == "called" else 0,
        "result": _result(seat) if seat and screen == "result" else None,
    }


def _screen(booth: Booth, seat: Seat | None, *, at: datetime) -> str:
    if seat is not None:
        return _screen_of_seat(seat)
    if Outage.objects.filter(booth=booth, ended_at=None).exists():
        return "out_of_order"
    on_duty = roster.on_duty(booth.branch_id, at=at)
    staffed = Place.objects.filter(booth=booth, released_at=None, shift__in=on_duty).exists()
    return "idle" if staffed else "unstaffed"


def _screen_of_seat(seat: Seat) -> str:
    if seat.status == SeatStatus.CALLED:
        return "called"
    if seat.status == SeatStatus.CONNECTING:
        return "room" if Consent.objects.filter(seat=seat).exists() else "consent"
    if seat.status == SeatStatus.DECIDED:
        return "deciding"
    return "room" if seat.status in IN_ROOM else "result"


def _seat(seat: Seat) -> dict[str, Any]:
    found = seat_facts.of_seat(seat)
    return {
        "id": seat.pk,
        "ticket": seat.ticket.number,
        "place": seat.place,
        "held": seat.status == SeatStatus.ON_HOLD,
        "phase_label": str(found.phase.label),
        "step": found.step,
        "steps": len(STEPS),
        "hand": seat.hand_raised_at is not None,
        "officer": seat.session.shift.officer.display_name,
    }


def _talk(seat: Seat | None) -> str:
    """Return whom the officer talks with, as this booth may know it: you, all, other, nobody; held for a held seat."""
    if seat is None or seat.status not in IN_ROOM:
        return "nobody"
    if seat.status == SeatStatus.ON_HOLD:
        return "held"
    session = seat.session
    if session.talked_with:
        return "you" if seat.place in session.talked_with else "other"
    return "all" if session.to_all_since else "nobody"


def _supervisor(seat: Seat | None) -> str | None:
    """Return who talks with this booth beside the officer; who only listens is announced by the consent."""
    if seat is None or seat.status not in IN_ROOM:
        return None
    row = Supervision.objects.select_related("by").filter(seat=seat, ended_at=None, mode=SupervisionMode.JOIN).first()
    return row.by.display_name if row else None


def _recording(seat: Seat | None) -> str:
    """Return on while this is being kept, waiting until the talk goes on, paused, or off."""
    running = recordings.open_recording(seat) if seat and seat.status in IN_ROOM else None
    if running is None:
        return "off"
    if running.status == RecordingStatus.PAUSED:
        return "paused"
    return "on" if _talk(seat) == "you" else "waiting"


def _still(seat: Seat | None, *, at: datetime) -> dict[str, Any] | None:
    asked = stills.asked_of(seat, at=at) if seat and seat.status in IN_ROOM else None
    return {"id": asked.pk, "label": stills.label_of(asked)} if asked else None


def _consent(booth: Booth) -> dict[str, Any]:
    purposes = consents.purposes_of(booth.branch)
    return {
        "version": consents.CONSENT_VERSION,
        "title": str(consents.TITLE),
        "paragraphs": [str(paragraph) for paragraph in consents.paragraphs(purposes)],
        "options": [{"code": code, "label": str(ConsentPurpose(code).label)} for code in purposes],
        "optional": str(consents.OPTIONAL),
        "agree": str(consents.AGREE),
        "refuse": str(consents.REFUSE),
    }


def _result(seat: Seat) -> dict[str, Any]:
    decision = Decision.objects.filter(seat=seat, undone_at=None).first()
    outcome = decision.outcome if decision else "ABORTED"
    verified = outcome == Outcome.VERIFIED
    account = bank(seat.ticket.claim.bank_account) if verified else None
    return {
        "outcome": outcome,
        "headline": _headline(outcome),
        "sentence": _sentence(outcome),
        "reason_label": str(DecisionReason(decision.reason).label) if decision and decision.reason else "",
        "net_rupiah": payouts.promised_rupiah(seat.ticket.claim) if verified else None,
        "receipt_number": seat.ticket.claim.receipt_number,
        "bank_name": account["name"] if account else None,
        "last_four": account["last_four"] if account else None,
        "wipe_after_seconds": WIPE_AFTER_SECONDS,
    }


def _headline(outcome: str) -> str:
    sentences: dict[str, str] = {
        Outcome.VERIFIED: gettext("Klaim Anda terverifikasi"),
        Outcome.FOLLOW_UP: gettext("Klaim Anda perlu tindak lanjut"),
        Outcome.REJECTED: gettext("Klaim Anda belum dapat disetujui"),
    }
    return sentences.get(outcome) or gettext("Sesi ini dihentikan")


def _sentence(outcome: str) -> str:
    sentences: dict[str, str] = {
        Outcome.VERIFIED: gettext("Uang dikirim ke rekening Anda paling lambat 5 hari kerja."),
        Outcome.FOLLOW_UP: gettext("Petugas akan menghubungi Anda. Simpan nomor tanda terima ini."),
        Outcome.REJECTED: gettext("Tanyakan langkah berikutnya kepada petugas di resepsionis."),
    }
    return sentences.get(outcome) or gettext("Silakan kembali ke ruang tunggu. Petugas akan membantu Anda.")
