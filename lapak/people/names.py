"""Whether the name a bank knows for an account is the person's: a verdict with its score and its reason. Pure.

Banks write names in capitals, cut them, shorten second names to initials and drop titles; KTPs carry titles and marks.
"""

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz

from lapak.people.states import NameMatch

TITLES = {
    "H", "HJ", "DR", "DRS", "DRA", "IR", "PROF", "SE", "ST", "SH", "SPD", "SKOM", "SIP", "SSOS", "MM", "MSI", "MPD",
    "AMD", "BPK", "IBU", "SDR", "SDRI", "TN", "NY", "NN", "ALM",
}  # fmt: skip
# A typing error or a variant of spelling (Mohammad, Muhamad) scores above it; two different people score below.
CLOSE_FROM = 85
# Banks cut names at their own lengths, none below twelve letters.
CUT_FROM = 12


@dataclass(frozen=True)
class Comparison:
    match: NameMatch
    score: int
    """0 to 100."""


def words_of(name: str) -> list[str]:
    """Return the words in capitals without marks, points and titles."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = re.sub(r"[^A-Z ]", "", plain.replace(",", " ").replace("-", " ").replace(".", "")).split()
    return [word for word in words if word not in TITLES] or words


def compare(ours: str, theirs: str) -> Comparison:
    """Compare our name of a person with the bank's name of an account holder."""
    mine, found = words_of(ours), words_of(theirs)
    if not mine or not found:
        return Comparison(NameMatch.UNKNOWN, 0)
    if sorted(mine) == sorted(found):
        return Comparison(NameMatch.EQUAL, 100)
    score = round(fuzz.token_sort_ratio(" ".join(mine), " ".join(found)))
    if _is_cut(mine, found) or _is_shortened(mine, found):
        return Comparison(NameMatch.CLOSE, max(score, CLOSE_FROM))
    return Comparison(NameMatch.CLOSE if score >= CLOSE_FROM else NameMatch.DIFFERENT, score)


def _is_cut(mine: list[str], found: list[str]) -> bool:
    """The bank's name is the beginning of ours."""
    whole, part = " ".join(mine), " ".join(found)
    return len(part) >= CUT_FROM and whole.startswith(part)


def _is_shortened(mine: list[str], found: list[str]) -> bool:
    """The first words are the same and each other word of one is the same or the initial of the other."""
    if mine[0] != found[0] or len(mine) != len(found) or len(mine) < 2:
        return False
    return all(one == other or one[0] == other or one == other[0] for one, other in zip(mine, found, strict=True))
