"""The product's addresses with the counter row's way to hold a place before them."""

from django.urls import include, path

from bin.support.bench.counter import hold_slot

urlpatterns = [path("janji/<slug:code>/hold/", hold_slot), path("", include("config.urls"))]
