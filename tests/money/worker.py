"""A worker of its own process, which a failpoint may kill: pays what is due and ends. Its clock may run ahead."""

import os
import sys
from datetime import datetime, timedelta

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from django.conf import settings
    from django.utils.timezone import now

    from lapak.money import payouts, transfers
    from lapak.money.bank.snap import open_bank
    from lapak.money.terms import Terms

    ahead, terms = timedelta(hours=float(sys.argv[1])), Terms(deduplicates=True)

    def clock() -> datetime:
        return now() + ahead

    payouts.authorise_due(terms=terms, at=clock())
    bank = open_bank(settings.BANK, timeout=terms.http_timeout, clock=clock)
    transfers.pay_due(bank, terms=terms, clock=clock, until=clock() + timedelta(seconds=20))


if __name__ == "__main__":
    main()
