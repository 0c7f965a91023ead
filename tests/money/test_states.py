"""The tables of moves: complete, without dead ends that should have none, and money is never taken back by a move."""

import pytest

from lapak.money.states import (
    CLOSED_UNPAID_TRANSFER,
    MOVING_TRANSFER,
    PAYOUT_MOVES,
    TRANSFER_MOVES,
    PayoutStatus,
    TransferStatus,
)


@pytest.mark.parametrize(
    ("statuses", "moves"), [(PayoutStatus, PAYOUT_MOVES), (TransferStatus, TRANSFER_MOVES)], ids=["payout", "transfer"]
)
def test_every_status_has_its_row_and_leads_only_to_known_ones(
    statuses: type[PayoutStatus], moves: dict[str, frozenset[str]]
) -> None:
    assert set(moves) == set(statuses.values)
    assert set().union(*moves.values()) <= set(statuses.values)


def test_a_paid_transfer_can_only_be_returned() -> None:
    assert TRANSFER_MOVES[TransferStatus.PAID] == {TransferStatus.RETURNED}


def test_what_may_have_been_sent_never_becomes_ready_again() -> None:
    assert TransferStatus.READY not in TRANSFER_MOVES[TransferStatus.UNKNOWN]
    assert TransferStatus.READY not in TRANSFER_MOVES[TransferStatus.STUCK]


def test_a_closed_unpaid_transfer_never_moves_again() -> None:
    assert all(not TRANSFER_MOVES[status] for status in CLOSED_UNPAID_TRANSFER)


def test_every_moving_transfer_can_be_given_to_a_person() -> None:
    assert all(TransferStatus.STUCK in TRANSFER_MOVES[status] for status in MOVING_TRANSFER)


def test_a_payout_is_withdrawn_only_before_it_is_authorised() -> None:
    sources = {status for status, targets in PAYOUT_MOVES.items() if PayoutStatus.WITHDRAWN in targets}

    assert sources == {PayoutStatus.AWAITING_AUTHORISATION, PayoutStatus.HELD}
