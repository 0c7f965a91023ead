"""Who looked a second time at a payout. That maker, checker and payer are three people the constraints see to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lapak.money import states


class Approval(models.Model):
    """What one person said at one step of one round. A payout that comes back starts a new round."""

    payout = models.ForeignKey("money.Payout", models.PROTECT, related_name="approvals")
    round = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=10, choices=states.Step)
    outcome = models.CharField(max_length=10, choices=states.ApprovalOutcome)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(maker=None) | ~Q(by=F("maker")), name="nobody_approves_the_own_case"),
            models.UniqueConstraint(
                fields=["payout", "round", "step"], condition=Q(outcome="APPROVED"), name="step_is_approved_once"
            ),
            models.UniqueConstraint(
                fields=["payout", "round", "by"], condition=Q(outcome="APPROVED"), name="checker_is_not_payer"
            ),
            models.CheckConstraint(condition=Q(outcome="APPROVED") | ~Q(note=""), name="refusal_says_why"),
        ]


class Recusal(models.Model):
    """Somebody is related to who claims, and takes no part in the case."""

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="recusals")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "officer"], name="recused_once")]
