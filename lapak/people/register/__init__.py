"""The membership register: `look_up` asks the one that is configured; today that is the demonstration register."""

from lapak.people.register.demo import demo_people, look_up
from lapak.people.register.protocol import Entry

__all__ = ["Entry", "demo_people", "look_up"]
