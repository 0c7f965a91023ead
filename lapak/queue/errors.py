"""Refusals about the queue."""

from booths.errors import Refusal


class BranchClosed(Refusal):
    """Kantor cabang sedang tutup."""

    code = "branch_closed"


class NotWaiting(Refusal):
    """Nomor ini tidak sedang menunggu."""

    code = "not_waiting"
