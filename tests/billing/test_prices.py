"""Prices and shares: to the cent, by the tariff of the month, and what is wrong with a price list is said."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from billing.conftest import MONTH_BEFORE, PRICES
from hypothesis import given, settings
from hypothesis import strategies as st
from making import FUND, MUTUALITY
from typer.testing import CliRunner, Result

from raas_batch import cli
from raas_batch.billing import price_list, table
from raas_batch.billing.months import Month
from raas_batch.billing.shares import shared
from raas_batch.billing.statement import Statement, statements
from raas_batch.errors import Failure, WrongUse
from raas_batch.store.use import Count

INTEGRATOR = "0403019261"
SAMPLE = price_list.read(PRICES)
DECEMBER, JANUARY = Month(2026, 12), Month(2027, 1)


def made(month: Month, *counts: tuple[str, str, int]) -> dict[str, Statement]:
    day = month.days.start
    told = statements(month, [Count(who, day, what, quantity) for who, what, quantity in counts], SAMPLE)
    return {one.organisation: one for one in told}


def amounts(one: Statement) -> dict[str, str]:
    return {line.kind: str(line.amount) for line in one.lines if line.amount}


@pytest.mark.parametrize(
    ("kind", "quantity", "amount"),
    [
        ("records", 9, "0.00"),  # 0.0045
        ("records", 10, "0.01"),  # 0.0050
        ("records", 29, "0.01"),  # 0.0145
        ("records", 30, "0.02"),  # 0.0150
        ("bytes_in", 1_249_999, "0.00"),
        ("bytes_in", 1_250_000, "0.01"),
        ("records", 10**15, "500000000000.00"),
    ],
)
def test_a_line_is_rounded_to_the_cent_half_a_cent_up(kind: str, quantity: int, amount: str) -> None:
    line = next(line for line in made(DECEMBER, (FUND, kind, quantity))[FUND].lines if line.kind == kind)
    assert str(line.amount) == amount


def test_a_total_is_the_sum_of_rounded_lines() -> None:
    one = made(DECEMBER, (FUND, "records", 10), (FUND, "list_lines", 25), (FUND, "consultations", 5))[FUND]
    assert (amounts(one), str(one.total)) == (
        {"records": "0.01", "list_lines": "0.01", "consultations": "0.01"},
        "0.03",
    )


def test_every_month_has_the_prices_of_its_tariff() -> None:
    used = (FUND, "searches", 100), (MUTUALITY, "searches", 300)
    before, after = made(DECEMBER, *used), made(JANUARY, *used)
    assert amounts(before[FUND]) == {"searches": "2.00"}
    assert amounts(before[MUTUALITY]) == {"searches": "6.00", "infrastructure": "9375.00", "evolutions": "1875.00"}
    assert amounts(after[FUND]) == {}
    assert amounts(after[MUTUALITY]) == {"infrastructure": "10500.00", "evolutions": "2250.00"}
    with pytest.raises(Failure, match="no tariff of the price list holds in 2024-12; its first begins in 2025-01"):
        SAMPLE.of(Month(2024, 12))


def test_an_integrator_bears_the_use_of_its_institutions() -> None:
    told = made(DECEMBER, (FUND, "creations", 30), (INTEGRATOR, "creations", 10), (MUTUALITY, "creations", 60))
    assert amounts(told[INTEGRATOR]) == {"creations": "2.50", "infrastructure": "5000.00", "evolutions": "1000.00"}
    assert amounts(told[FUND]) == {"creations": "7.50"}


CENTS = st.integers(0, 10**8).map(lambda cents: Decimal(cents) / 100)
WEIGHTS = st.dictionaries(st.sampled_from("abcdefg"), st.decimals(0, 10**9, places=6), min_size=1)


@given(CENTS, WEIGHTS)
@settings(max_examples=50)
def test_parts_sum_to_the_cost_and_each_is_right_within_a_cent(cost: Decimal, weights: dict[str, Decimal]) -> None:
    parts, whole = shared(cost, weights), sum(weights.values())
    assert sum(parts.values()) == cost
    if whole:
        assert all(abs(parts[who] - cost * weight / whole) < Decimal("0.01") for who, weight in weights.items())


def test_every_amount_can_be_computed_again_from_its_row() -> None:
    told = made(Month(2026, 11), (FUND, "bytes_out", 123_456_789), (MUTUALITY, "records", 12_345)).values()
    rows = list(csv.DictReader(table.as_csv(told, "R", True).splitlines()))
    for who in (FUND, MUTUALITY, INTEGRATOR):
        own = [row for row in rows if row["organisation"] == who]
        assert sum(Decimal(row["amount"]) for row in own[:-1]) == Decimal(own[-1]["amount"])
        for row in own[:-1]:
            exact = Decimal(row["quantity"]) * Decimal(row["price"]) / Decimal(row["per"])
            assert abs(exact - Decimal(row["amount"])) <= Decimal("0.02" if row["quantity"][:2] == "0." else "0.005")
    assert (own[-1]["kind"], own[-1]["status"]) == ("total", "FINAL")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("files = 0.05", "files = -1", "tariff 1, unit, files: .* greater than or equal to 0; found -1"),
        ("files = 0.05", "", "tariff 1, unit: it lacks files"),
        ("files = 0.05", "files = 0.05\nfaxes = 1", "tariff 1, unit: it has, and nobody counts, faxes"),
        ("12500.00", "12500.005", "tariff 1, infrastructure: .* no more than 2 decimal places; found 12500.005"),
        ('"0403019261"', '"0403019262"', "tariff 1, integrators 1, organisation: a CBE number .*; found 0403019262"),
        ('"0428759497"', '"0314595348"', "tariff 1: integrators names 0314595348 twice"),
        ("2027-01", "2025-13", "tariff 2, begin: 2025-13 is not a month; expected one like 2026-11"),
        ("2027-01", "2024-12", "each tariff begins in a later month than the one before it"),
        ("[names]", "[names", "is not TOML: .*line"),
    ],
)
def test_what_is_wrong_with_a_price_list_is_said(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(PRICES.read_text().replace(old, new, 1))
    with pytest.raises(WrongUse, match=complaint):
        price_list.read(path)


@pytest.fixture
def bill(priced: Path) -> Callable[..., Result]:
    return lambda *arguments: CliRunner().invoke(cli.app, ["bill", *arguments])


def test_the_command_shows_and_writes(bill: Callable[..., Result], priced: Path) -> None:
    last = str(MONTH_BEFORE)
    shown = bill(last)
    assert shown.exit_code == 0, shown.exception
    assert "│ 15000.00 " in shown.stdout
    written = bill(last, "--organisation", FUND, "--format", "csv", "--output", str(priced / "new" / "folder"))
    names = sorted(path.name for path in (priced / "new" / "folder").iterdir() if path.is_file())
    assert names == [f"statement.{FUND}.{last}.T.csv", f"statement.{FUND}.{last}.T.html"]
    assert (priced / "new" / "folder" / names[0]).read_text() == written.stdout
    assert bill(last, "--format", "html").stdout.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("2026-13",), "2026-13 is not a month"),
        ((str(MONTH_BEFORE), "--organisation", INTEGRATOR), f"organisation {INTEGRATOR} is not known"),
        (("2019-12",), "no tariff"),
    ],
)
def test_what_cannot_be_billed_is_said(bill: Callable[..., Result], arguments: tuple[str, ...], complaint: str) -> None:
    assert complaint in str(bill(*arguments).exception)


def test_without_a_price_list_nothing_is_billed(bill: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAAS_PRICE_LIST")
    assert "RAAS_PRICE_LIST names the file" in str(bill(str(MONTH_BEFORE)).exception)
