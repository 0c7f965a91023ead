"""A media process that leaks sound while the file `leak` lies in the data folder: the isolation test's mutant."""

import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any


def _leak() -> None:
    sys.path.insert(0, os.getcwd())
    from verification.media import room
    from verification.media.arrange import Flow, Scene

    rule, fits = room.allowed, room.Room._fits

    def leaky(scene: Scene) -> Any:
        peers = [seat.peer for _, seat in sorted(scene.places.items())]
        neighbours = pairwise(peers)
        return rule(scene) | {Flow(source, target, "audio", 0) for source, target in neighbours}

    room.allowed = leaky
    room.Room._fits = lambda self, flow: flow.source.startswith("booth") or fits(self, flow)


if "runmedia" in sys.orig_argv and (Path(os.environ["LAPAK_DATA"]) / "leak").exists():
    _leak()
