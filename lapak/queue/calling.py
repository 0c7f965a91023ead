"""Tells whoever calls people that a line has changed, as soon as it has. The queue does not know who that is."""

from datetime import datetime

from django.dispatch import Signal

from booths.models import Branch

line_changed = Signal()
"""Sent with `branch_id` and `at`, after the change is committed."""


def tell(branch: Branch, *, at: datetime) -> None:
    """Let the waiting people of this branch be called now. What fails there is logged and fails nobody here."""
    line_changed.send_robust(sender=Branch, branch_id=branch.pk, at=at)
