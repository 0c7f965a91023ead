"""The product's settings, but a place is taken by bin/support/bench/counter.py."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bin.support.bench.counter_urls"
