"""What lies in a folder of downloaded files: pairs a file with its voucher, and passes over what is nobody's."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from raas_batch.receiver.documents import OURS
from raas_batch.vouchers import FileName

_VOUCHER = ".voucher.xml"


class Stream(NamedTuple):
    """Files that are numbered together; their sender is the register."""

    flow: str
    receiver: str
    environment: str

    def __str__(self) -> str:
        return " ".join(self)


@dataclass(frozen=True, slots=True)
class Pair:
    """A file of ours and its voucher, at least one of which is there."""

    folder: Path
    name: str
    marks: FileName
    """What the name says."""
    has_file: bool
    has_voucher: bool

    @property
    def stream(self) -> Stream:
        """The stream in which the name places the file."""
        return Stream(self.marks.flow, self.marks.organisation, self.marks.environment)

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.folder / self.name

    @property
    def voucher_path(self) -> Path:
        """Where its voucher lies."""
        return self.folder / f"{self.name.removesuffix('.xml')}{_VOUCHER}"


def pairs(folder: Path) -> tuple[list[Pair], int]:
    """The files of ours in a folder, stream by stream in their order; and how many others there are."""
    there = {path.name for path in folder.iterdir() if path.is_file()}
    names = {_file_of(name): FileName.read(_file_of(name)) for name in there}
    ours = {name: marks for name, marks in names.items() if marks is not None and marks.flow in OURS}
    found = [
        Pair(folder, name, marks, name in there, f"{name.removesuffix('.xml')}{_VOUCHER}" in there)
        for name, marks in ours.items()
    ]
    others = sum(_file_of(name) not in ours for name in there)
    return sorted(found, key=lambda pair: (pair.stream, pair.marks.sequence, pair.name)), others


def _file_of(name: str) -> str:
    """The name of the data file that a file, itself or its voucher, belongs to."""
    return f"{name.removesuffix(_VOUCHER)}.xml" if name.endswith(_VOUCHER) else name
