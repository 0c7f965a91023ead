"""The demonstration's offices, booths and invented staff; loaded once, and again without harm."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_noop

from booths.models import Booth, Branch, Officer, OpeningHours, RegionalOffice

PASSWORD = "lapak-demo-2026"
CIKARANG = "bekasi-cikarang"
SOFIFI = "sofifi"
# Nobody of the demonstration is in the first week, in which a second person looks at every payout.
SINCE = datetime(2020, 3, 23, tzinfo=UTC)


@dataclass(frozen=True)
class Account:
    username: str
    first_name: str
    last_name: str
    role: str
    branch: str | None
    label: str


ACCOUNTS = (
    Account("dewi", "Dewi", "Anggraini", Officer.Role.CSO, CIKARANG, gettext_noop("Petugas (CSO), KC Bekasi Cikarang")),
    Account(
        "rangga", "Rangga", "Saputra", Officer.Role.CSO, CIKARANG, gettext_noop("Petugas kedua, KC Bekasi Cikarang")
    ),
    Account("sari", "Sari", "Utami", Officer.Role.RECEPTION, CIKARANG, gettext_noop("Resepsionis, KC Bekasi Cikarang")),
    Account("hadi", "Hadi", "Purnomo", Officer.Role.SUPERVISOR, CIKARANG, gettext_noop("Penyelia, KC Bekasi Cikarang")),
    Account("yosef", "Yosef", "Tuanaya", Officer.Role.CSO, SOFIFI, gettext_noop("Petugas satu lawan satu, KCP Sofifi")),
    Account("fitri", "Fitri", "Handayani", Officer.Role.FINANCE, None, gettext_noop("Keuangan")),
    Account("admin", "Admin", "Lapak", Officer.Role.ADMINISTRATOR, None, gettext_noop("Administrator")),
)


@transaction.atomic
def load() -> None:
    """Make what is missing of the demonstration; existing rows stay as they are."""
    office, _ = RegionalOffice.objects.get_or_create(code="jabar", defaults={"name": "Kanwil Jawa Barat"})
    east, _ = RegionalOffice.objects.get_or_create(code="sulma", defaults={"name": "Kanwil Sulawesi Maluku"})
    _branch(office, CIKARANG, "KC Bekasi Cikarang", Branch.TimeZone.WIB, places=6, booths=6, keeps=True)
    _branch(east, SOFIFI, "KCP Sofifi", Branch.TimeZone.WIT, places=1, booths=1)
    _staff()


def _branch(
    office: RegionalOffice, code: str, name: str, zone: str, *, places: int, booths: int, keeps: bool = False
) -> None:
    what = {"regional_office": office, "name": name, "time_zone": zone, "places_per_officer": places}
    branch, _ = Branch.objects.get_or_create(code=code, defaults={**what, "records": keeps, "takes_stills": keeps})
    # Open all day, so that a newcomer can try it at any hour.
    hours = {"opens_at": time(0, 0), "closes_at": time(23, 59, 59)}
    week = [OpeningHours(branch=branch, weekday=weekday, **hours) for weekday in range(7)]
    OpeningHours.objects.bulk_create(week, ignore_conflicts=True)
    Booth.objects.bulk_create(
        [Booth(branch=branch, number=number) for number in range(1, booths + 1)], ignore_conflicts=True
    )


def _staff() -> None:
    known = set(Officer.objects.values_list("username", flat=True))
    missing = [account for account in ACCOUNTS if account.username not in known]
    if missing:
        branches = {branch.code: branch for branch in Branch.objects.filter(code__in=(CIKARANG, SOFIFI))}
        password = make_password(PASSWORD)  # slow by design, and the same for all
        Officer.objects.bulk_create(_officer(account, branches, password) for account in missing)


def _officer(account: Account, branches: dict[str, Branch], password: str) -> Officer:
    is_administrator = account.role == Officer.Role.ADMINISTRATOR
    return Officer(
        username=account.username,
        first_name=account.first_name,
        last_name=account.last_name,
        role=account.role,
        branch=branches[account.branch] if account.branch else None,
        is_staff=is_administrator,
        is_superuser=is_administrator,
        password=password,
        date_joined=SINCE,
    )
