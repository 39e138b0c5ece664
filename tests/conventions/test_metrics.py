"""What is exported, shown, alerted on and told is one and the same: instruments, dashboard, alerts, documentation."""

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import assert_exists
from commands import named as commands

from raas_batch.observing.instruments import INSTRUMENTS

ROOT = Path(__file__).parents[2]
DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "raas.json").read_text())
RULES = [
    rule
    for group in yaml.safe_load((ROOT / "deploy" / "prometheus" / "raas.rules.yml").read_text())["groups"]
    for rule in group["rules"]
]
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
SHOWN = [target["expr"] for panel in PANELS for target in panel["targets"]]
ALERTED = [rule["expr"] for rule in RULES]
LABELS = {instrument.prometheus: set(instrument.labels) for instrument in INSTRUMENTS}

every_panel = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel["title"])
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])


def named(expressions: list[str], prefix: str) -> set[str]:
    """The metrics in these expressions whose names begin so."""
    return set(re.findall(rf"\b{prefix}_[a-z_]+", " ".join(expressions)))


def table(number: int) -> list[list[str]]:
    """The cells of a table under Metrics in docs/operating.md, its head left out."""
    section = (ROOT / "docs" / "operating.md").read_text().partition("\n## Metrics\n")[2].partition("\n## ")[0]
    found = re.findall(r"(?:^\|.*\n)+", section, flags=re.M)[number]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in found.splitlines()[2:]]


# -- names ------------------------------------------------------------------------------------------------------


def test_every_instrument_is_on_the_dashboard_and_nothing_else_of_ours() -> None:
    assert named(SHOWN, "raas") == set(LABELS)


def test_alerts_watch_instruments_that_exist() -> None:
    assert named(ALERTED, "raas") <= set(LABELS)


@pytest.mark.parametrize("expression", [*SHOWN, *ALERTED])
def test_an_expression_picks_and_groups_by_labels_that_its_figures_have(expression: str) -> None:
    for name, picked in re.findall(r"\b(raas_[a-z_]+)\{([^}]*)\}", expression):
        assert set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", picked)) <= LABELS[name]
    grouped = {label.strip() for by in re.findall(r"\bby \(([^)]*)\)", expression) for label in by.split(",")}
    for name in named([expression], "raas"):
        assert grouped <= LABELS[name]


def test_what_is_shown_of_airflow_is_what_airflow_tells() -> None:
    [airflow] = importlib.util.find_spec("airflow").submodule_search_locations  # type: ignore[union-attr]
    template = Path(airflow) / "_shared" / "observability" / "metrics" / "metrics_template.yaml"
    told = {
        f"airflow_{metric['name'].replace('.', '_')}" + ("_total" if metric["type"] == "counter" else "")
        for metric in yaml.safe_load(template.read_text())["metrics"]
    }
    assert set() != named(SHOWN, "airflow") <= told


# -- the dashboard ----------------------------------------------------------------------------------------------


def test_the_rows_go_from_what_waits_to_airflow() -> None:
    assert [panel["title"] for panel in DASHBOARD["panels"] if panel["type"] == "row"] == [
        "What waits", "What was done", "The night", "The ledger", "The observer", "Airflow's own figures",
    ]  # fmt: skip


def test_where_the_figures_come_from_is_chosen_once() -> None:
    [variable] = DASHBOARD["templating"]["list"]
    assert (variable["name"], variable["type"], variable["query"]) == ("datasource", "datasource", "prometheus")
    sources = [one["datasource"] for panel in PANELS for one in (panel, *panel["targets"])]
    assert all(source == {"type": "prometheus", "uid": "${datasource}"} for source in sources)


@every_panel
def test_a_panel_says_what_to_do(panel: dict[str, Any]) -> None:
    assert panel["targets"]
    assert panel["description"].endswith("."), "what it means and what to do, in sentences"
    for words in commands(panel["description"]):
        assert_exists(words)


def test_panels_lie_beside_each_other() -> None:
    places = [panel["gridPos"] for panel in DASHBOARD["panels"]]
    cells = [
        (x, y)
        for at in places
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]  # fmt: skip
    assert len(cells) == len(set(cells))
    assert {x for x, _ in cells} == set(range(24))
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


# -- alerts and documentation -----------------------------------------------------------------------------------


@every_rule
def test_an_alert_says_how_bad_it_is_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("warning", "critical")
    assert rule["annotations"].keys() == {"summary", "description"}
    assert rule["annotations"]["description"].endswith(".")
    for words in commands(rule["annotations"]["description"]):
        assert_exists(words)


def test_every_alert_is_tried_by_the_rules_own_test() -> None:
    tried = (ROOT / "deploy" / "prometheus" / "raas.rules.test.yml").read_text()
    assert [rule["alert"] for rule in RULES if f'alertname="{rule["alert"]}"' not in tried] == []


def test_the_table_of_figures_is_that_of_the_program() -> None:
    assert table(0) == [
        [f"`{one.name}`", f"`{one.prometheus}`", one.kind, one.unit and f"`{one.unit}`", ", ".join(one.labels),
         one.description]
        for one in INSTRUMENTS
    ]  # fmt: skip


def test_the_table_of_alerts_is_that_of_the_rules() -> None:
    assert [row[:2] for row in table(1)] == [[f"`{rule['alert']}`", rule["labels"]["severity"]] for rule in RULES]
