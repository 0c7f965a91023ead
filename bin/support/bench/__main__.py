"""The command line of bin/bench: runs one benchmark and prints its result as one JSON object in the last line."""

import argparse
import json
import sys

from bin.support.bench import booking, finance, media, payout, schedule
from bin.support.bench.media import CannotMeasure

BENCHES = {"media": media, "schedule": schedule, "booking": booking, "finance": finance, "payout": payout}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measure a part of Lapak.")
    names = parser.add_subparsers(dest="name", required=True, metavar="|".join(BENCHES))
    for name, bench in BENCHES.items():
        bench.add_arguments(names.add_parser(name, help=(bench.__doc__ or "").split("\n")[0]))
    wishes = parser.parse_args()
    try:
        result = BENCHES[wishes.name].run(wishes)
    except CannotMeasure as reason:
        print(f"bin/bench: {reason}", file=sys.stderr)
        return 2
    print(json.dumps({"bench": wishes.name, **result}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
