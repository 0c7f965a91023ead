"""The order of the scenes: one morning from closed doors to the demonstration. Knows neither pages nor pictures."""

import time
import traceback

from bin.support.screenshots import booth, desk, evidence, money, plan, public, stage
from bin.support.screenshots.studio import Scene, Studio

BOOTHS = (stage.open_booths,)
AT_WORK = (*BOOTHS, stage.open_desk)
CALLED = (*AT_WORK, stage.call_six)
SEATED = (*CALLED, stage.seat_six)
PARTED = (*SEATED, desk.lose_a_booth)

SCENES = (
    Scene("login", public.login),
    Scene("refusal", public.refusals),
    Scene("demo-start", public.demo_start),
    Scene("ticket", public.ticket),
    Scene("ticket-closed", public.ticket_closed),
    Scene("book", public.book),
    Scene("plan", plan.plan),
    Scene("booth-enrolment", booth.enrolment),
    Scene("booth-unstaffed", booth.unstaffed, BOOTHS),
    Scene("desk-begin", desk.begin, BOOTHS),
    Scene("desk-empty", desk.empty, AT_WORK),
    Scene("booth-idle", booth.idle, AT_WORK),
    Scene("booth-out-of-order", booth.out_of_order, AT_WORK),
    Scene("desk-called", desk.called, CALLED),
    Scene("display", public.display, CALLED),
    Scene("booth-called", booth.called, CALLED),
    Scene("booth-consent", booth.consent, CALLED),
    Scene("booth-room", booth.room, SEATED),
    Scene("evidence", evidence.evidence, SEATED),
    Scene("desk-six", desk.six, SEATED),
    Scene("booth-aborted", booth.aborted, SEATED),
    Scene("board", desk.board, PARTED),
    Scene("reception", public.reception, PARTED),
    Scene("desk-mixed", desk.mixed, PARTED),
    Scene("booth-outcomes", booth.outcomes, SEATED),
    Scene("money", money.money, SEATED),
    Scene("booth-superseded", booth.superseded, BOOTHS),
    Scene("booth-lost", booth.lost, BOOTHS),
    Scene("booth-revoked", booth.revoked, BOOTHS),
    Scene("demo-running", public.demo_running, AT_WORK),
)


def take_all(studio: Studio, *, beginnings: tuple[str, ...]) -> list[str]:
    """Take the scenes whose name begins like one of these; return those that failed: the others are still taken."""
    return [scene.name for scene in SCENES if scene.name.startswith(beginnings) and not _take(studio, scene)]


def _take(studio: Studio, scene: Scene) -> bool:
    started = time.monotonic()
    try:
        studio.prepare(scene.needs)
        scene.take(studio)
    except Exception:  # noqa: BLE001 - whatever went wrong with one picture, the others are still wanted
        print(f"{scene.name}: FAILED\n{traceback.format_exc(limit=-4)}", flush=True)
        return False
    print(f"{scene.name}: {time.monotonic() - started:.1f} s", flush=True)
    return True
