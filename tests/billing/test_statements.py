"""Statements: what was used as the files themselves say it, and the same for ever."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from billing.conftest import AN, LAST, LATER, MONTH, MONTH_BEFORE, by_hand, emit, final, quantities
from lxml import etree
from making import FUND, MUTUALITY, Question, Record, send_consultations, send_registrations
from sqlalchemy import text
from upath import UPath

from raas_batch.billing import issuing
from raas_batch.errors import Failure
from raas_batch.store import organisations, subscriptions, use
from raas_batch.store.engine import engine
from raas_batch.subscription import base

STOP = use.begin_of(MONTH.days.stop)


def move_answer(moment: datetime, file_id: int) -> None:
    """Let a file have been answered at another moment."""
    with engine().begin() as connection:
        answered = "update journal set moment = :moment where state = 'ANSWERED' and file_id = :file"
        connection.execute(text(answered), {"moment": moment, "file": file_id})


def last_file() -> int:
    with engine().connect() as connection:
        found: int = connection.execute(text("select max(id) from file")).scalar_one()
    return found


def pages(organisation: str | None = None) -> dict[str, str]:
    return dict(final(organisation).pages())


def test_what_was_used_is_what_the_files_say(busy: Path) -> None:
    counted = {who: +used for who, used in quantities(final()).items() if any(used.values())}
    assert counted == by_hand(busy)
    for name, content in pages().items():
        assert not re.search(r"\b[0-9]{11}\b|Peeters|Maes|Claes", content), f"{name} names a person"
        if name.endswith(".html"):
            page = etree.fromstring(content.encode(), etree.HTMLParser())
            assert not page.findall(".//script")
            assert not re.search(r"(?:src|href|url)\s*[=(]", content), "it asks nothing of any network"
            assert all(chart.findtext("title") for chart in page.findall(".//svg"))


def test_a_month_stays_the_same_whatever_happens_later(priced: Path, subscribed: None, run: Callable[[], None]) -> None:
    send_registrations(priced, MUTUALITY, 1, [Record(AN, "2020-01-01")])
    run()
    base.write(MUTUALITY)
    emit(LAST)
    folder = UPath(priced / "statements")
    names = issuing.write(final(), folder)
    before = pages()
    assert names == list(before)
    assert len(names) == 2 * 4
    send_consultations(priced, MUTUALITY, 1, [Question(AN)])
    run()
    move_answer(STOP, last_file())
    with engine().begin() as connection:
        organisations.add(connection, FUND, "Another name", "INTEGRATOR")
        for row in subscriptions.listed(connection):
            subscriptions.block(connection, row.id, blocked=True, reason="later")
    emit(LAST + timedelta(days=1))
    assert pages() == before
    assert issuing.write(final(), folder) == names
    assert {path.name: path.read_text() for path in folder.glob("*.*") if path.is_file()} == before
    (folder / names[0]).write_text("another")
    with pytest.raises(Failure, match=f"{re.escape(names[0])} in .* says something else"):
        issuing.write(final(), folder)


def test_a_file_counts_in_the_belgian_month_in_which_it_was_answered(priced: Path, run: Callable[[], None]) -> None:
    send_registrations(priced, MUTUALITY, 1, [Record(AN, "2020-01-01")])
    run()
    counts = []
    begin = use.begin_of(MONTH.days.start)
    just = timedelta(microseconds=1)
    for moment in (begin - just, begin, STOP - just, STOP):
        move_answer(moment, last_file())
        counts.append(quantities(final(MUTUALITY))[MUTUALITY]["files"])
    assert counts == [0, 1, 1, 0]


def test_who_used_nothing_has_a_statement_of_nothing(priced: Path) -> None:
    told = final(FUND)
    assert not +quantities(told)[FUND]
    lines = {line.kind: line.amount for line in told.statements[0].lines if line.amount}
    assert lines == {"development": told.statements[0].total}
    assert FUND not in {one.organisation for one in issuing.issued(MONTH_BEFORE, now=LATER).statements}


def test_a_month_that_is_not_complete_has_no_statement(priced: Path, subscribed: None) -> None:
    with pytest.raises(Failure, match="is not over"):
        issuing.issued(MONTH, now=STOP + timedelta(minutes=9))
    with pytest.raises(Failure, match=f"`raas emit --day {LAST}`"):
        final()
    emit(LAST)
    with engine().begin() as connection:
        connection.execute(text("select 1"))
        with pytest.raises(Failure, match=r"a transaction that began on .* still runs"):
            final()
    assert final().is_final
    so_far = issuing.issued(MONTH, so_far=True)
    assert all(".so-far." in name for name in issuing.write(so_far, UPath(priced / "statements")))
    assert all("so far" in content or "SO_FAR" in content for _, content in so_far.pages())
