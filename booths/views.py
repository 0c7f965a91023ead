"""The first page after the login: each role has its own."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from booths.access import Role, officer_of
from booths.demo import ACCOUNTS, PASSWORD

PAGES = {
    Role.CSO: "desk",
    Role.SUPERVISOR: "board-own",
    Role.RECEPTION: "reception",
    Role.FINANCE: "finance",
    Role.ADMINISTRATOR: "admin:index",
}


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    return redirect(PAGES[Role(officer_of(request).role)])


class Login(LoginView):
    template_name = "booths/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        demo = [{"username": account.username, "password": PASSWORD, "label": account.label} for account in ACCOUNTS]
        return super().get_context_data(demo_accounts=demo, **kwargs)
