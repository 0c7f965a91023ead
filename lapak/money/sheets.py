"""Tables that people open in a spreadsheet, as XLSX or CSV; nothing that others typed is taken for a formula. Pure."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
EXACT_DIGITS = 15
"""A spreadsheet rounds a number of more digits, so a NIK in a CSV file must be marked as text."""
NOTHING_GUESSED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def guarded(value: object) -> str:
    """Return the text of a CSV cell; a spreadsheet takes none of it for a formula and rounds no long number."""
    text = str(value)
    if isinstance(value, int):
        return text
    is_rounded = text.isdecimal() and len(text) > EXACT_DIGITS
    return f"'{text}" if is_rounded or text.startswith(DANGEROUS) else text


def rows_as_csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the table in pieces, with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff"
    for row in itertools.chain([head], rows):
        piece = io.StringIO()
        csv.writer(piece).writerow([guarded(value) for value in row])
        yield piece.getvalue()


def rows_as_xlsx(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a workbook with one sheet: whole numbers are numbers, all else is text. No copy is left on the disk."""
    import xlsxwriter  # here, since every start would pay for what finance opens once a month

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **NOTHING_GUESSED}) as book:
        bold, grouped = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, head, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, column, value, grouped)
                else:
                    sheet.write_string(number, column, str(value))
        sheet.autofit()
    return content.getvalue()
