"""Frames of a socket: numbers, an acknowledgement window, parts, and a token bucket. Pure."""

import json
from collections.abc import Iterator
from itertools import count

from verification.signalling import MAX_FRAME_BYTES, MAX_OUTSTANDING_FRAMES, Part, ToPage

# Room for the part's own JSON around its piece of text, whose quotes and line ends grow when escaped again.
PIECE_CHARACTERS = 1500


class Outbox:
    """Numbers frames and knows how many the page has not shown yet."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._parts = count(1)
        self.sent = 0
        self.shown = 0

    def frames(self, message: ToPage) -> Iterator[str]:
        """Yield the message as one frame, or as parts of at most 4 KiB."""
        body = message.model_dump(mode="json")
        whole = json.dumps(body)
        if len(whole) < MAX_FRAME_BYTES - 32:
            yield self._number(body)
            return
        pieces = [whole[at : at + PIECE_CHARACTERS] for at in range(0, len(whole), PIECE_CHARACTERS)]
        part_id = next(self._parts)
        for index, text in enumerate(pieces):
            yield self._number(Part(id=part_id, index=index, count=len(pieces), text=text).model_dump(mode="json"))

    def _number(self, body: dict[str, object]) -> str:
        self.sent = next(self._numbers)
        return json.dumps({"n": self.sent, **body})

    def acknowledge(self, shown: int) -> bool:
        """The page has shown everything up to `shown`. False for a number that is not news or was never sent."""
        is_news = self.shown < shown <= self.sent
        if is_news:
            self.shown = shown
        return is_news

    @property
    def is_full(self) -> bool:
        return self.sent - self.shown > MAX_OUTSTANDING_FRAMES


class Bucket:
    """At most `burst` at once and `per_second` in the long run."""

    def __init__(self, *, burst: float, per_second: float, at: float) -> None:
        self._burst, self._per_second = burst, per_second
        self._left, self._at = burst, at

    def take(self, *, at: float) -> bool:
        """Return False when the bucket is empty. `at` is monotonic seconds."""
        self._left = min(self._burst, self._left + (at - self._at) * self._per_second)
        self._at = at
        if self._left < 1:
            return False
        self._left -= 1
        return True
