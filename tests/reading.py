"""Reads what partners receive: our answers from an outbox, as the promises of ``docs/formats.md`` let a receiver do.

Independent of the product's readers on purpose. Whatever is read is judged by its schema and its voucher first.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree

XSD = Path(__file__).parents[1] / "xsd" / "v1"


class Verdict(NamedTuple):
    """What an RSP says of one record."""

    record_id: str
    status: str
    code: str
    field: str | None = None
    replaced_by: str | None = None


class Finding(NamedTuple):
    """What an ACK says is wrong."""

    code: str
    line: int | None
    xpath: str | None
    text: str


class Answer(NamedTuple):
    """One file of an outbox and its voucher."""

    path: Path
    content: etree._Element
    voucher: etree._Element

    @property
    def sequence(self) -> int:
        return int(self.voucher.findtext("fileSequenceNumber"))

    @property
    def about(self) -> str:
        return self.content.findtext("file/fileName")

    @property
    def result(self) -> str:
        return self.content.findtext("result")

    @property
    def finding_count(self) -> int:
        return int(self.content.findtext("findingCount"))

    @property
    def findings(self) -> list[Finding]:
        listed = self.content.findall("findings/finding")
        return [
            Finding(f.findtext("code"), (f.find("line") is not None and int(f.findtext("line"))) or None,
                    f.findtext("xpath"), f.findtext("text"))
            for f in listed
        ]  # fmt: skip

    @property
    def codes(self) -> list[str]:
        return sorted(finding.code for finding in self.findings)

    @property
    def verdicts(self) -> list[Verdict]:
        return [
            Verdict(r.get("recordId"), *map(r.findtext, ("status", "code", "information/fieldName", "replacedBy")))
            for r in self.content.findall("records/record")
        ]

    @property
    def consulted(self) -> dict[str, list[tuple[str, str, str, str | None]]]:
        """What an RSP tells of each question: its lines as (SSIN, dossier type, beginDate, endDate or None)."""
        return {
            r.get("recordId"): [
                (
                    d.findtext("ssin"),
                    d.findtext("dossierType"),
                    *map(line.findtext, ("period/beginDate", "period/endDate")),
                )
                for d in r.findall("dossiers/dossier")
                for line in d.findall("line")
            ]
            for r in self.content.findall("records/record")
        }

    @property
    def group_verdicts(self) -> list[Verdict]:
        """The verdicts on the data groups of updates; the field is the group."""
        groups = (
            (r.get("recordId"), g) for r in self.content.findall("records/record") for g in r.findall("updated/group")
        )
        return [Verdict(of, *map(group.findtext, ("status", "code", "dataGroup"))) for of, group in groups]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Read, OK, NOK."""
        return tuple(int(self.content.findtext(f"counts/{name}")) for name in ("read", "ok", "nok"))

    @property
    def dossiers(self) -> list[tuple[str, str, list[tuple[str, str | None]]]]:
        """SSIN, dossier type, and its lines as (beginDate, endDate or None)."""
        return [
            (d.findtext("ssin"), d.findtext("dossierType"),
             [(p.findtext("beginDate"), p.findtext("endDate")) for p in d.findall("period")])
            for d in self.content.findall("dossiers/dossier")
        ]  # fmt: skip


def answers(home: Path, receiver: str, flow: str, environment: str = "T") -> list[Answer]:
    """One outgoing stream as the receiver finds it, in sequence; every file is valid and what its voucher says."""
    folder = home / "outbox" / receiver
    paths = sorted(folder.glob(f"{flow}.{receiver}.*.{environment}.xml"), key=lambda path: path.name.split(".")[3])
    return [_answer(path, flow) for path in paths]


def answer(home: Path, receiver: str, flow: str, about: str, environment: str = "T") -> Answer:
    """The last answer of this flow about the file with this name."""
    return [found for found in answers(home, receiver, flow, environment) if found.about == about][-1]


def streams(home: Path) -> dict[tuple[str, str, str], list[Answer]]:
    """Every outgoing stream in the outboxes, by receiver, flow and environment."""
    names = [path.name.split(".") for path in (home / "outbox").glob("*/*.xml") if ".voucher." not in path.name]
    keys = sorted({(receiver, flow, environment) for flow, receiver, _, _, environment, _ in names})
    return {(receiver, flow, env): answers(home, receiver, flow, env) for receiver, flow, env in keys}


def _answer(path: Path, flow: str) -> Answer:
    content, beside = path.read_bytes(), path.with_name(f"{path.stem}.voucher.xml").read_bytes()
    root, voucher = etree.fromstring(content), etree.fromstring(beside)
    _schema(flow.lower()).assertValid(root)
    _schema("voucher").assertValid(voucher)
    assert voucher.findtext("fileName") == path.name
    assert voucher.findtext("sha256") == hashlib.sha256(content).hexdigest()
    assert int(voucher.findtext("fileSize")) == len(content)
    return Answer(path, root, voucher)


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(XSD / f"{name}.xsd"))
