"""Brings a copy up to date with a folder: which files are applied, in which order, and what base files confirm."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from operator import itemgetter

from raas_batch import codes
from raas_batch.findings import Finding
from raas_batch.receiver import base, copy, drift
from raas_batch.receiver.chain import Applied
from raas_batch.receiver.checks import Checked
from raas_batch.receiver.documents import APPLIED, SIMULATION
from raas_batch.receiver.drift import Drift
from raas_batch.receiver.folder import Stream


class NotOneCopy(ValueError):
    """The files are not all of one organisation and one environment, so no one copy can be made of them."""


@dataclass(slots=True)
class Update:
    """What came of the files: how many were applied, what base files and digests said of the copy."""

    applied: int = 0
    known: int = 0
    remarks: list[str] = field(default_factory=list)
    drifts: dict[str, Drift] = field(default_factory=dict)
    """By dossier type, the first digest that the copy did not fit."""


def applicable(files: Iterable[Checked]) -> list[Checked]:
    """Those of which a copy is made: no acknowledgements, and no simulation."""
    marks = ((file, file.pair.marks) for file in files)
    return [file for file, its in marks if its.flow in APPLIED and its.environment != SIMULATION]


def require_one_owner(connection: sqlite3.Connection, files: Iterable[Checked]) -> None:
    """Raises NotOneCopy when files and copy are not all of one organisation and environment."""
    of_files = {file.pair.stream[1:] for file in files}
    owners = sorted(of_files | {stream[1:] for stream in copy.streams(connection)})
    if len(owners) > 1:
        told = ", ".join(" ".join(owner) for owner in owners)
        raise NotOneCopy(f"a copy is of one organisation in one environment, files and copy are of {told}")


def goes_on(connection: sqlite3.Connection, tags: Mapping[Stream, int], streams: Iterable[Stream]) -> dict[Stream, int]:
    """The number that must be here, by stream: after the base files, or 1. After a base file no RSP is bound to be."""
    of_copy, has_base = copy.goes_on(connection), bool(tags) or copy.newest_base(connection) >= 0
    expected = {}
    for stream in streams:
        tagged = max(tags.get(stream, 0), of_copy.get(stream.flow, 0))
        if tagged or not (stream.flow == "BAS" or (stream.flow == "RSP" and has_base)):
            expected[stream] = tagged or 1
    return expected


def update(connection: sqlite3.Connection, files: Iterable[Checked]) -> Update:
    """Apply the files that the copy has not yet; a base file that it differs from is told, and not applied.

    The earliest base file is what a new copy begins with; the later ones are proofs. The others are applied as their
    numbers run, so that the copy meets each digest with its lines as they stood then.
    """
    done, files, watch = Update(), list(files), drift.Watch(connection)
    held = copy.streams(connection)
    new = [file for file in files if file.pair.marks.sequence not in held.get(file.pair.stream, {})]
    done.known = len(files) - len(new)
    bases = sorted((file for file in new if file.tag is not None), key=_place)
    beginning = bases[:1] if not held else []
    for file in (*beginning, *_as_numbers_run(file for file in new if file.tag is None)):
        _apply(connection, file, watch, done)
    _look(watch, done)
    _remark(connection, watch, done)
    for file in bases[len(beginning) :]:
        if _is_proven(connection, file, done):
            _apply(connection, file, watch, done)
    return done


def _apply(connection: sqlite3.Connection, file: Checked, watch: drift.Watch, done: Update) -> None:
    copy.apply(connection, file)
    done.applied += 1
    if file.pair.marks.flow != "NMU" and (file.items or file.tag):
        watch.changed()
    if file.voucher is not None and file.voucher.digests:
        _look(watch, done)


def _look(watch: drift.Watch, done: Update) -> None:
    for found in watch.look().drifts:
        done.drifts.setdefault(found.dossier_type, found)


def _remark(connection: sqlite3.Connection, watch: drift.Watch, done: Update) -> None:
    """Say of the newest digests whether the copy fits them, or that nobody can tell yet."""
    newest = copy.newest_digests(connection)
    if newest is None or done.drifts:
        return
    if newest in watch.look().compared:
        done.remarks.append(f"the copy equals the digests of {newest}")
    else:
        done.remarks.append(f"the digests of {newest} are not compared: the copy knows later changes, or not all")


def _as_numbers_run(files: Iterable[Checked]) -> list[Checked]:
    """In the order of the numbers up to which they tell; one that says none goes before the next of its stream."""
    following: dict[Stream, float] = {}
    placed = []
    for file in reversed(list(files)):
        stream = file.pair.stream
        following[stream] = following.get(stream, inf) if file.log_number is None else file.log_number
        rank = ("RSP", "NRP").index(stream.flow) if stream.flow in ("RSP", "NRP") else 2
        placed.append(((following[stream], rank, file.pair.marks.sequence), file))
    return [file for _, file in sorted(placed, key=itemgetter(0))]


def _place(file: Checked) -> tuple[int, int]:
    assert file.tag is not None, "only base files are put in this order"
    return file.tag.log_number, file.pair.marks.sequence


def _is_proven(connection: sqlite3.Connection, file: Checked, done: Update) -> bool:
    """Whether nothing speaks against a base file; what it says of the copy goes to the remarks or its findings."""
    assert file.tag is not None, "only base files prove a copy"
    if file.tag.log_number < copy.newest_base(connection):
        return True
    if behind := list(_behind(connection, file)):
        done.remarks.append(f"{file.pair.name} is applied without comparison: {', '.join(behind)} is not here")
        return True
    different = base.differences(connection, file.pair.path)
    if different and "NRP" in file.tag.goes_on and copy.replacements_known(connection) < file.tag.log_number:
        done.remarks.append(f"{file.pair.name} has changes in it that the next NRP may tell: it is compared then")
        return False
    if different:
        text = f"the copy differs in {different} dossier{'s' * (different > 1)} from the base of {file.tag.day}"
        file.findings.add(Finding(codes.COPY_DIFFERS, text))
        return False
    done.remarks.append(f"the copy equals the base of {file.tag.day} ({file.pair.name})")
    return True


def _behind(connection: sqlite3.Connection, file: Checked) -> Iterator[str]:
    """The streams of which the copy has not all that is in the base file."""
    assert file.tag is not None, "only base files prove a copy"
    held, tagged = copy.streams(connection), copy.goes_on(connection)
    for flow, number in file.tag.goes_on.items():
        numbers: Applied = held.get(file.pair.stream._replace(flow=flow), {})
        if max(numbers, default=0) < number - 1 and tagged.get(flow, 1) < number:
            yield f"{flow} up to {number - 1}"
