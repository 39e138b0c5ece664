"""What every module keeps to: it says what it is for, and stays small enough to be read at a glance."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "raas_batch"
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if "versions" not in path.parts]
LONGEST_MODULE, LONGEST_FUNCTION = 250, 40
LONGER = {
    "period_columns.py": "splitting the one algorithm only for its length would hide it",
    "tables.py": "every table once",
}


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def test_there_are_modules() -> None:
    assert len(MODULES) > 50


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_says_what_it_is_for_and_so_does_what_it_offers(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree), "write in one sentence what only this module does"
    offered = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    assert [node.name for node in offered if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_can_be_read_at_a_glance(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_MODULE or path.name in LONGER
    lengths = {f.name: (f.end_lineno or 0) - f.lineno + 1 for f in functions(ast.parse(text))}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_exceptions_to_the_length_are_still_needed() -> None:
    long = {path.name for path in MODULES if len(path.read_text().splitlines()) > LONGEST_MODULE}
    assert long == set(LONGER)
