"""A forwarder that leaks sound whenever it is arranged while the file `leak` lies in the data folder: the mutant."""

import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any


def _make_leaky(leak: Path) -> None:
    sys.path.insert(0, os.getcwd())
    from verification.media import room
    from verification.media.arrange import Flow, Scene

    rule, fits = room.allowed, room.Room._fits

    def leaky(scene: Scene) -> Any:
        peers = [seat.peer for _, seat in sorted(scene.places.items())] if leak.exists() else []
        return rule(scene) | {Flow(source, target, "audio", 0) for source, target in pairwise(peers)}

    def fits_or_leaks(self: room.Room, flow: Flow) -> bool:
        return (leak.exists() and flow.source.startswith("booth")) or fits(self, flow)

    room.allowed = leaky
    room.Room._fits = fits_or_leaks


if "runmedia" in sys.orig_argv:
    _make_leaky(Path(os.environ["LAPAK_DATA"]) / "leak")
