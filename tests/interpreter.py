"""Python inside a live stack, started once: a Django process needs a second, and tests ask for many small things."""

import contextlib
import io
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping

from bin.support import data


class Interpreter:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.interpreter"],
            cwd=data.ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str) -> str:
        """Carry out `code` and return what it printed. AssertionError with its traceback where it fails."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert not answer["failure"], answer["failure"]
        return str(answer["printed"])

    def close(self) -> None:
        """It ends with its input."""
        self.process.communicate()


def serve() -> None:
    import django
    from django.db import close_old_connections

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for line in sys.stdin:
        close_old_connections()  # the database may have been restarted meanwhile
        printed, failure = io.StringIO(), ""
        try:
            with contextlib.redirect_stdout(printed):
                exec(json.loads(line), {})
        except Exception:  # noqa: BLE001 - told to the test that asked
            failure = traceback.format_exc()
        print(json.dumps({"printed": printed.getvalue(), "failure": failure}), flush=True)


if __name__ == "__main__":
    serve()
