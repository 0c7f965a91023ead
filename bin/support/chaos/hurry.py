"""The terms of the money path shortened, so that hours of patience pass within an experiment."""

GRACE_SECONDS, LEASE_SECONDS, HTTP_SECONDS = 8, 4, 1
ENVIRONMENT = {
    "LAPAK_BANK_DEDUPLICATES": "1",
    "LAPAK_BANK_GRACE_SECONDS": str(GRACE_SECONDS),
    "LAPAK_BANK_LEASE_SECONDS": str(LEASE_SECONDS),
    "LAPAK_BANK_HTTP_TIMEOUT_SECONDS": str(HTTP_SECONDS),
    # A payout that begins last and needs all its attempts is to end within the time after the last fault.
    "LAPAK_BANK_PATIENCE_SECONDS": "1,1,2,3,4,4,4,4",
    "LAPAK_LONGEST_DELAY_SECONDS": "1",
    # Every time a worker comes to a named place it dies there with this chance in a hundred.
    "LAPAK_FAILPOINT": "anywhere=1",
}
