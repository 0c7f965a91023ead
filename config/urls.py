"""Every address of the product, app by app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog

urlpatterns = [
    path("admin/", admin.site.urls),
    path("language/", include("django.conf.urls.i18n")),
    path("catalogue.js", JavaScriptCatalog.as_view(packages=None), name="javascript-catalogue"),
    path("", include("booths.urls")),
    path("", include("lapak.queue.urls")),
    path("", include("lapak.money.urls")),
    path("", include("verification.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("", include("verification.demo.urls")))
