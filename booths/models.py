"""What we remember of places and staff: offices, booths, devices, officers, shifts, and who occupies what.

Nothing here stores a status: free, on duty, present and lost are read from rows with times.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# design.md: a desk or a booth screen counts as present while its last heartbeat is younger than this.
PRESENT_FOR = timedelta(seconds=15)


class RegionalOffice(models.Model):
    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class Branch(models.Model):
    class TimeZone(models.TextChoices):
        WIB = "Asia/Jakarta", "WIB"
        WITA = "Asia/Makassar", "WITA"
        WIT = "Asia/Jayapura", "WIT"

    regional_office = models.ForeignKey(RegionalOffice, models.PROTECT, related_name="branches")
    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    time_zone = models.CharField(max_length=20, choices=TimeZone, default=TimeZone.WIB)
    latitude = models.FloatField(null=True, blank=True, help_text="degrees; to name the nearest branch")
    longitude = models.FloatField(null=True, blank=True)
    places_per_officer = models.PositiveSmallIntegerField(default=6, help_text="1 is one-to-one, 2 to 6 one-to-many")
    records = models.BooleanField(default=False, help_text="talks may be recorded, of those who agree")
    takes_stills = models.BooleanField(default=False, help_text="pictures may be taken, of those who agree")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(places_per_officer__range=(1, 6)), name="branch_has_1_to_6_places")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class OpeningHours(models.Model):
    """One row a weekday, in branch-local time; no row means closed."""

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday")
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "weekday"], name="branch_opens_once_a_day"),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="weekday_is_0_to_6"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="branch_opens_before_it_closes"),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id}/{self.weekday}"


class Officer(AbstractUser):
    class Role(models.TextChoices):
        CSO = "CSO", _("CSO")
        RECEPTION = "RECEPTION", _("Resepsionis")
        SUPERVISOR = "SUPERVISOR", _("Penyelia")
        FINANCE = "FINANCE", _("Keuangan")
        ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")

    role = models.CharField(max_length=20, choices=Role, default=Role.CSO)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="officers")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["FINANCE", "ADMINISTRATOR"]) | Q(branch__isnull=False),
                name="branch_staff_has_a_branch",
            )
        ]

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.display_name.split()[:2]).upper()


class Booth(models.Model):
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="booths")
    number = models.PositiveSmallIntegerField(help_text="the number painted on the cabin")

    class Meta:
        ordering = ["branch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["branch", "number"], name="booth_number_is_unique_in_its_branch"),
            models.CheckConstraint(condition=Q(number__range=(1, 99)), name="booth_number_is_1_to_99"),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.number}"


class Outage(models.Model):
    """A booth out of order, from when to when and why."""

    booth = models.ForeignKey(Booth, models.CASCADE, related_name="outages")
    reason = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booth"], condition=Q(ended_at=None), name="booth_has_one_open_outage")
        ]


class EnrolmentCode(models.Model):
    """A code an administrator reads out once at the booth; only its hash is kept."""

    booth = models.ForeignKey(Booth, models.CASCADE, related_name="enrolment_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Device(models.Model):
    """The screen of a booth, enrolled once; its token is kept as SHA-256 and lives in an HttpOnly cookie."""

    booth = models.ForeignKey(Booth, models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booth"], condition=Q(revoked_at=None), name="booth_has_one_device")
        ]


class Shift(models.Model):
    """An officer on duty at a branch; the desk's heartbeat says whether the officer is really there."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="shifts")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="shifts")
    places = models.PositiveSmallIntegerField(help_text="how many people at once, 1 to 6")
    calm_places = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="calm mode: no more people at once for a while"
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer"], condition=Q(ended_at=None), name="officer_has_one_open_shift"),
            models.CheckConstraint(condition=Q(places__range=(1, 6)), name="shift_has_1_to_6_places"),
            models.CheckConstraint(
                condition=Q(calm_places=None) | Q(calm_places__range=(1, 6)), name="calm_mode_has_1_to_6_places"
            ),
        ]


class Break(models.Model):
    class Reason(models.TextChoices):
        REST = "REST", _("Istirahat")
        PRAYER = "PRAYER", _("Ibadah")
        BACK_OFFICE = "BACK_OFFICE", _("Pekerjaan berkas")
        MEETING = "MEETING", _("Rapat")
        TECHNICAL = "TECHNICAL", _("Gangguan teknis")

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="breaks")
    reason = models.CharField(max_length=20, choices=Reason)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shift"], condition=Q(ended_at=None), name="shift_has_one_open_break")
        ]


class Place(models.Model):
    """One of an officer's simultaneous places, and the booth that stands in it during this shift."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="place_rows")
    number = models.PositiveSmallIntegerField(help_text="1 to 6, the tile and the key")
    booth = models.ForeignKey(Booth, models.PROTECT, related_name="place_rows")
    assigned_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    lent_by = models.ForeignKey(
        Shift, models.SET_NULL, null=True, blank=True, related_name="+", help_text="whose booth it is, during a break"
    )

    class Meta:
        ordering = ["shift", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "number"], condition=Q(released_at=None), name="officer_has_each_place_once"
            ),
            models.UniqueConstraint(fields=["booth"], condition=Q(released_at=None), name="booth_stands_in_one_place"),
            models.CheckConstraint(condition=Q(number__range=(1, 6)), name="place_number_is_1_to_6"),
        ]


class Occupancy(models.Model):
    """A booth kept for one person: reserved from the call, seated from the confirmed ticket, ended when wiped clean."""

    booth = models.ForeignKey(Booth, models.PROTECT, related_name="occupancies")
    reserved_at = models.DateTimeField()
    seated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booth"], condition=Q(ended_at=None), name="booth_has_one_guest"),
            models.CheckConstraint(
                condition=Q(seated_at=None) | Q(seated_at__gte=F("reserved_at")), name="seated_after_reserved"
            ),
        ]


class Topic(models.Model):
    """A live subject (branch-1, session-7) and the number of the last change to it."""

    name = models.CharField(max_length=60, unique=True)
    sequence = models.BigIntegerField(default=0)
