"""The isolation of a room, whatever happens in it: one packet from everybody after every step, seen where it ends up.

`bin/chaos isolation` runs many more sequences.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.media.motion import RoomInMotion
from verification.media.arrange import Flow
from verification.media.forward import Forwarder
from verification.media.room import Room

SEQUENCES = int(os.environ.get("LAPAK_ISOLATION_SEQUENCES", "100"))
SETTINGS = settings(
    max_examples=SEQUENCES, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.timeout(120 + SEQUENCES)
def test_whatever_happens_in_a_room_exactly_the_allowed_streams_flow():
    run_state_machine_as_test(RoomInMotion, settings=SETTINGS)


class PatchingForwarder(Forwarder):
    """Adds what is wanted and takes nothing away."""

    def converge(self, flows):
        kept = [
            Flow(window.source.peer, peer, kind, number)
            for (peer, number, kind), window in self._windows.items()
            if window.source
        ]
        super().converge([*kept, *flows])


class LoyalForwarder(Forwarder):
    """Goes on passing on what a page sends that has left."""

    def remove_peer(self, peer):
        pass


class LoudForwarder(Forwarder):
    """A whisper to the officer is heard in the booths, too."""

    def converge(self, flows):
        flows = list(flows)
        booths = {flow.target for flow in flows if flow.target.startswith("booth")}
        whispers = {flow.source for flow in flows if flow.source.startswith("supervisor")}
        super().converge([*flows, *(Flow(one, booth, "audio", -1) for one in whispers for booth in booths)])


class CredulousRoom(Room):
    """Believes a scene that mixes up who is where."""

    def _fits(self, flow):
        return True


class ForgetfulRoom(Room):
    """Takes an old scene for a new one."""

    def arrange(self, message):
        self._version = -1
        super().arrange(message)


@pytest.mark.parametrize("mutant", [PatchingForwarder, LoyalForwarder, LoudForwarder, CredulousRoom, ForgetfulRoom])
def test_a_room_that_breaks_a_rule_is_caught(mutant):
    made = {"room_of": mutant} if issubclass(mutant, Room) else {"forwarder_of": mutant}
    machine = type("Mutated", (RoomInMotion,), made)
    quick = settings(SETTINGS, max_examples=100, phases=[Phase.generate], database=None, report_multiple_bugs=False)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=quick)
