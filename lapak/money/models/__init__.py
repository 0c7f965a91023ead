"""What we remember of money: what a claim is worth, who agreed, each attempt to send it, and the books."""

from lapak.money.models.approvals import Approval, Recusal
from lapak.money.models.batches import PaymentBatch
from lapak.money.models.callbacks import BankCallback
from lapak.money.models.exchanges import BankExchange
from lapak.money.models.funds import FundsShortage
from lapak.money.models.inquiries import AccountInquiry
from lapak.money.models.ledger import LedgerEntry, LedgerPosting
from lapak.money.models.payouts import BenefitDetermination, Payout, PayoutHistory, Transfer, TransferHistory
from lapak.money.models.reconciliation import Difference, ReconciledDay, StatementLine

__all__ = [
    "AccountInquiry",
    "Approval",
    "BankCallback",
    "BankExchange",
    "BenefitDetermination",
    "Difference",
    "FundsShortage",
    "LedgerEntry",
    "LedgerPosting",
    "PaymentBatch",
    "Payout",
    "PayoutHistory",
    "ReconciledDay",
    "Recusal",
    "StatementLine",
    "Transfer",
    "TransferHistory",
]
