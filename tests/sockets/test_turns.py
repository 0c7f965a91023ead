"""How many requests the web process works on at once."""

import asyncio
import threading

from asgiref.sync import sync_to_async

from booths.gates import TakeTurns

HOME, DESK = {"path": "/janji/bekasi-cikarang/"}, {"path": "/api/desk/state"}


def test_more_requests_than_turns_wait_and_are_all_answered_in_order():
    most, running, answered = 0, 0, []

    async def application(scope, receive, send):
        nonlocal most, running
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001)
        running -= 1
        answered.append(scope["number"])

    async def storm():
        gate = TakeTurns(application, public_at_once=4)
        await asyncio.gather(*(gate(HOME | {"number": number}, None, None) for number in range(40)))

    asyncio.run(storm())

    assert most == 4
    assert answered == list(range(40))


def test_a_storm_of_bookings_leaves_the_desk_its_turns():
    answered = []

    async def application(scope, receive, send):
        await asyncio.sleep(0.001)
        answered.append(scope["path"])

    async def storm():
        gate = TakeTurns(application)
        home = [asyncio.create_task(gate(HOME, None, None)) for _ in range(200)]
        await asyncio.sleep(0)
        await gate(DESK, None, None)
        await asyncio.gather(*home)

    asyncio.run(storm())

    assert answered.index(DESK["path"]) <= 8


def test_each_turn_keeps_its_thread():
    threads = set()

    async def application(scope, receive, send):
        await sync_to_async(lambda: threads.add(threading.get_ident()))()

    async def storm():
        gate = TakeTurns(application, public_at_once=3)
        await asyncio.gather(*(gate(HOME, None, None) for _ in range(30)))

    asyncio.run(storm())

    assert len(threads) <= 3


def test_a_request_that_fails_or_is_given_up_leaves_its_turn():
    async def broken(scope, receive, send):
        if scope.get("slow"):
            await asyncio.sleep(60)
        raise ValueError

    async def one_after_another():
        gate = TakeTurns(broken, public_at_once=1)
        slow = asyncio.create_task(gate(HOME | {"slow": True}, None, None))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(gate(HOME, None, None))
        await asyncio.sleep(0)
        waiting.cancel()
        slow.cancel()
        return await asyncio.gather(gate(HOME, None, None), return_exceptions=True)

    assert [type(result) for result in asyncio.run(one_after_another())] == [ValueError]
