"""What we remember of participants: who they are, their memberships as read from the register, their bank accounts."""

from django.db import models
from django.db.models import Q

from lapak.people.states import GuessKind
from lapak.secrets import EncryptedTextField


class Participant(models.Model):
    nik = EncryptedTextField(help_text="16 digits")
    nik_index = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    birth_date = models.DateField()
    mother_maiden_name = EncryptedTextField(blank=True)
    npwp = EncryptedTextField(blank=True, help_text="15 or 16 digits, as seen on a card; empty: the NIK serves as NPWP")
    phone = models.CharField(max_length=20, help_text="E.164")

    class Meta:
        indexes = [models.Index(fields=["phone"], name="people_of_a_phone")]

    def __str__(self) -> str:
        return f"participant {self.pk}"

    @property
    def short_name(self) -> str:
        """First name and one initial: what may stand on a tile."""
        first, *rest = self.name.split()
        return f"{first} {rest[0][0]}." if rest else first

    @property
    def masked_nik(self) -> str:
        return f"{self.nik[:4]}{'•' * 8}{self.nik[-4:]}"

    @property
    def masked_npwp(self) -> str:
        return f"{self.npwp[:2]}{'•' * (len(self.npwp) - 5)}{self.npwp[-3:]}" if self.npwp else ""

    @property
    def tax_identity(self) -> str:
        return self.npwp or self.nik


class Membership(models.Model):
    """A participant's card (KPJ). A person may hold several."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="memberships")
    kpj_number = models.CharField(max_length=11, unique=True)
    employer_name = models.CharField(max_length=100)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="empty while the membership is active")
    contributions_rupiah = models.BigIntegerField()
    return_rupiah = models.BigIntegerField()
    paid_before = models.JSONField(default=list, blank=True, help_text="[day, gross rupiah] of parts paid in the past")
    read_at = models.DateTimeField(help_text="when the register was read")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contributions_rupiah__gte=0) & Q(return_rupiah__gte=0), name="membership_is_not_negative"
            )
        ]

    @property
    def gross_rupiah(self) -> int:
        return self.contributions_rupiah + self.return_rupiah

    @property
    def masked_kpj(self) -> str:
        return f"{self.kpj_number[:4]}{'•' * 5}{self.kpj_number[-2:]}"


class BankAccount(models.Model):
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="bank_accounts")
    bank_code = models.CharField(max_length=3, help_text="the 3 digits of Bank Indonesia")
    number = EncryptedTextField(help_text="digits only, at most 34")
    number_index = models.CharField(max_length=64)
    holder_name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "bank_code", "number_index"], name="participant_has_each_account_once"
            )
        ]
        indexes = [models.Index(fields=["number_index"], name="people_of_an_account")]

    @property
    def last_four(self) -> str:
        return self.number[-4:]


class WrongGuess(models.Model):
    """Numbers that did not fit together: how often something was guessed at, and from where. Hashes only."""

    kind = models.CharField(max_length=10, choices=GuessKind)
    about = models.CharField(max_length=64)
    address = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=GuessKind.values), name="guess_kind_is_known")]
        indexes = [
            models.Index(fields=["kind", "about", "at"], name="guesses_at_a_thing"),
            models.Index(fields=["address", "at"], name="guesses_from_an_address"),
        ]
