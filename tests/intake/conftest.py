"""What the stories about received files need: a mirror of twenty persons."""

from collections.abc import Callable
from pathlib import Path

import pytest
from making import Person, send_population, ssin


@pytest.fixture
def mirror(partners: Path, run: Callable[[], None]) -> Path:
    """``partners``, with the persons 0 to 19 in the mirror."""
    send_population(partners, 1, [Person(ssin(number)) for number in range(20)])
    run()
    return partners
