"""What a claim is worth at a moment: gross, tax line by line, net. Kept for ever; a newer one supersedes an older."""

from dataclasses import asdict
from datetime import date, datetime

from django.conf import settings

from lapak.claims import claims
from lapak.claims.models import Claim
from lapak.money import tax
from lapak.money.bank.signatures import JAKARTA
from lapak.money.models import BenefitDetermination, Payout
from lapak.money.states import PayoutStatus
from lapak.people.models import Membership, Participant


def preview(claim: Claim, *, at: datetime) -> tax.TaxLines:
    """Return gross, tax and net as they would be determined at this moment."""
    today = at.astimezone(JAKARTA).date()
    return tax.compute(
        sum(claims.amounts_of(claim)),
        paid_on=today,
        earlier=_earlier_of(claim, today),
        is_identified=settings.NIK_COUNTS_AS_NPWP or bool(claim.participant.npwp),
        rounds_base_down=settings.TAX_BASE_IN_THOUSANDS,
    )


def _earlier_of(claim: Claim, today: date) -> list[tax.Earlier]:
    """Return what this participant got before or is promised already, of all cards: one free amount for all of it."""
    owed = Payout.objects.exclude(status=PayoutStatus.WITHDRAWN).exclude(claim=claim)
    ours = owed.filter(claim__participant=claim.participant_id).select_related("determination")
    memberships = Membership.objects.filter(participant=claim.participant_id)
    return [
        *(_as_earlier(one, today) for one in ours),
        *(tax.Earlier(date.fromisoformat(day), rupiah) for one in memberships for day, rupiah in one.paid_before),
    ]


def _as_earlier(payout: Payout, today: date) -> tax.Earlier:
    """What is promised goes today at the earliest, and counts from now on."""
    paid_on = (payout.paid_at or payout.authorise_at).astimezone(JAKARTA).date()
    benefit = payout.determination
    base_rupiah = sum(band["base_rupiah"] for band in benefit.lines if band["rate_percent"])
    return tax.Earlier(min(paid_on, today), benefit.gross_rupiah, (base_rupiah, benefit.tax_rupiah))


def lock(participant_id: int) -> None:
    """Let nobody else determine what this person gets until the transaction ends: its cards share one free amount."""
    Participant.objects.select_for_update(no_key=True).values_list("pk").get(pk=participant_id)


def determine(claim: Claim, *, at: datetime) -> BenefitDetermination:
    """Write the determination of this moment and supersede the one before. The person is to be locked."""
    lines = preview(claim, at=at)
    contributions, accrued = claims.amounts_of(claim)
    supersede(claim, at=at)
    return BenefitDetermination.objects.create(
        claim=claim,
        contributions_rupiah=contributions,
        return_rupiah=accrued,
        gross_rupiah=lines.gross_rupiah,
        tax_rupiah=lines.tax_rupiah,
        net_rupiah=lines.net_rupiah,
        lines=[asdict(band) for band in lines.bands],
        earlier_rupiah=lines.earlier_rupiah,
        rule=lines.rule,
        rule_version=lines.rule_version,
        determined_at=at,
    )


def supersede(claim: Claim, *, at: datetime) -> None:
    BenefitDetermination.objects.filter(claim=claim, superseded_at=None).update(superseded_at=at)
