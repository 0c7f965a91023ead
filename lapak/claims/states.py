"""The statuses of a claim and the table of its moves (domain.md section 8, the part this product walks today)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClaimStatus(TextChoices):
    SUBMITTED = "SUBMITTED", _("Diajukan")
    IN_SESSION = "IN_SESSION", _("Sedang diverifikasi")
    VERIFIED = "VERIFIED", _("Terverifikasi")
    FOLLOW_UP = "FOLLOW_UP", _("Perlu tindak lanjut")
    REJECTED = "REJECTED", _("Ditolak")
    PAID = "PAID", _("Dibayar")
    WITHDRAWN = "WITHDRAWN", _("Dibatalkan")


class ClaimReason(TextChoices):
    """PP 46/2015 and Permenaker 4/2022; what each asks stands in lapak.claims.rules.rulesets."""

    RETIREMENT_AGE = "RETIREMENT_AGE", _("Usia pensiun")
    FIXED_TERM_END = "FIXED_TERM_END", _("Berakhirnya PKWT")
    RESIGNATION = "RESIGNATION", _("Mengundurkan diri")
    LAYOFF = "LAYOFF", _("PHK")
    LEAVING_INDONESIA = "LEAVING_INDONESIA", _("Meninggalkan Indonesia")
    TOTAL_DISABILITY = "TOTAL_DISABILITY", _("Cacat total tetap")
    DEATH = "DEATH", _("Meninggal dunia")
    PARTIAL_10 = "PARTIAL_10", _("Sebagian 10 %")
    PARTIAL_30_HOUSING = "PARTIAL_30_HOUSING", _("Sebagian 30 % perumahan")


class HeirRelation(TextChoices):
    """Who may claim after a participant has died, nearest first."""

    NONE = "", _("Pilih")
    SPOUSE = "SPOUSE", _("Janda atau duda")
    CHILD = "CHILD", _("Anak")
    PARENT = "PARENT", _("Orang tua")
    GRANDCHILD = "GRANDCHILD", _("Cucu")
    GRANDPARENT = "GRANDPARENT", _("Kakek atau nenek")
    SIBLING = "SIBLING", _("Saudara kandung")
    PARENT_IN_LAW = "PARENT_IN_LAW", _("Mertua")
    WILL = "WILL", _("Ditunjuk dalam wasiat")


class Channel(TextChoices):
    ONLINE = "ONLINE", _("Daring")
    ONSITE = "ONSITE", _("Di kantor cabang")
    COLLECTIVE = "COLLECTIVE", _("Kolektif")


S = ClaimStatus
CLAIM_MOVES: dict[str, frozenset[str]] = {
    S.SUBMITTED: frozenset({S.IN_SESSION, S.WITHDRAWN}),
    # back to SUBMITTED: a no-show, a technical failure or a person who left
    S.IN_SESSION: frozenset({S.VERIFIED, S.FOLLOW_UP, S.REJECTED, S.SUBMITTED}),
    # back to IN_SESSION: the officer undoes the decision within 10 s; to FOLLOW_UP, REJECTED: a checker sends it back
    S.VERIFIED: frozenset({S.PAID, S.IN_SESSION, S.FOLLOW_UP, S.REJECTED}),
    S.FOLLOW_UP: frozenset({S.IN_SESSION, S.SUBMITTED, S.REJECTED, S.WITHDRAWN}),
    S.REJECTED: frozenset({S.IN_SESSION}),
    # the bank sent the money back
    S.PAID: frozenset({S.VERIFIED}),
    # back to SUBMITTED: reception undoes the withdrawal within 10 s
    S.WITHDRAWN: frozenset({S.SUBMITTED}),
}
OPEN_CLAIM = (S.SUBMITTED, S.IN_SESSION, S.VERIFIED, S.FOLLOW_UP)
