"""Registering a service: its schema is kept by its bytes, and one that nothing can be held against is not taken."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from making import MUTUALITY, NETWORK, Message, dimona, send_messages
from network.conftest import AN
from reading import XSD, answer
from sqlalchemy import Engine, func, select

from raas_batch.errors import Failure, WrongUse
from raas_batch.store import services
from raas_batch.store.engine import engine
from raas_batch.store.tables import network_schema
from raas_batch.xml import given

ROOT = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a">'
SCHEMA = ROOT + '{}<xs:element name="a"/></xs:schema>'
LINKED = SCHEMA.format('<xs:include schemaLocation="{}"/>')


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content)
    return path


def test_a_schema_is_kept_with_all_that_it_imports_byte_for_byte(network: Path) -> None:
    with engine().connect() as connection:
        registered = services.require(connection, "DIMONA")
        [listed] = services.listed(connection)
    assert registered.schema.files == tuple((n, (XSD / n).read_bytes()) for n in ("dimona.xsd", "common.xsd"))
    assert (registered.sender, registered.namespace) == (NETWORK, "urn:raas:dimona:v1")
    assert listed.sha256 == hashlib.sha256((XSD / "dimona.xsd").read_bytes()).hexdigest()


def test_the_same_schema_again_is_the_same_one_and_another_takes_its_place(network: Path, database: Engine) -> None:
    with database.begin() as connection:
        first = services.require(connection, "DIMONA").schema_id
        services.add(connection, "DIMONA", "Another label", NETWORK, given.read(XSD / "dimona.xsd"))
        assert services.require(connection, "DIMONA").schema_id == first
        other = given.read(XSD / "consultation.xsd")
        services.add(connection, "DIMONA", "Another label", NETWORK, other)
        assert services.require(connection, "DIMONA").schema == other
        assert connection.scalar(select(func.count()).select_from(network_schema)) == 2, "the first one is kept"


def test_messages_are_held_against_the_schema_that_holds_when_they_are_admitted(
    known: Path, run: Callable[[], None], tmp_path: Path
) -> None:
    text = (XSD / "dimona.xsd").read_text().replace('value="IN"', 'value="INTO"')
    write(tmp_path, "common.xsd", (XSD / "common.xsd").read_text())
    with engine().begin() as connection:
        services.add(connection, "DIMONA", "Dimona", NETWORK, given.read(write(tmp_path, "dimona.xsd", text)))
    newer = dimona(AN).replace(">IN<", ">INTO<")
    name = send_messages(known, 1, [Message("M1", AN), Message("M2", AN, payload=newer)])
    run()
    assert [each.code for each in answer(known, NETWORK, "RSP", name).verdicts] == ["RAAS0424", "MSG00000"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("no.xsd", None, "no.xsd cannot be read"),
        ("a.xsd", "<xs:schema", "a.xsd is not well-formed XML"),
        ("a.xsd", "<a/>", "its root is not xsd:schema"),
        ("a.xsd", f"<!DOCTYPE a []>{SCHEMA.format('')}", "or it has a document type"),
        ("a.xsd", SCHEMA.format("").replace(' targetNamespace="urn:a"', ""), "must have a targetNamespace"),
        ("a.xsd", SCHEMA.format("").replace('<xs:element name="a"/>', ""), "declare the element of a message"),
        (
            "a.xsd",
            SCHEMA.format('<xs:element name="b" type="nowhere"/>'),
            "no schema that a document can be",
        ),
        ("a.xsd", LINKED.format("http://elsewhere.example/b.xsd"), "not a file beside it"),
        ("a.xsd", LINKED.format("../b.xsd"), "not a file beside it"),
        ("a.xsd", LINKED.format("/etc/passwd"), "not a file beside it"),
        ("a.xsd", LINKED.format("b.xsd"), "b.xsd cannot be read"),
    ],
)
def test_what_is_no_schema_by_itself_is_not_taken(tmp_path: Path, name: str, content: str | None, said: str) -> None:
    if content is not None:
        write(tmp_path, name, content)
    with pytest.raises(WrongUse, match=said):
        given.read(tmp_path / name)


def test_schemas_that_include_each_other_are_read_once(tmp_path: Path) -> None:
    write(tmp_path, "b.xsd", LINKED.format("a.xsd").replace('name="a"', 'name="b"'))
    read = given.read(write(tmp_path, "a.xsd", LINKED.format("b.xsd")))
    assert [name for name, _ in read.files] == ["a.xsd", "b.xsd"]


def test_only_a_service_of_the_network_has_messages_and_its_code_has_a_form(network: Path) -> None:
    schema = given.read(XSD / "dimona.xsd")
    for code, sender, said in (
        ("dimona", NETWORK, "not the code of a service"),
        ("OTHER", MUTUALITY, "has not the role NETWORK_SERVICE"),
        ("OTHER", "0206000185", "is not known"),
    ):
        with engine().begin() as connection, pytest.raises(Failure, match=said):
            services.add(connection, code, "Label", sender, schema)
