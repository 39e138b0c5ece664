"""What a person at a terminal sees: of long work, which nobody else does; and of tables, however narrow it is."""

from io import StringIO

import pytest
from rich.console import Console

from raas_batch.progress import step
from raas_batch.terminal import progress_shown, table


def shown_by(is_terminal: bool) -> str:
    written = StringIO()
    with progress_shown(Console(file=written, force_terminal=is_terminal, width=120)):
        with step("read REG.xml", 2_000) as advance:
            advance(500)
            advance(1_500)
        with step("of unknown length", 0) as advance:
            advance(300)
    return written.getvalue()


def test_a_terminal_shows_what_is_done_of_how_many_how_fast_and_how_long_it_still_takes() -> None:
    shown = shown_by(is_terminal=True)
    assert "read REG.xml" in shown
    assert "2000/2000" in shown
    assert "/s" in shown
    assert "0:00:00" in shown
    assert "300/?" in shown


def test_where_no_terminal_is_nothing_is_written() -> None:
    assert shown_by(is_terminal=False) == ""


@pytest.mark.parametrize("columns", ["20", "50", "160"])
def test_of_a_table_nothing_is_cut_and_what_is_short_stays_together(
    columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    drawn = table(("id", "file", "state"), [(1, "REG.0314595348.20261122.00001.T.xml", "ANSWERED")])
    file = "".join(line.split("│")[2].strip() for line in drawn.splitlines() if line.startswith("│"))
    assert file == "REG.0314595348.20261122.00001.T.xml"
    assert "ANSWERED" in drawn
