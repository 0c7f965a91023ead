"""Refusals about claims."""

from booths.errors import Refusal


class MembershipActive(Refusal):
    """Kepesertaan masih aktif. Klaim dapat diajukan setelah perusahaan melaporkan Anda berhenti bekerja."""

    code = "membership_active"
    status = 422


class TooYoung(Refusal):
    """Klaim usia pensiun dapat diajukan mulai umur %(years)s tahun."""

    code = "too_young"
    status = 422


class WaitingPeriod(Refusal):
    """Masih dalam masa tunggu. Klaim dapat diajukan mulai %(day)s."""

    code = "waiting_period"
    status = 422


class ClaimOpen(Refusal):
    """Klaim untuk kartu ini sudah diajukan dan sedang diproses."""

    code = "claim_open"


class AlreadyPaid(Refusal):
    """Saldo kartu ini sudah dibayarkan."""

    code = "already_paid"


class RetirementReached(Refusal):
    """Peserta sudah mencapai umur %(years)s tahun: ajukan klaim usia pensiun."""

    code = "retirement_reached"
    status = 422


class MembershipShort(Refusal):
    """Klaim sebagian memerlukan masa kepesertaan paling sedikit %(years)s tahun."""

    code = "membership_short"
    status = 422


class PartialTaken(Refusal):
    """Klaim sebagian hanya dapat diambil satu kali, dan sudah pernah dibayarkan."""

    code = "partial_taken"
    status = 422


class HeirNeeded(Refusal):
    """Tuliskan nama ahli waris dan hubungannya dengan peserta."""

    code = "heir_needed"
    status = 422
