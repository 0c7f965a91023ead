"""The one way to get a payout for a person: supervisors see those of their branch, finance too, or all without one."""

from django.db.models import QuerySet

from booths.access import Role, require_role
from booths.errors import NotFound
from booths.models import Officer
from lapak.money.models import Payout, Transfer


def payouts_for(officer: Officer) -> QuerySet[Payout]:
    """Return the payouts this person may see. Raises NotAllowed for a role without business here."""
    require_role(officer, Role.FINANCE, Role.SUPERVISOR)
    if officer.role == Role.FINANCE and officer.branch_id is None:
        return Payout.objects.all()
    return Payout.objects.filter(claim__branch=officer.branch_id)


def payout_for(officer: Officer, pk: int) -> Payout:
    """Return one payout with its claim. Raises NotAllowed, NotFound."""
    related = ("claim__branch", "claim__participant", "claim__membership", "claim__bank_account", "determination")
    found = payouts_for(officer).select_related(*related, "made_by").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def last_transfer_for(officer: Officer, pk: int) -> Transfer:
    """Return the newest transfer of a payout; only finance decides about one. Raises NotAllowed, NotFound."""
    require_role(officer, Role.FINANCE)
    transfer = payout_for(officer, pk).transfers.order_by("-pk").first()
    if transfer is None:
        raise NotFound
    return transfer
