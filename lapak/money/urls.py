"""Addresses of finance."""

from django.urls import path

from lapak.money.views import finance

urlpatterns = [
    path("finance/", finance.show_work, name="finance"),
    path("finance/days/", finance.show_days, name="finance-days"),
    path("finance/withheld/<int:year>/<int:month>/", finance.download_withheld, name="finance-withheld"),
    path("finance/payouts/<int:pk>/", finance.show_payout, name="payout"),
    path("finance/payouts/<int:pk>/change/", finance.change_payout, name="payout-change"),
]
