"""Refusals about the queue."""

from booths.errors import Refusal


class BranchClosed(Refusal):
    """Kantor cabang sedang tutup."""

    code = "branch_closed"


class NotWaiting(Refusal):
    """Nomor ini tidak sedang menunggu."""

    code = "not_waiting"


class UndoOver(Refusal):
    """Waktu untuk mengembalikan nomor ini sudah lewat."""

    code = "undo_over"


class TicketsPaused(Refusal):
    """Pengambilan nomor sedang dihentikan sementara."""

    code = "tickets_paused"
