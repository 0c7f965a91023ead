"""Participants as read from the register: found by NIK, kept up to date, with their memberships and accounts."""

from datetime import datetime

from lapak.people import identity
from lapak.people.models import BankAccount, Membership, Participant
from lapak.people.register import Entry, look_up
from lapak.secrets import blind_index


def nik_index(nik: str) -> str:
    return blind_index(nik, purpose="nik")


def remember(entry: Entry, *, phone: str, at: datetime) -> Membership:
    """Store what the register says now, or refresh it, and return the membership with its participant."""
    participant, _ = Participant.objects.update_or_create(
        nik_index=nik_index(entry.nik),
        defaults={
            "nik": entry.nik,
            "name": entry.name,
            "birth_date": entry.birth_date,
            "mother_maiden_name": entry.mother_maiden_name,
            "phone": phone,
        },
    )
    membership, _ = Membership.objects.update_or_create(
        kpj_number=entry.kpj_number,
        defaults={
            "participant": participant,
            "employer_name": entry.employer_name,
            "started_on": entry.started_on,
            "ended_on": entry.ended_on,
            "contributions_rupiah": entry.contributions_rupiah,
            "return_rupiah": entry.return_rupiah,
            "paid_before": [list(one) for one in entry.paid_before],
            "read_at": at,
        },
    )
    return membership


def refresh_employment(membership: Membership, *, at: datetime) -> None:
    """Read again whether the person works; the amounts stay as they were when the claim was filed.

    Raises NotRegistered.
    """
    entry = look_up(membership.participant.nik, membership.kpj_number)
    membership.ended_on, membership.read_at = entry.ended_on, at
    Membership.objects.filter(pk=membership.pk).update(ended_on=entry.ended_on, read_at=at)


def note_npwp(participant: Participant, typed: str) -> None:
    """Keep the number of the tax card that was seen; nothing typed takes it back. Raises InvalidNpwp."""
    participant.npwp = identity.parse_npwp(typed, nik=participant.nik) if typed.strip() else ""
    Participant.objects.filter(pk=participant.pk).update(npwp=participant.npwp)


def account_of(participant: Participant, *, bank_code: str, number: str, holder_name: str = "") -> BankAccount:
    """Return the account with this bank and number, made when new: the participant's own, or an heir's."""
    account, _ = BankAccount.objects.get_or_create(
        participant=participant,
        bank_code=identity.parse_bank(bank_code),
        number_index=blind_index(f"{bank_code}:{number}", purpose="account"),
        defaults={"number": number, "holder_name": holder_name or participant.name},
    )
    return account
