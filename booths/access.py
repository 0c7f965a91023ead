"""The one way to get an object of this app for a person: role and branch are checked here."""

from django.http import HttpRequest

from booths.errors import NotAllowed, NotFound
from booths.models import Branch, Officer

Role = Officer.Role


def officer_of(request: HttpRequest) -> Officer:
    """Return who is logged in. Raises NotAllowed for a stranger."""
    if not isinstance(request.user, Officer) or not request.user.is_active:
        raise NotAllowed
    return request.user


def own_branch(officer: Officer) -> Branch:
    """Return the branch of branch staff. Raises NotAllowed for staff without one."""
    if officer.branch is None:
        raise NotAllowed
    return officer.branch


def require_role(officer: Officer, *roles: str) -> None:
    """Raise NotAllowed unless the officer is active and has one of the roles."""
    if not officer.is_authenticated or not officer.is_active or officer.role not in roles:
        raise NotAllowed


def branch_for(officer: Officer, code: str) -> Branch:
    """Return the branch with this code where the officer works (administrators: anywhere)."""
    branches = (
        Branch.objects.all() if officer.role == Role.ADMINISTRATOR else Branch.objects.filter(pk=officer.branch_id)
    )
    branch = branches.filter(code=code).first()
    if branch is None:
        raise NotFound
    return branch


def public_branch(code: str) -> Branch:
    """Return the branch of a public page (display, ticket kiosk)."""
    branch = Branch.objects.filter(code=code).first()
    if branch is None:
        raise NotFound
    return branch


def first_branch() -> Branch:
    """Return a branch for staff without one of their own (administrators)."""
    branch = Branch.objects.order_by("name").first()
    if branch is None:
        raise NotFound
    return branch
