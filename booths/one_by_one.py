"""What is due, row by row: one that fails is named in the log, and the others have their turn."""

import logging
import traceback
from collections.abc import Callable, Iterable

from django.db import InterfaceError, OperationalError

log = logging.getLogger(__name__)


def one_by_one(step: Callable[[int], int], numbers: Iterable[int], *, what: str) -> int:
    """Carry out `step` for each; return the sum of what it returned.

    The step loads its row itself, or one that cannot be decrypted would keep all others from being loaded. A database
    that is away fails for every row and is raised. `what` names a row in the log.
    """
    done = 0
    for number in numbers:
        try:
            done += step(number)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this row's alone
            _report(error, f"{what} {number}")
    return done


def _report(error: Exception, about: str) -> None:
    """Log what failed where. The error's own words may name a person and are left out."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error("%s: %s in %s:%s", about, type(error).__name__, place.name, place.lineno)
