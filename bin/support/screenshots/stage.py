"""What several scenes need first: booths that are open, a desk at work, people in their seats."""

from bin.support.screenshots.studio import Studio, wait, wait_for

SIX = range(1, 7)
WITH_CAMERA = 1
PLAYING = """[...document.querySelectorAll("video[data-window]")].filter((one) => one.videoWidth).length"""


def open_booths(studio: Studio) -> None:
    for number in SIX:
        open_booth(studio, number)


def open_booth(studio: Studio, number: int, *, simulated: bool | None = None) -> None:
    screen = studio.branch.enrol(number)
    is_simulated = number != WITH_CAMERA if simulated is None else simulated
    path = f"/booth/{screen.booth_id}/{'?source=simulated' if is_simulated else ''}"
    studio.booths[number] = studio.open(path, person=screen, context="booths")


def open_desk(studio: Studio) -> None:
    studio.branch.dewi.begin_shift()
    studio.desk = studio.open("/desk/?source=simulated", person=studio.branch.dewi, context="dewi")
    studio.desk.wait_for_selector(".tile")


def call_six(studio: Studio) -> None:
    studio.branch.issue_tickets()
    wait_for(studio.desk, "document.querySelectorAll('.tile[data-state=call]').length === 6")


def seat_six(studio: Studio) -> None:
    """Everybody is connected; six more wait outside."""
    for number in SIX:
        if studio.branch.status_of(number) == "CALLED":
            studio.branch.sit_down(number)
    wait(studio.desk, lambda: all(studio.branch.status_of(number) == "LIVE" for number in SIX))
    studio.branch.issue_tickets()


def attend(studio: Studio, number: int) -> None:
    """Dewi talks with the person at this booth."""
    place = studio.branch.place_of(number)
    studio.desk.bring_to_front()
    studio.desk.keyboard.press(str(place))
    studio.desk.wait_for_selector(f'.tile[data-place="{place}"][data-state="talk"]')


def wait_for_pictures(studio: Studio, count: int) -> None:
    """Wait until so many tiles of the desk play."""
    studio.desk.wait_for_selector(".tile")
    wait_for(studio.desk, f"{PLAYING} >= {count}")
