"""Addresses of finance, and of a participant's own claim."""

from django.urls import path

from lapak.money.views import batches, finance, notify, reconciliation, tracking

urlpatterns = [
    path("klaim/", tracking.find_claim, name="find-claim"),
    path("klaim/<str:key>/", tracking.show_claim, name="claim"),
    path("klaim/<str:key>/receipt.pdf", tracking.download_receipt, name="receipt"),
    path("bank/notify/", notify.notify, name="bank-notify"),
    path("finance/", finance.show_work, name="finance"),
    path("finance/try/", finance.try_sending, name="finance-try"),
    path("finance/days/", finance.show_days, name="finance-days"),
    path(
        "finance/withheld/<int:year>-<int:month>.csv",
        finance.download_withheld,
        {"kind": "csv"},
        name="withheld-csv",
    ),
    path(
        "finance/withheld/<int:year>-<int:month>.xlsx",
        finance.download_withheld,
        {"kind": "xlsx"},
        name="withheld-xlsx",
    ),
    path("finance/reconciliation/", reconciliation.show_differences, name="reconciliation"),
    path("finance/reconciliation/<int:pk>/", reconciliation.explain, name="difference"),
    path("finance/batches/", batches.show_batches, name="batches"),
    path("finance/batches/<int:pk>/", batches.show_batch, name="batch"),
    path("finance/batches/<int:pk>/file/", batches.download_file, name="batch-file"),
    path("finance/payouts/<int:pk>/", finance.show_payout, name="payout"),
    path("finance/payouts/<int:pk>/change/", finance.change_payout, name="payout-change"),
]
