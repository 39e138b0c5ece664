"""What passes is on the disk as it was written, whether the file system can do without the machine's memory or not."""

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
