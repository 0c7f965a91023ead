"""Tables that people open in a spreadsheet: CSV with a guard against formulas in what others typed. Pure."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def guarded(value: object) -> str:
    """Return the text of a cell; a spreadsheet takes none of it for a formula."""
    text = str(value)
    is_number = isinstance(value, int)
    return f"'{text}" if text.startswith(DANGEROUS) and not is_number else text


def rows_as_csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the table in pieces, with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff"
    for row in itertools.chain([head], rows):
        piece = io.StringIO()
        csv.writer(piece).writerow([guarded(value) for value in row])
        yield piece.getvalue()
