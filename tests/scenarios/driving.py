"""Drives the stations as ``raas run`` does, but at a moment of our choosing: same files, same answers to the byte."""

import csv
import shutil
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

import xmlschema
from reading import XSD, Answer, streams

from raas_batch.consultation.stations import CON
from raas_batch.intake.admit import admit
from raas_batch.intake.answer import answer
from raas_batch.intake.apply import apply
from raas_batch.intake.claim import take_in, waiting
from raas_batch.mutation.stations import MUT
from raas_batch.network.stations import NET
from raas_batch.person.stations import PER
from raas_batch.population.stations import POP
from raas_batch.reconciliation.stations import REC
from raas_batch.registration.stations import REFERENCE_FLOWS, REG, SERVICE_FLOWS
from raas_batch.replacement.stations import RPL
from raas_batch.settings import BRUSSELS
from raas_batch.subscription import stations

MOMENT = datetime(2026, 11, 22, 8, 0, tzinfo=BRUSSELS)


def deliver(files: Iterable[Path], home: Path) -> None:
    """Drop files in the inbox of their owner: the CBE number of the folder they lie in, or else of their name."""
    for path in files:
        owner = path.parent.name if path.parent.name.isdecimal() else path.name.split(".")[1]
        target = home / "inbox" / owner / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def run(moment: datetime) -> None:
    """Take every waiting file through every station."""
    take_in(moment)
    others_than_reg = REFERENCE_FLOWS | SERVICE_FLOWS
    for flow, others in (
        (POP, None), (RPL, None), (MUT, None), (REG, others_than_reg), (NET, None), (REC, None), (CON, None),
        (PER, None),
    ):  # fmt: skip
        file_ids = [file_id for batch in waiting({flow.code}, others) for file_id in batch]
        if file_ids:
            answer(flow, apply(flow, admit({flow.code: flow}, file_ids, moment), moment), moment)


def emit(moment: datetime) -> None:
    """Write the daily files of the day that this moment is of."""
    for batch in stations.due(moment.date()):
        stations.emit(batch, moment.date(), moment)


def published(home: Path) -> list[Answer]:
    """Everything in the outboxes, stream by stream; both validators accept each answer and its voucher."""
    told = [answer for answers in streams(home).values() for answer in answers]
    for about in told:
        schema(about.path.name[:3].lower()).validate(str(about.path))
        schema("voucher").validate(str(about.path.with_suffix(".voucher.xml")))
    return told


@cache
def schema(name: str) -> xmlschema.XMLSchema10:
    """A schema of ours as xmlschema reads it."""
    return xmlschema.XMLSchema10(XSD / f"{name}.xsd")


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a file with semicolons and a heading."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))
