"""The board's JSON."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from booths import topics
from booths.access import Role, branch_for, officer_of, require_role
from verification import board
from verification.api import board_api


@board_api.get("{slug:code}/state")
def board_state(request: HttpRequest, code: str) -> Any:
    officer = officer_of(request)
    require_role(officer, Role.SUPERVISOR, Role.ADMINISTRATOR)
    branch, now = branch_for(officer, code), timezone.now()
    seen = topics.sequences([topics.of_branch(branch.pk)])
    return {"seq": seen, "at": now, "state": board.state(branch, at=now)}
