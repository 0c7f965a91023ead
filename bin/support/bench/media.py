"""What forwarding costs: rooms of one officer and six booths, all talking, beside the same rooms in Janus."""

import argparse
import json
import statistics
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from typing import Any

import psutil

from bin.support.bench import servers
from bin.support.bench.servers import NoAddress, NoJanus, Server
from bin.support.data import ROOT

CANDIDATES = ("lapak", "janus1", "janus_default")
BATCH_PACKETS = 64
FULL_GENERATOR_CORES = 0.8
"""Of a paced load; without a pace it is always full."""
ENOUGH_DELIVERED = 0.97
DISTURBING_CORES = 0.3
"""Other programs make wake-ups rarer and batches larger: delays look worse than they are, packets cheaper."""


class CannotMeasure(RuntimeError):
    """Something that is needed is missing, or what was measured means nothing."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rooms", type=int, default=12, help="one of them is the probe whose delays count")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--pairs", type=int, default=0, help="how often each is measured, in turn (5 against another)")
    parser.add_argument("--against", choices=("janus",), help="measure the same load in it too")
    parser.add_argument("--saturate", action="store_true", help="no pace: the cost when there is always work")
    parser.add_argument("--transport", choices=("port", "socket"), default="port")


def run(wishes: argparse.Namespace) -> dict[str, Any]:
    names = CANDIDATES if wishes.against else CANDIDATES[:1]
    try:
        if wishes.against:
            servers.find_janus()
        found = _measure_in_turn(names, wishes)
    except (NoAddress, NoJanus) as missing:
        raise CannotMeasure(missing) from missing
    return _summary(wishes, found)


def _measure_in_turn(names: tuple[str, ...], wishes: argparse.Namespace) -> dict[str, list[dict[str, float]]]:
    """Each has its turn in each round, and another one begins each time."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for turn in range(wishes.pairs or (5 if wishes.against else 1)):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            found[name].append(_measure(name, wishes))
            _show(name, found[name][-1])
    return found


def _show(name: str, figures: dict[str, float]) -> None:
    print(name, {key: round(value, 2) for key, value in figures.items()}, file=sys.stderr, flush=True)
    doubts = {
        "a load generator was full": "p99_ms" in figures and figures["generator_cores"] > FULL_GENERATOR_CORES,
        "other programs were busy too": figures["other_cores"] > DISTURBING_CORES,
        "packets came late or never": figures.get("delivered", 1.0) < ENOUGH_DELIVERED,
    }
    for doubt in [text for text, applies in doubts.items() if applies]:
        print(f"  read with care: {doubt}", file=sys.stderr, flush=True)


def _summary(wishes: argparse.Namespace, found: dict[str, list[dict[str, float]]]) -> dict[str, Any]:
    own = {key: round(statistics.median(one[key] for one in found["lapak"]), 3) for key in found["lapak"][0]}
    spread = [round(one["us_packet"], 2) for one in found["lapak"]]
    lost = sum(int(one["lost"]) for one in found["lapak"])
    result = {"rooms": wishes.rooms, "transport": wishes.transport, **own, "lost": lost, "us_packet_spread": spread}
    for name in found:
        if name != "lapak":
            pairs = zip(found["lapak"], found[name], strict=True)
            ratios = [round(a["us_packet"] / b["us_packet"], 3) for a, b in pairs]
            result[f"ratio_{name}"] = round(statistics.median(ratios), 3)
            result[f"ratio_{name}_spread"] = sorted(ratios)
            result[f"{name}_us_packet"] = round(statistics.median(one["us_packet"] for one in found[name]), 2)
            if not wishes.saturate:
                result[f"{name}_p99_ms"] = round(statistics.median(one["p99_ms"] for one in found[name]), 2)
            result[f"{name}_lost"] = sum(int(one["lost"]) for one in found[name])
    return result


def _measure(name: str, wishes: argparse.Namespace) -> dict[str, float]:
    with _server(name, wishes) as server:
        process = psutil.Process(server.pid)
        loads = _start_loads(server, wishes)
        try:
            return _measure_loads(process, loads, wishes)
        finally:
            for load in loads:
                load.end()


def _server(name: str, wishes: argparse.Namespace) -> AbstractContextManager[Server]:
    return servers.lapak(wishes.transport) if name == "lapak" else servers.janus(1 if name == "janus1" else 0)


def _start_loads(server: Server, wishes: argparse.Namespace) -> list["Load"]:
    """The last one is the probe: a room of its own process, whose delays the others cannot blur."""
    if wishes.saturate:
        return [Load(server, wishes.rooms, 1, wishes.seconds, BATCH_PACKETS)]
    bulk = [Load(server, wishes.rooms - 1, 1, wishes.seconds)] if wishes.rooms > 1 else []
    return [*bulk, Load(server, 1, wishes.rooms, wishes.seconds)]


def _measure_loads(process: psutil.Process, loads: list["Load"], wishes: argparse.Namespace) -> dict[str, float]:
    before_s, joined = _cpu_s(process), 0
    for load in loads:
        load.hear()
        load.say("join")
        joined += load.hear()["pages"]
    joining_s = _cpu_s(process) - before_s
    for load in loads:
        load.say("go")
    if not wishes.saturate:
        time.sleep(2.0)  # the generators warm up as long
    before_s, busy_s, began_s = _cpu_s(process), _busy_s(), time.monotonic()
    time.sleep(wishes.seconds)
    used_s, busy_s, took_s = _cpu_s(process) - before_s, _busy_s() - busy_s, time.monotonic() - began_s
    results = [load.hear() for load in loads]
    if strays := sum(result["strays"] for result in results):
        raise CannotMeasure(f"{strays} streams are missing or reach the wrong page: the figures would mean nothing")
    figures = _figures(results, used_s, took_s, joining_s / joined, wishes)
    loads_s = sum(result["generator_cpu_s"] for result in results)
    return {**figures, "other_cores": max(0.0, busy_s - used_s - loads_s) / took_s}


def _figures(
    results: list[dict[str, Any]], used_s: float, took_s: float, join_s: float, wishes: argparse.Namespace
) -> dict[str, float]:
    packets_per_s = sum(result["received"] / result["seconds"] for result in results)
    delays_ms = sorted(delay / 1e6 for delay in results[-1]["delays_ns"])
    figures = {
        "ms_room_second": 1000 * used_s / took_s / wishes.rooms,
        "us_packet": 1e6 * used_s / took_s / packets_per_s,
        "rooms_per_core": wishes.rooms * took_s / used_s,
        "packets_per_room_second": packets_per_s / wishes.rooms,
        "lost": sum(result["lost"] for result in results),
        "join_ms": 1000 * join_s,
        "generator_cores": max(result["generator_cpu_s"] / result["seconds"] for result in results),
    }
    if not wishes.saturate:
        delivered = sum(result["received"] for result in results) / sum(result["due"] for result in results)
        figures |= {"p50_ms": _share(delays_ms, 0.5), "p99_ms": _share(delays_ms, 0.99), "delivered": delivered}
    return figures


class Load:
    """One generator process and its lines in and out."""

    def __init__(self, server: Server, rooms: int, first: int, seconds: float, batch: int = 0) -> None:
        options = {
            "server": server.kind,
            "url": server.url,
            "rooms": rooms,
            "first": first,
            "seconds": seconds,
            "batch": batch,
        }
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bin.support.bench.load", *words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # a scheduling group of its own
        )

    def say(self, word: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise CannotMeasure("a load generator ended; see above")
        return dict(json.loads(line))

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


def _cpu_s(process: psutil.Process) -> float:
    used = process.cpu_times()
    return float(used.user + used.system)


def _busy_s() -> float:
    """Return the seconds that all cores of this machine have worked so far."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")
