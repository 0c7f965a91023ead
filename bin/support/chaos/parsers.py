"""Feeds damaged copies of real datagrams and messages to every parser of the media plane; keeps what breaks one."""

import argparse
import hashlib
import json
import random
import sys
import time
import traceback

from tests.media.parsers import CORPUS, PARSERS, corpus

WELL_KNOWN = (b"\x00", b"\xff", b"\x7f", b"\x80", b"\xff\xff", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"-1", b"\n")
LONGEST_BYTES = 4096


def main() -> int:
    """Return 0 when every parser answered or refused by its own error."""
    parser = argparse.ArgumentParser(prog="bin/chaos parsers")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    wishes = parser.parse_args()
    found = _search(wishes.seconds, random.Random(wishes.seed))
    print(json.dumps({"experiment": "parsers", "seed": wishes.seed, "held": not found["broken"], **found}))
    return 1 if found["broken"] else 0


def _search(seconds: float, dice: random.Random) -> dict[str, object]:
    kept, tried = corpus(), dict.fromkeys(PARSERS, 0)
    broken: dict[str, str] = {}
    """Where it broke -> the first input that did it."""
    deadline_s = time.monotonic() + seconds
    while time.monotonic() < deadline_s:
        for name, read in PARSERS.items():
            data = damage(dice.choice(kept[name]), dice.choice(kept[name]), dice)
            tried[name] += 1
            try:
                read(data)
            except Exception as error:  # noqa: BLE001 - whatever comes is what is looked for
                place = str(traceback.extract_tb(error.__traceback__)[-1])
                if place not in broken:
                    broken[place] = _keep(name, data)
    return {"tried": tried, "broken": sorted(broken.values())}


def _keep(name: str, data: bytes) -> str:
    path = CORPUS / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.write_bytes(data)
    print(f"{path.name}\n{traceback.format_exc()}", file=sys.stderr)
    return path.name


def damage(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """Return a copy with one to six faults of the kinds that parsers stumble over."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at, end = sorted(dice.randrange(len(changed) + 1) for _ in range(2))
        kind = dice.randrange(6)
        if kind == 0 and changed:
            changed[at % len(changed)] ^= 1 << dice.randrange(8)
        elif kind == 1:
            changed[at:at] = dice.choice(WELL_KNOWN)
        elif kind == 2:
            del changed[at:end]
        elif kind == 3:
            changed[at:at] = changed[at:end]
        elif kind == 4:
            changed[at:] = other[dice.randrange(len(other) + 1) :]
        elif changed:
            well_known = dice.choice(WELL_KNOWN)
            changed[at : at + len(well_known)] = well_known
    return bytes(changed[:LONGEST_BYTES])


if __name__ == "__main__":
    sys.exit(main())
