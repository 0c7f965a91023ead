"""Wrong numbers are counted: whoever tries NIK and card numbers until a pair fits is stopped (domain.md, S23).

Per thing that is guessed at, wherever from, and per network address, whatever is guessed at. Counted in rows, so that a
flushed cache resets nothing. What is counted are keyed hashes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from booths.errors import Refusal
from lapak.people.errors import TooManyGuesses
from lapak.people.models import WrongGuess
from lapak.secrets import blind_index

OF_ONE_THING, THING_WINDOW = 5, timedelta(hours=24)
FROM_ONE_ADDRESS, ADDRESS_WINDOW = 20, timedelta(hours=1)
"""Many people share the address of one office or one mobile network."""
KEPT_FOR = timedelta(days=30)


@contextmanager
def counted(kind: str, about: str, address: str, *, wrong: type[Refusal], at: datetime) -> Iterator[None]:
    """Let `about` be tried once more, and count it where that raises `wrong`. Not inside a transaction that ends then.

    `about` and `address` may be as they came. Raises TooManyGuesses.
    """
    thing, place = _hidden(about), _hidden(address)
    if is_stopped(kind, thing, place, at=at):
        raise TooManyGuesses
    try:
        yield
    except wrong:
        WrongGuess.objects.create(kind=kind, about=thing, address=place, at=at)
        raise


def is_stopped(kind: str, thing: str, place: str, *, at: datetime) -> bool:
    of_it = WrongGuess.objects.filter(kind=kind, about=thing, at__gt=at - THING_WINDOW)
    from_there = WrongGuess.objects.filter(address=place, at__gt=at - ADDRESS_WINDOW)
    return of_it.count() >= OF_ONE_THING or (place != "" and from_there.count() >= FROM_ONE_ADDRESS)


def forget_old(*, at: datetime) -> int:
    return WrongGuess.objects.filter(at__lt=at - KEPT_FOR).delete()[0]


def _hidden(text: str) -> str:
    return blind_index(text, purpose="guess") if text else ""
