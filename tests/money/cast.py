"""The people and the tools of the money tests: claims that were just verified, a clock that is moved by hand."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from booths.models import Branch, Officer, RegionalOffice
from lapak.claims.models import Claim
from lapak.claims.states import Channel, ClaimReason, ClaimStatus
from lapak.money import payouts, transfers
from lapak.money.bank.protocol import Bank
from lapak.money.models import Payout, Transfer
from lapak.money.terms import Terms
from lapak.people.models import BankAccount, Membership, Participant
from lapak.secrets import blind_index

MORNING = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
OWN_BANK, OTHER_BANK = "002", "014"
NUMBERS = count(1)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime = MORNING) -> None:
        self.time = start

    def __call__(self) -> datetime:
        return self.time

    def move(self, by: timedelta) -> datetime:
        self.time += by
        return self.time


def make_officer() -> Officer:
    branch = Branch.objects.filter(code="jkt").first()
    if branch is None:
        office = RegionalOffice.objects.create(code="dki", name="DKI Jakarta")
        branch = Branch.objects.create(regional_office=office, code="jkt", name="Jakarta")
    return Officer.objects.create(
        username=f"dewi{next(NUMBERS)}", role=Officer.Role.CSO, branch=branch, date_joined=MORNING - timedelta(days=900)
    )


def make_verified_claim(officer: Officer, *, gross_rupiah: int = 60_000_000, bank_code: str = OTHER_BANK) -> Claim:
    number = next(NUMBERS)
    nik, account_number = f"3204110609{number:06d}", f"77{number:08d}"
    participant = Participant.objects.create(
        nik=nik,
        nik_index=blind_index(nik, purpose="nik"),
        name="Siti Rahmawati",
        birth_date=date(1997, 9, 6),
        phone=f"+62811{number:07d}",
    )
    account = BankAccount.objects.create(
        participant=participant,
        bank_code=bank_code,
        number=account_number,
        number_index=blind_index(account_number, purpose="account"),
        holder_name="SITI RAHMAWATI",
    )
    membership = Membership.objects.create(
        participant=participant,
        kpj_number=f"{number:011d}",
        employer_name="PT Maju",
        started_on=date(2019, 1, 1),
        ended_on=date(2026, 9, 1),
        contributions_rupiah=gross_rupiah - gross_rupiah // 4,
        return_rupiah=gross_rupiah // 4,
        read_at=MORNING,
    )
    assert officer.branch
    return Claim.objects.create(
        receipt_number=f"JHT-{number}",
        branch=officer.branch,
        participant=participant,
        membership=membership,
        bank_account=account,
        reason=ClaimReason.RESIGNATION,
        channel=Channel.ONSITE,
        status=ClaimStatus.VERIFIED,
        filed_at=MORNING,
    )


def with_another_card(claim: Claim, *, status: str) -> Claim:
    """File a second claim of the same person under another card."""
    card = Membership.objects.get(pk=claim.membership_id)
    card.pk, card.kpj_number = None, f"9{card.kpj_number[1:]}"
    card.save()
    other = Claim.objects.get(pk=claim.pk)
    other.pk, other.membership, other.status = None, card, status
    other.receipt_number, other.follow_key = f"X{claim.receipt_number[1:]}", f"{claim.follow_key[:-1]}!"
    other.save()
    return other


def make_payout(*, at: datetime = MORNING, bank_code: str = OTHER_BANK, gross_rupiah: int = 60_000_000) -> Payout:
    officer = make_officer()
    claim = make_verified_claim(officer, bank_code=bank_code, gross_rupiah=gross_rupiah)
    return payouts.promise(claim, by=officer, at=at)


def make_transfer(terms: Terms, *, at: datetime = MORNING, bank_code: str = OTHER_BANK) -> Transfer:
    """A transfer that is ready to be sent at `at`."""
    payout = make_payout(at=at - payouts.UNDO_FOR, bank_code=bank_code)
    assert payouts.authorise(payout.pk, terms=terms, at=at)
    return payout.transfers.get()


def advance_until_closed(transfer: Transfer, bank: Bank, *, terms: Terms, clock: Clock, hours: float = 25) -> None:
    """Let a worker come by again and again, `hours` apart, until nothing is left to do."""
    for _ in range(30):
        if not transfers.advance(transfer.pk, bank, terms=terms, clock=clock):
            transfer.refresh_from_db()
            if transfer.status not in {"READY", "SUBMITTED", "UNKNOWN"}:
                return
        clock.move(timedelta(hours=hours))
    raise AssertionError(f"still {transfer.status} after 30 visits")
