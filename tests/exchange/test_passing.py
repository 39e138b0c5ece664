"""What passes is on the disk as it was written, whether the file system can do without the machine's memory or not."""

import os
from pathlib import Path

import pytest

from raas_batch.exchange import passing

OF_MEMORY = Path("/dev/shm")  # a file system that is nothing else, so it keeps what it is told not to


@pytest.fixture(params=["disk", "memory"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "file") if request.param == "disk" else str(OF_MEMORY / f"raas-test-{tmp_path.name}")


def test_bytes_are_written_as_they_come(path: str) -> None:
    pieces = [b"a" * 10, b"b" * 1_000_000, b"", b"c" * 300_000]
    try:
        with passing.writing(path) as stream:
            for piece in pieces:
                stream.write(piece)
        assert Path(path).read_bytes() == b"".join(pieces)
    finally:
        Path(path).unlink()


def test_what_a_file_held_is_gone(path: str) -> None:
    try:
        Path(path).write_bytes(b"something long")
        with passing.writing(path) as stream:
            stream.write(b"short")
        assert Path(path).read_bytes() == b"short"
    finally:
        Path(path).unlink()


def test_bytes_are_read_as_they_lie_there(path: str) -> None:
    content = bytes(range(256)) * 10_000
    try:
        Path(path).write_bytes(content)
        with passing.reading(path) as stream:
            pieces = [stream.read(length) for length in (1, 300_000, 0, 2 << 20)]
            assert b"".join([*pieces, stream.read()]) == content
            assert (stream.read(1), stream.read()) == (b"", b"")
            stream.seek(255)
            assert stream.read(2) == b"\xff\x00"
    finally:
        Path(path).unlink()


def test_a_file_of_nothing_is_read(path: str) -> None:
    try:
        Path(path).touch()
        with passing.reading(path) as stream:
            assert stream.read(10) == b""
    finally:
        Path(path).unlink()


def test_what_the_system_gives_in_parts_is_read_whole(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = os.preadv

    def in_parts(file: int, blocks: list[memoryview], at: int, flags: int) -> int:
        return given(file, [blocks[0][:1000]], at, flags)

    monkeypatch.setattr(os, "preadv", in_parts)
    try:
        Path(path).write_bytes(b"x" * 300_000)
        with passing.reading(path) as stream:
            assert len(stream.read(250_000)) == 250_000
    finally:
        Path(path).unlink()
