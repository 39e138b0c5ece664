"""Network messages at the receiver's: checked as every file, and kept in the copy as they were told."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from lxml import etree
from receiver.conftest import NEW, OLD, codes, everything
from receiver.files import Message, Outbox, remove, voucher_of
from typer.testing import Result

Verify = Callable[..., Result]

SAID = '<d:said xmlns:d="urn:d" b="1" a="2"><inner xmlns:q="urn:q" kind="q:x">é &amp; &lt;</inner></d:said>'


def kept(copy: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(copy)) as connection:
        statement = (
            "SELECT network_service, message_id, log_number, ssin, replaced_by, payload FROM message ORDER BY 1, 2"
        )
        return list(connection.execute(statement))


def canonical(xml: str) -> bytes:
    return etree.tostring(etree.fromstring(xml), method="c14n", exclusive=True)


def test_a_copy_keeps_every_message_with_its_payload_as_it_was_told(outbox: Outbox, copy: Path, verify: Verify) -> None:
    outbox.nne("2026-11-22", Message(11, "M1", OLD, SAID, replaced_by=NEW))
    outbox.nne("2026-11-22", Message(12, "M1", NEW, "<other/>"), service="OTHER")
    outbox.nne("2026-11-23")
    assert verify("--copy", copy).stdout.splitlines()[0] == "NNE 0314595348 T: 1-3, 3 files, 2 messages, complete"
    [(*first, payload), (*second, _)] = kept(copy)
    assert first == ["DIMONA", "M1", 11, OLD, NEW]
    assert second == ["OTHER", "M1", 12, NEW, None]
    assert canonical(str(payload)) == canonical(SAID)


def test_running_again_or_in_another_order_gives_the_same_copy(
    outbox: Outbox, copy: Path, verify: Verify, tmp_path: Path
) -> None:
    first = outbox.nne("2026-11-22", Message(11, "M1", OLD, SAID))
    second = outbox.nne("2026-11-23", Message(12, "M2", NEW, SAID))
    verify("--copy", copy)
    verify("--copy", copy)
    at_once = everything(copy)
    put_aside = [(path, path.read_bytes()) for path in (second, voucher_of(second))]
    remove(second)
    other = tmp_path / "other.sqlite"
    verify("--copy", other)
    for path, content in put_aside:
        path.write_bytes(content)
    assert verify("--copy", other).exit_code == 0
    assert everything(other) == at_once
    assert first.exists()


def test_a_number_that_is_missing_and_a_payload_that_is_not_there_are_told(outbox: Outbox, verify: Verify) -> None:
    outbox.nne("2026-11-22")
    remove(outbox.nne("2026-11-23"))
    outbox.nne("2026-11-24", Message(11, "M1", OLD, ""))
    assert codes(verify()) == ["RAAS0211", "RAAS0132"]
    assert "no file of 2026-11-23" in verify().stdout
