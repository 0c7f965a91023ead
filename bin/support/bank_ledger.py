"""The simulated bank's book of what it accepted, and the faults it was told to show; it outlives the process."""

import sqlite3
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

EVERY_REFERENCE = "*"
TABLES = """
create table if not exists accepted (id integer primary key, reference text not null, amount_rupiah integer not null,
  digest text not null, at real not null, seen_from real not null);
create index if not exists accepted_reference on accepted (reference);
create table if not exists script (id integer primary key, reference text not null, place text not null,
  behaviour text not null, times integer not null, seconds real not null, code text not null);
create table if not exists mode (id integer primary key check (id = 1), deduplicates integer not null);
insert or ignore into mode values (1, 1);
"""


@dataclass(frozen=True)
class Fault:
    """`seconds` is for what is slow or late, `code` the response code to answer with."""

    behaviour: str
    seconds: float = 0
    code: str = ""


class Book:
    """Each accepted order is one row: a reference that stands here twice was paid twice."""

    def __init__(self, path: Path) -> None:
        self.lock = Lock()
        self.database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        # It must survive the death of this process, not of the machine.
        self.database.executescript(f"pragma journal_mode = wal; pragma synchronous = off; {TABLES}")

    def close(self) -> None:
        with self.lock:
            self.database.close()

    def accept(self, reference: str, amount_rupiah: int, digest: str, *, seen_after: float = 0) -> str:
        """Book an order; "duplicate" for a known reference, "inconsistent" where its body differs, else "accepted".

        Who asks for it finds nothing for `seen_after` seconds.
        """
        at = time.time()
        with self.lock:
            known = self.database.execute("select digest from accepted where reference = ?", (reference,)).fetchone()
            if known and self._deduplicates():
                return "duplicate" if known[0] == digest else "inconsistent"
            self.database.execute(
                "insert into accepted (reference, amount_rupiah, digest, at, seen_from) values (?, ?, ?, ?, ?)",
                (reference, amount_rupiah, digest, at, at + seen_after),
            )
            return "accepted"

    def find_amount(self, reference: str) -> int | None:
        """Return the rupiah of an accepted reference, None for one that never arrived or is not shown yet."""
        with self.lock:
            row = self.database.execute(
                "select amount_rupiah from accepted where reference = ? and seen_from <= ?", (reference, time.time())
            ).fetchone()
        return row[0] if row else None

    def list_between(self, first: str, last: str) -> list[tuple[str, int]]:
        """Return reference and rupiah of every booking between two ISO times, in their order."""
        begins, ends = (datetime.fromisoformat(text).timestamp() for text in (first, last))
        with self.lock:
            return self.database.execute(
                "select reference, amount_rupiah from accepted where at between ? and ? order by id", (begins, ends + 1)
            ).fetchall()

    def list_accepted(self) -> list[dict[str, object]]:
        """Return {reference, amount, count} of everything that was ever accepted; amount is of one payment."""
        with self.lock:
            rows = self.database.execute(
                "select reference, max(amount_rupiah), count(*) from accepted group by reference order by min(id)"
            ).fetchall()
        return [{"reference": reference, "amount": amount, "count": count} for reference, amount, count in rows]

    def add_fault(self, reference: str, place: str, fault: Fault, *, times: int) -> None:
        """Let the next `times` requests at `place` (account, transfer, inquiry, token) go wrong; -1 is for ever."""
        with self.lock:
            self.database.execute(
                "insert into script (reference, place, behaviour, times, seconds, code) values (?, ?, ?, ?, ?, ?)",
                (reference, place, fault.behaviour, times, fault.seconds, fault.code),
            )

    def take_fault(self, reference: str, place: str) -> Fault | None:
        """Use up the oldest fault for this request: one for its reference before one for every reference."""
        with self.lock:
            row = self.database.execute(
                "select id, behaviour, seconds, code from script where place = ? and times != 0 and reference in (?, ?)"
                " order by reference = ?, id limit 1",
                (place, reference, EVERY_REFERENCE, EVERY_REFERENCE),
            ).fetchone()
            if row is None:
                return None
            self.database.execute("update script set times = times - 1 where id = ? and times > 0", (row[0],))
        return Fault(behaviour=row[1], seconds=row[2], code=row[3])

    def set_mode(self, *, deduplicates: bool) -> None:
        with self.lock:
            self.database.execute("update mode set deduplicates = ?", (int(deduplicates),))

    def forgive(self) -> None:
        """Forget the faults that were not used up."""
        with self.lock:
            self.database.execute("delete from script")

    def reset(self) -> None:
        """Forget every order and every fault."""
        with self.lock:
            self.database.executescript("delete from accepted; delete from script; update mode set deduplicates = 1;")

    def _deduplicates(self) -> bool:
        return bool(self.database.execute("select deduplicates from mode").fetchone()[0])
