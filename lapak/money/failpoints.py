"""Named places where a test lets a worker die (LAPAK_FAILPOINT=after_intent) or freeze for 3 s (after_intent=3)."""

import os
import time

EXIT_CODE = 9


def reach(name: str) -> None:
    """Do nothing, unless the environment names this place."""
    wanted, _, seconds = os.environ.get("LAPAK_FAILPOINT", "").partition("=")
    if wanted != name:
        return
    if not seconds:
        os._exit(EXIT_CODE)  # like kill -9: no cleanup, no rollback message to the server
    time.sleep(float(seconds))
