"""Inbox, archive and outbox: on a disk, on fsspec's memory, which knows no more than any storage, and on S3."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from upath import UPath

from raas_batch.exchange import archive, durable, inbox, outbox

OWNER = "0314595348"


@pytest.fixture(params=["disk", "memory", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UPath]:
    """A root for files."""
    if request.param == "s3":
        yield request.getfixturevalue("bucket") / "some" / "prefix"
        return
    root = UPath(tmp_path) if request.param == "disk" else UPath(f"memory://{tmp_path.name}")
    root.mkdir(parents=True, exist_ok=True)
    yield root
    if request.param == "memory":
        root.fs.rm(root.path, recursive=True)


def everything_in(place: UPath) -> list[str]:
    return sorted(path.name for path in place.glob("**/*") if path.is_file())


def put(place: UPath, name: str, content: bytes = b"<a/>") -> UPath:
    path = place / OWNER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_what_is_kept_lies_under_its_own_hash(place: UPath) -> None:
    kept = archive.keep(place / "archive", put(place, "REG.xml", b"some bytes"))
    assert kept == archive.Kept(hashlib.sha256(b"some bytes").hexdigest(), 10)
    with archive.read(place / "archive", kept.sha256) as stream:
        assert stream.read() == b"some bytes"


def test_the_same_bytes_are_kept_once(place: UPath) -> None:
    first, second = put(place, "one.xml", b"same"), put(place, "two.xml", b"same")
    assert archive.keep(place / "archive", first) == archive.keep(place / "archive", second)
    assert len(everything_in(place / "archive")) == 1


def test_a_spool_that_breaks_off_leaves_nothing_behind(place: UPath) -> None:
    with pytest.raises(OSError, match="no space"), archive.spool(place / "archive") as spool:  # noqa: PT012  # the block is what breaks off
        spool.write(b"half of it")
        raise OSError("no space left")
    assert everything_in(place / "archive") == []


def test_a_file_being_written_is_not_there_yet(place: UPath) -> None:
    target = place / OWNER / "ACK.xml"
    with durable.written(place, lambda: target) as stream:
        stream.write(b"first half")
        assert not target.exists()
    assert target.read_bytes() == b"first half"


def test_publishing_twice_writes_the_same_bytes(place: UPath) -> None:
    hashes = tuple(archive.keep(place / "archive", put(place, name, name.encode())).sha256 for name in ("f", "v"))
    for _ in range(2):
        outbox.publish(place / "outbox", place / "archive", OWNER, "RSP.1.xml", (hashes[0], hashes[1]))
        assert everything_in(place / "outbox") == ["RSP.1.voucher.xml", "RSP.1.xml"]
    assert (place / "outbox" / OWNER / "RSP.1.voucher.xml").read_bytes() == b"v"


def test_a_file_is_whole_when_its_voucher_is_there(place: UPath) -> None:
    put(place / "inbox", "REG.1.xml")
    [alone] = inbox.arrivals(place / "inbox", OWNER)
    assert not alone.is_whole
    put(place / "inbox", "REG.1.voucher.xml")
    [whole] = inbox.arrivals(place / "inbox", OWNER)
    assert whole.is_whole
    assert whole.name == "REG.1.xml"


def test_what_is_still_being_written_has_not_arrived(place: UPath) -> None:
    put(place / "inbox", ".REG.1.xml.filepart")
    put(place / "inbox", "REG.1.xml.part")
    assert inbox.arrivals(place / "inbox", OWNER) == []


def test_only_folders_named_by_a_cbe_number_have_an_owner(place: UPath) -> None:
    put(place / "inbox", "REG.1.xml")
    stranger = place / "inbox" / "incoming"
    stranger.mkdir(parents=True, exist_ok=True)
    (stranger / "REG.1.xml").write_bytes(b"<a/>")
    assert inbox.owners(place / "inbox") == [OWNER]
    assert inbox.owners(place / "nowhere") == []


def test_what_came_first_comes_first_whatever_date_it_kept(tmp_path: Path) -> None:
    for name, minute in (("REG.B", 2), ("REG.A", 1)):
        for part in (f"{name}.xml", f"{name}.voucher.xml"):
            os.utime(put(UPath(tmp_path), part), (minute * 60, minute * 60))
    assert [a.name for a in inbox.arrivals(UPath(tmp_path), OWNER)] == ["REG.B.xml", "REG.A.xml"]


def test_a_claimed_file_is_out_of_its_senders_reach(place: UPath) -> None:
    for name in ("REG.1.xml", "REG.1.voucher.xml"):
        put(place / "inbox", name, b"first")
    [arrival] = inbox.arrivals(place / "inbox", OWNER)
    taken = inbox.claim(place / "inbox", arrival)
    put(place / "inbox", "REG.1.xml", b"second")
    assert taken.is_whole
    assert taken.file is not None
    assert taken.file.read_bytes() == b"first"
    inbox.let_go(place / "inbox", OWNER, "REG.1.xml")
    assert inbox.claimed(place / "inbox", OWNER) == []
    [still] = inbox.arrivals(place / "inbox", OWNER)
    assert still.file is not None
    assert still.file.read_bytes() == b"second"


def test_a_claim_that_died_between_the_two_parts_is_made_whole(place: UPath) -> None:
    put(place / "inbox", "REG.1.xml")
    half = place / "inbox" / inbox.CLAIMED / OWNER
    half.mkdir(parents=True, exist_ok=True)
    (half / "REG.1.voucher.xml").write_bytes(b"<v/>")
    [claimed] = inbox.claimed(place / "inbox", OWNER)
    assert claimed.is_whole
    assert inbox.arrivals(place / "inbox", OWNER) == []


def test_letting_go_of_what_is_gone_is_no_failure(place: UPath) -> None:
    inbox.let_go(place / "inbox", OWNER, "REG.1.xml")
    assert inbox.claimed(place / "inbox", OWNER) == []


def test_a_name_that_is_not_utf_8_is_nobodys_file(tmp_path: Path) -> None:
    put(UPath(tmp_path), "REG.xml").rename(os.fsdecode(bytes(tmp_path / OWNER) + b"/REG\xe9.xml"))
    assert inbox.arrivals(UPath(tmp_path), OWNER) == []


def test_a_symbolic_link_is_not_a_file_of_the_sender(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_bytes(b"<secret/>")
    folder = tmp_path / "inbox" / OWNER
    folder.mkdir(parents=True)
    (folder / "REG.1.xml").symlink_to(secret)
    assert inbox.arrivals(UPath(tmp_path / "inbox"), OWNER) == []
