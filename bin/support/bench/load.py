"""A load generator, a process of its own: opens rooms, says "ready", waits for "go", then sends and counts.

Its last line is a JSON object. Delays are from sendto here to the receive callback here.
"""

import argparse
import asyncio
import gc
import json
import random
import sys
import time
from typing import Any

import psutil
import uvloop

from bin.support.bench import clip
from bin.support.bench.janus_rooms import JanusRooms
from bin.support.bench.lapak_rooms import LapakRooms
from bin.support.bench.page import Page, Sender
from verification.media.aiortc_seams import install

WARM_S = 2.0
STUCK_AFTER_S = 0.1


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", choices=("lapak", "janus"), required=True)
    parser.add_argument("--url", required=True, help="of the channel layer or of Janus's WebSocket")
    parser.add_argument("--rooms", type=int, required=True)
    parser.add_argument("--first", type=int, required=True, help="the number before that of the first room")
    parser.add_argument("--booths", type=int, default=6)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--batch", type=int, default=0, help="no pace: as many packets are always on their way")
    wishes = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run(wishes))


async def _run(wishes: argparse.Namespace) -> None:
    install()
    played = clip.encode()
    _say({"state": "up"})
    await _wait_for("join")
    rooms = _rooms(wishes, played)
    pages = [
        page for number in range(wishes.rooms) for page in await rooms.open(f"r{wishes.first + number}", wishes.booths)
    ]
    senders = [sender for page in pages for sender in page.senders]
    gc.collect()
    gc.freeze()
    gc.disable()
    _say({"state": "ready", "pages": len(pages)})
    await _wait_for("go")
    reporting = [asyncio.ensure_future(page.report()) for page in pages]
    found = await (_saturate if wishes.batch else _pace)(wishes, pages, senders)
    for task in reporting:
        task.cancel()
    _say(found)


def _rooms(wishes: argparse.Namespace, played: clip.Clip) -> Any:
    if wishes.server == "lapak":
        return LapakRooms(wishes.url, played)
    return JanusRooms(wishes.url, played, 1000 + wishes.first)


async def _pace(wishes: argparse.Namespace, pages: list[Page], senders: list[Sender]) -> dict[str, Any]:
    for sender in senders:
        sender.start()
    await asyncio.sleep(WARM_S)
    for page in pages:
        page.forget()
    began_s, used_s = time.monotonic(), _cpu_s()
    await asyncio.sleep(wishes.seconds)
    took_s, used_s = time.monotonic() - began_s, _cpu_s() - used_s
    for sender in senders:
        sender.stop()
    return {**_result(pages, took_s, used_s), "due": took_s * sum(sender.due_per_s for sender in senders)}


async def _saturate(wishes: argparse.Namespace, pages: list[Page], senders: list[Sender]) -> dict[str, Any]:
    """Send a batch at once, wait until every copy came back, and again: the server always finds a batch.

    Encrypted one by one on their way out, the packets would come slower than the server takes them.
    """
    order = [sender for sender in senders for _ in range(2 if sender.kind == "video" else 1)]
    random.shuffle(order)
    began_s, used_s, turn = time.monotonic(), _cpu_s(), 0
    while time.monotonic() - began_s < wishes.seconds:
        expected, batch = _count(pages), list[tuple[Page, bytes]]()
        while len(batch) < wishes.batch:
            sender = order[turn % len(order)]
            packets = sender.next_frame()
            batch += [(sender.page, packet) for packet in packets]
            turn, expected = turn + 1, expected + len(packets) * sender.fan_out
        for page, packet in batch:
            page.send(packet)
        deadline_s = time.monotonic() + STUCK_AFTER_S
        while _count(pages) < expected and time.monotonic() < deadline_s:
            await asyncio.sleep(0.0005)
    return _result(pages, time.monotonic() - began_s, _cpu_s() - used_s)


def _result(pages: list[Page], took_s: float, used_s: float) -> dict[str, Any]:
    streams = [stream for page in pages for stream in page.received.values()]
    return {
        "state": "done",
        "seconds": took_s,
        "received": sum(stream.count for stream in streams),
        "lost": sum(stream.lost() for stream in streams),
        "streams": len(streams),
        "strays": sum(page.strays() for page in pages),
        "delays_ns": [delay for page in pages for delay in page.delays_ns],
        "generator_cpu_s": used_s,
    }


def _count(pages: list[Page]) -> int:
    return sum(stream.count for page in pages for stream in page.received.values())


def _cpu_s() -> float:
    used = psutil.Process().cpu_times()
    return float(used.user + used.system)


async def _wait_for(word: str) -> None:
    line = await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    if line.strip() != word:
        sys.exit(f"expected {word}")


def _say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
