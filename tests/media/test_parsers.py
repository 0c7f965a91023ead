"""Every input that was ever worth keeping goes through its parser; bin/chaos parsers looks for new ones."""

import pytest

from tests.media.parsers import PARSERS, corpus


@pytest.mark.parametrize("name", PARSERS)
def test_what_was_kept_is_read_or_refused(name):
    kept = corpus()[name]

    assert kept, "nothing is kept for this parser"
    for data in kept:
        PARSERS[name](data)
        for length in range(len(data)):
            PARSERS[name](data[:length])
