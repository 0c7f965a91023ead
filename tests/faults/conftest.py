"""One office for all tests of faults, on the stack they share with the others."""

from collections.abc import Iterator

import pytest

from tests.faults.office import Office
from tests.live import LiveStack


@pytest.fixture(scope="package")
def office(live_stack: LiveStack) -> Iterator[Office]:
    office = Office(live_stack)
    yield office
    office.close()
