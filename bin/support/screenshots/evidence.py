"""What is kept of a talk: at the desk and in the booth while it is, and afterwards at the supervisor's."""

from bin.support.screenshots import stage
from bin.support.screenshots.studio import LYING, SCREEN, STAFF, Studio, wait

KEPT = "SELECT id FROM verification_recording WHERE status = 'KEPT'"
NUMBER = 2


def evidence(studio: Studio) -> None:
    """The officer records the second person and takes a picture; then the supervisor opens both."""
    desk, booth = studio.desk, studio.booths[NUMBER]
    stage.attend(studio, NUMBER)
    desk.bring_to_front()
    desk.wait_for_selector(".evidence")
    desk.keyboard.press("k")
    desk.wait_for_selector('.rec[data-recording="RUNNING"]')
    desk.locator(".evidence__take").click()
    desk.wait_for_selector(".evidence__shots img")
    for language in studio.languages:
        studio.speak(desk, language)
        studio.speak(booth, language)
        stage.attend(studio, NUMBER)
        desk.wait_for_selector(".evidence__shots img")
        desk.locator(".evidence").scroll_into_view_if_needed()
        for size in STAFF:
            studio.snap(f"desk-evidence-{size[0]}x{size[1]}-{language}", desk, size)
        booth.wait_for_selector(".kept[data-kept=on]")
        for size in SCREEN:
            studio.snap(f"booth-recorded-{size[0]}x{size[1]}-{language}", booth, size)
    desk.bring_to_front()
    desk.locator(".evidence .btn:has(use[href='#i-square'])").click()
    _supervisor(studio)


def _supervisor(studio: Studio) -> None:
    page = studio.open("/evidence/", person=studio.branch.log_in("hadi"), context="hadi")
    wait(page, lambda: studio.branch.stack.query(KEPT), patience_seconds=60)
    page.reload()
    studio.shoot("evidence-day", page, sizes=STAFF)
    page.locator("tbody a").first.click()
    page.wait_for_selector("#player")
    page.locator("#player").evaluate("(one) => { one.muted = true; return one.play(); }")
    page.wait_for_timeout(1500)
    studio.shoot("evidence-recording", page, sizes=(LYING,))
    page.close()
