"""Administration of places and staff, for administrators only. Booth screens are enrolled and revoked by rules."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booths import devices, topics
from booths.models import Booth, Branch, Device, Officer, OpeningHours, Outage, RegionalOffice

admin.site.site_header = gettext_lazy("Pengelolaan Lapak")
admin.site.site_title = gettext_lazy("Pengelolaan Lapak")
admin.site.index_title = gettext_lazy("Kantor, bilik dan petugas")
# Access follows from the role of an officer, never from groups.
admin.site.unregister(Group)


@admin.register(RegionalOffice)
class RegionalOfficeAdmin(admin.ModelAdmin):
    list_display = ["name", "code"]


class OpeningHoursInline(admin.TabularInline):
    model = OpeningHours
    extra = 0
    max_num = 7


@admin.register(Branch)
class BranchAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "regional_office", "time_zone", "places_per_officer"]
    list_filter = ["regional_office"]
    search_fields = ["name", "code"]
    inlines = [OpeningHoursInline]


@admin.register(Booth)
class BoothAdmin(admin.ModelAdmin):
    list_display = ["branch", "number"]
    list_filter = ["branch"]
    actions = ["offer_code"]

    @admin.action(description=gettext_lazy("Buat kode pendaftaran layar"), permissions=["change"])
    def offer_code(self, request: HttpRequest, queryset: QuerySet[Booth]) -> None:
        """The code is shown this once; afterwards only its hash is known."""
        for booth in queryset.select_related("branch"):
            code = devices.offer_code(booth, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            told = _("%(booth)s: %(code)s. Kode berlaku 10 menit dan sekali pakai.")
            messages.success(request, told % {"booth": booth, "code": f"{code[:4]}-{code[4:]}"})


@admin.register(Device)
class DeviceAdmin(admin.ModelAdmin):
    """Who wants another screen in a booth enrols it there; the older one is turned away by that."""

    list_display = ["booth", "enrolled_at", "last_seen_at", "revoked_at"]
    list_filter = ["booth__branch", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["booth__branch"]
    fields = readonly_fields = ("booth", "enrolled_at", "last_seen_at", "revoked_at")
    actions = ["revoke"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Device | None = None) -> bool:
        return False

    @admin.action(description=gettext_lazy("Cabut pendaftaran layar"), permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Device]) -> None:
        for device in queryset.filter(revoked_at=None).select_related("booth__branch"):
            devices.revoke(device.booth, at=timezone.now())
            messages.success(request, _("%(booth)s: layar tidak terdaftar lagi.") % {"booth": device.booth})


@admin.register(Officer)
class OfficerAdmin(UserAdmin):
    list_display = ["username", "first_name", "last_name", "role", "branch", "is_active"]
    list_filter = ["role", "branch", "is_active"]
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Petugas"), {"fields": ("first_name", "last_name", "role", "branch")}),
        (gettext_lazy("Akses"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (gettext_lazy("Petugas"), {"fields": ("first_name", "last_name", "role", "branch")}),
    )
    filter_horizontal = ()


@admin.register(Outage)
class OutageAdmin(admin.ModelAdmin):
    list_display = ["booth", "reason", "started_at", "ended_at"]
    list_filter = ["booth__branch", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["booth__branch"]
    fields = ["booth", "reason", "started_at", "ended_at"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"started_at": timezone.now(), **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Outage, form: Any, change: bool) -> None:
        if not change:
            obj.by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        topics.raise_all([topics.of_branch(obj.booth.branch_id), topics.of_booth(obj.booth_id)])
