"""DAG files say what runs when and in which order, and nothing else. They are read as text, without Airflow."""

import ast
import re
from pathlib import Path

import pytest

DAGS = Path(__file__).parents[2] / "dags"
FILES = sorted(DAGS.glob("*.py"))
MAY_IMPORT = ("airflow.sdk", "airflow.providers.standard.operators.empty", "datetime", "pendulum", "dags.watching")
STATIONS = re.compile(r"raas_batch\.[a-z]+(\.stations)?")
SQL = re.compile(r"\b(select|insert|update|delete)\b.*\b(from|into|set)\b", re.IGNORECASE)

every_dag = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_there_are_dags() -> None:
    assert FILES


@every_dag
def test_a_dag_file_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 50


@every_dag
def test_its_only_function_is_named_like_the_file(path: Path) -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    defined = [node for node in ast.walk(tree(path)) if isinstance(node, kinds)]
    assert [getattr(node, "name", "lambda") for node in defined] == [path.stem]


@every_dag
def test_its_docstring_is_a_runbook(path: Path) -> None:
    runbook = ast.get_docstring(tree(path)) or ""
    assert runbook.startswith(f"# {path.stem}\n")
    for part in ("**When it runs**", "**Running again**", "**When a task fails**", "**What to look at**"):
        assert part in runbook
    assert "doc_md=__doc__" in path.read_text()


@every_dag
def test_it_imports_airflow_and_stations_only(path: Path) -> None:
    for module in imported(tree(path)):
        assert module in MAY_IMPORT or STATIONS.fullmatch(module), f"{path.name} imports {module}"


@every_dag
def test_it_holds_no_sql(path: Path) -> None:
    texts = [node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and node.value != doc(path)]
    assert [text for text in texts if SQL.search(str(text))] == []


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def doc(path: Path) -> str | None:
    return ast.get_docstring(tree(path), clean=False)


def imported(module: ast.Module) -> list[str]:
    nodes = list(ast.walk(module))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return plain + [str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)]
