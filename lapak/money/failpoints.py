"""Named places where a test lets a worker die (LAPAK_FAILPOINT=after_intent) or freeze for 3 s (after_intent=3).

`anywhere=2` lets it die at any of them with a chance of 2 in 100.
"""

import os
import random
import time

EXIT_CODE = 9


def reach(name: str) -> None:
    """Do nothing, unless the environment names this place."""
    wanted, _, number = os.environ.get("LAPAK_FAILPOINT", "").partition("=")
    if wanted == "anywhere" and random.randrange(100) < int(number):
        os._exit(EXIT_CODE)
    if wanted != name:
        return
    if not number:
        os._exit(EXIT_CODE)  # like kill -9: no cleanup, no rollback message to the server
    time.sleep(float(number))
