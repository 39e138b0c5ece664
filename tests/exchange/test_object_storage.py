"""The exchange on S3: processes die between two requests, claim at once, are told no; the sender never waits."""

import json
import os
import re
import signal
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from making import FUND, MUTUALITY, Person, Record, file_name, send_population, send_registrations, ssin
from reading import answers, streams
from sqlalchemy import Engine, select
from upath import UPath

from raas_batch.errors import explained
from raas_batch.exchange import archive, inbox, outbox
from raas_batch.flows import take_all
from raas_batch.registration import stations
from raas_batch.settings import Settings
from raas_batch.store.engine import engine
from raas_batch.store.tables import file

NAME = file_name("REG", MUTUALITY, 1)
VOUCHER = NAME.replace(".xml", ".voucher.xml")
LARGE = 20 << 20


@pytest.fixture
def places(bucket, partners, monkeypatch) -> UPath:
    """The bucket in which a register with its partners has inbox, outbox and archive."""
    for name in ("inbox", "outbox", "archive"):
        monkeypatch.setenv(f"RAAS_{name.upper()}_URL", f"{bucket}{name}")
    return bucket


@pytest.fixture
def received(tmp_path, bucket) -> Callable[[], Path]:
    """Brings the outboxes to a disk, as receivers do; gives the folder to read them from."""

    def download() -> Path:
        bucket.fs.get((bucket / "outbox").path, str(tmp_path / "received" / "outbox"), recursive=True)
        return tmp_path / "received"

    return download


def take() -> None:
    """Take all waiting files through their stations."""
    assert take_all() == []


def send(places: UPath, sequence: int = 1, sender: str = MUTUALITY) -> str:
    return send_registrations(places, sender, sequence, [Record(ssin(0), f"{2000 + sequence}-01-01")])


def keys(place: UPath) -> list[str]:
    return sorted(key.removeprefix(f"{place.path.rstrip('/')}/") for key in place.fs.find(place.path))


def dropped_by_another(storage, place: UPath, content: bytes = b"<a/>") -> None:
    """Drop a file as a program would that shares nothing with this one."""
    said = {"Authorization": "of another", "Content-Type": "application/xml"}
    urlopen(Request(f"{storage.url}/{quote(place.path)}", data=content, method="PUT", headers=said)).close()


def bucket_of(root: UPath) -> str:
    return root.path.strip("/")


def needed(asked: str) -> tuple[str, str]:
    """The right that a request needs, and on what."""
    method, _, path = asked.partition(" /")
    where, _, query = path.partition("?")
    if "/" not in where.strip("/"):
        return {"GET": "ListBucket"}[method], where.strip("/")
    if "uploadId=" in query and method == "DELETE":
        return "AbortMultipartUpload", where
    return {"GET": "GetObject", "HEAD": "GetObject", "DELETE": "DeleteObject"}.get(method, "PutObject"), where


def states(database: Engine) -> dict[str, str]:
    with database.connect() as connection:
        return {row.name: row.state for row in connection.execute(select(file.c.name, file.c.state))}


def in_a_fork(work: Callable[[], object]) -> int:
    """Start the work in a process of its own, in silence, as Airflow starts a task; gives its number."""
    process = os.fork()
    if process:
        return process
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        engine().dispose(close=False)  # its connections are the parent's
        work()
        os._exit(0)
    finally:
        os._exit(1)


def killed_at(storage, request: str, work: Callable[[], object]) -> None:
    """Do the work in a process that is killed when the storage gets such a request, which comes to nothing."""
    process = 0

    def kill(asked: str) -> int | None:
        if request not in asked:
            return None
        os.kill(process, signal.SIGKILL)
        return 500

    storage.answer = kill
    process = in_a_fork(work)
    assert os.WTERMSIG(os.waitpid(process, 0)[1]) == signal.SIGKILL, f"{request} was never asked"
    storage.answer = lambda asked: None


def test_files_go_from_inbox_to_outbox_and_nothing_stays_behind(places, run, received, database):
    send_population(places, 1, [Person(ssin(0))])
    send(places)
    run()
    assert set(states(database).values()) == {"ANSWERED"}
    assert keys(places / "inbox") == []
    assert [answer.result for answer in answers(received(), MUTUALITY, "ACK")] == ["ACCEPTED"]
    assert [verdict.code for verdict in answers(received(), MUTUALITY, "RSP")[0].verdicts] == ["MSG00000"]
    assert all(len(key.rpartition("/")[2]) == 64 for key in keys(places / "archive"))


def test_the_rights_in_the_manual_are_those_the_program_uses(places, storage, run):
    manual = (Path(__file__).parents[2] / "docs" / "operating.md").read_text()
    given = re.findall(r"```json\n(.*?)```", manual, re.DOTALL)[0].replace(":::register", f":::{bucket_of(places)}")
    rights = {
        (action, statement["Resource"])
        for statement in json.loads(given)["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    send(places)
    storage.requests.clear()
    run()
    with archive.spool(Settings().archive) as spool:
        spool.write(bytes(LARGE))
    used = set()
    for action, where in map(needed, storage.requests):
        fitting = {right for right in rights if fnmatch(f"s3:{action} arn:aws:s3:::{where}", " ".join(right))}
        assert fitting, f"{action} on {where} is not in the manual"
        used |= fitting
    assert {action for action, _ in rights - used} == {  # for tags of a sender, and for what goes wrong
        "s3:GetObjectTagging", "s3:PutObjectTagging", "s3:AbortMultipartUpload",
    }  # fmt: skip


@pytest.mark.parametrize(
    "request_",
    [
        f"PUT /{{}}/inbox/.claimed/{MUTUALITY}/{VOUCHER}",
        f"DELETE /{{}}/inbox/{MUTUALITY}/{VOUCHER}",
        f"DELETE /{{}}/inbox/{MUTUALITY}/{NAME}",
        f"DELETE /{{}}/inbox/.claimed/{MUTUALITY}/{NAME}",
        f"PUT /{{}}/outbox/{MUTUALITY}/RSP",
    ],
)
def test_a_process_killed_between_two_requests_leaves_what_the_next_run_finishes(
    places, storage, received, database, request_
):
    send(places)
    killed_at(storage, request_.format(bucket_of(places)), take)
    take()
    assert states(database) == {NAME: "ANSWERED"}
    assert keys(places / "inbox") == []
    assert [len(told) for told in streams(received()).values()] == [1, 1]  # an ACK and an RSP


def test_a_process_killed_while_it_uploads_leaves_no_object(bucket, storage):
    def keep() -> None:
        with archive.spool(Settings(archive_url=f"{bucket}archive").archive) as spool:
            spool.write(bytes(LARGE))

    killed_at(storage, "partNumber=3", keep)
    assert bucket.fs.find(bucket.path) == []


def test_an_upload_that_is_broken_off_leaves_no_object_and_no_part(bucket, storage):
    with pytest.raises(OSError, match="no space"), archive.spool(bucket / "archive") as spool:  # noqa: PT012
        spool.write(bytes(LARGE))
        raise OSError("no space left")
    assert storage.requests == []
    storage.answer = lambda asked: 403 if asked.startswith("POST") and "uploadId=" in asked else None
    with pytest.raises(PermissionError), archive.spool(bucket / "archive") as spool:
        spool.write(bytes(LARGE))
    assert bucket.fs.find(bucket.path) == []
    assert bucket.fs.list_multipart_uploads(bucket.path.strip("/")) == []


def test_a_large_file_is_kept_and_published_in_parts(bucket):
    content = os.urandom(LARGE)
    with archive.spool(bucket / "archive") as spool:
        spool.write(content)
    outbox.publish(bucket / "outbox", bucket / "archive", FUND, "RSP.1.xml", (spool.kept.sha256,) * 2)
    assert (bucket / "outbox" / FUND / "RSP.1.xml").read_bytes() == content


def test_what_is_in_the_archive_is_never_written_again(bucket):
    with archive.spool(bucket / "archive") as spool:
        spool.write(b"some bytes")
    kept = archive.place(bucket / "archive", spool.kept.sha256)
    kept.write_bytes(b"changed by hand")
    with archive.spool(bucket / "archive") as spool:
        spool.write(b"some bytes")
    assert kept.read_bytes() == b"changed by hand"


def test_two_processes_at_once_take_each_file_once(places, received, database):
    for sequence in (1, 2):
        for sender in (MUTUALITY, FUND):
            send(places, sequence, sender)
    workers = [in_a_fork(take) for _ in range(2)]
    assert [os.waitpid(worker, 0)[1] for worker in workers] == [0, 0]
    take()
    assert list(states(database).values()) == ["ANSWERED"] * 4
    assert keys(places / "inbox") == []
    for told in streams(received()).values():
        assert len({answer.about for answer in told}) == len(told) == 2


def test_what_another_drops_is_seen_at_once(bucket, storage):
    assert inbox.owners(bucket / "inbox") == []
    assert inbox.vouchers(bucket / "inbox") == set()
    for name in (NAME, VOUCHER):
        dropped_by_another(storage, bucket / "inbox" / MUTUALITY / name)
        assert inbox.owners(bucket / "inbox") == [MUTUALITY]
        assert [arrival.is_whole for arrival in inbox.arrivals(bucket / "inbox", MUTUALITY)] == [name == VOUCHER]
    assert inbox.vouchers(bucket / "inbox") == {f"{MUTUALITY}/{VOUCHER}"}


def test_a_claimed_file_is_found_though_nothing_else_is_in_its_senders_inbox(places, database):
    """A folder of object storage is gone with its last object, and the sender may not come back for weeks."""
    send(places)
    [arrival] = inbox.arrivals(Settings().inbox, MUTUALITY)
    inbox.claim(Settings().inbox, arrival)
    take()
    assert states(database)[NAME] == "ANSWERED"


def test_what_a_sender_drops_while_its_file_is_moved_stays(bucket, storage):
    theirs = bucket / "inbox" / MUTUALITY
    for name in (NAME, VOUCHER):
        dropped_by_another(storage, theirs / name, b"first")
    [arrival] = inbox.arrivals(bucket / "inbox", MUTUALITY)

    def drop_between(asked: str) -> None:
        if asked == f"DELETE /{theirs.path}/{VOUCHER}":
            storage.answer = lambda asked: None
            dropped_by_another(storage, theirs / VOUCHER, b"second")

    storage.answer = drop_between
    assert inbox.claim(bucket / "inbox", arrival).voucher.read_bytes() == b"first"
    assert (theirs / VOUCHER).read_bytes() == b"second"
    [still] = inbox.claimed(bucket / "inbox", MUTUALITY)
    assert (still.is_whole, still.voucher.read_bytes()) == (True, b"first")
    assert keys(theirs) == [VOUCHER]


def test_objects_are_listed_by_the_thousand_and_never_asked_for_one_by_one(bucket, storage):
    from moto.s3.models import s3_backends

    for number in range(1_002):  # put there without a request, which takes its time
        s3_backends["123456789012"]["aws"].put_object(
            bucket.path.strip("/"), f"inbox/{MUTUALITY}/REG.{number // 2:05d}.{'voucher.' * (number % 2)}xml", b"<a/>"
        )
    assert len(inbox.arrivals(bucket / "inbox", MUTUALITY)) == 501
    assert len(inbox.vouchers(bucket / "inbox")) == 501
    assert len(storage.requests) == 2 + 2


def test_a_look_into_the_inboxes_is_one_request_whatever_their_number(bucket, storage):
    for number in range(40):
        dropped_by_another(storage, bucket / "inbox" / f"{number:010d}" / VOUCHER)
    dropped_by_another(storage, bucket / "inbox" / "0000000041" / "")  # how a console makes a folder
    storage.requests.clear()
    assert len(inbox.vouchers(bucket / "inbox")) == 40
    assert len(storage.requests) == 1
    assert inbox.arrivals(bucket / "inbox", "0000000041") == []


@pytest.mark.parametrize(
    "name", ["REG [1].xml", "REG*.xml", "REG#1.xml", "REG%20é.xml", "REG+1 &=.xml", "?.xml", "a\\b.xml"]
)
def test_an_odd_name_is_that_object_and_no_other(bucket, storage, name):
    others = ["REG 1.xml", "REGX.xml", "REG 1.voucher.xml", "REGX.voucher.xml", "a.xml", "a.voucher.xml"]
    for odd in (name, name.replace(".xml", ".voucher.xml"), *others):
        (bucket / "inbox" / MUTUALITY / odd).write_bytes(odd.encode())
        if odd in others:
            (bucket / "inbox" / ".claimed" / MUTUALITY / odd).write_bytes(odd.encode())
    [arrival] = [found for found in inbox.arrivals(bucket / "inbox", MUTUALITY) if found.name == name]
    assert inbox.claim(bucket / "inbox", arrival).file.read_bytes() == name.encode()
    inbox.let_go(bucket / "inbox", MUTUALITY, name)
    assert keys(bucket / "inbox" / MUTUALITY) == keys(bucket / "inbox" / ".claimed" / MUTUALITY) == sorted(others)


def test_trouble_that_passes_is_not_noticed(places, storage, database):
    send(places)
    troubled = set()

    def once(asked: str) -> int | None:
        kind = asked.split()[0], ".claimed" in asked
        return None if kind[0] == "GET" or kind in troubled or troubled.add(kind) else 503

    storage.answer = once
    take()
    assert troubled >= {("PUT", True), ("PUT", False), ("DELETE", True), ("DELETE", False)}
    assert states(database) == {NAME: "ANSWERED"}


@pytest.fixture
def impatient(storage, monkeypatch) -> None:
    """The library tries once and no more."""
    from s3fs import S3FileSystem

    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setattr(S3FileSystem, "retries", 1)
    S3FileSystem.clear_instance_cache()
    yield
    S3FileSystem.clear_instance_cache()


def test_trouble_that_stays_is_told_and_loses_nothing(places, storage, database, impatient, caplog):
    send(places)
    for status, where in ((500, "archive/"), (503, "inbox/.claimed/"), (403, f"inbox/{MUTUALITY}/{VOUCHER}")):
        storage.answer = lambda asked, status=status, where=where: status if where in asked else None
        assert stations.claim() == []
        assert f"object storage did not do what it was asked ({status})" in caplog.text
    assert states(database) == {}
    storage.answer = lambda asked: None
    take()
    assert states(database) == {NAME: "ANSWERED"}
    assert keys(places / "inbox") == []


def test_a_bucket_that_is_not_there_is_no_empty_inbox(storage, home, monkeypatch):
    monkeypatch.setenv("RAAS_INBOX_URL", "s3://no-such-bucket/inbox")
    with pytest.raises(FileNotFoundError) as refusal:
        stations.claim()
    assert "object storage did not do what it was asked (NoSuchBucket)" in str(explained(refusal.value))
    with pytest.raises(FileNotFoundError), archive.spool(Settings().inbox) as spool:
        spool.write(b"and no bucket is made")
    assert not any(asked.startswith(("PUT /no-such-bucket ", "PUT /no-such-bucket/ ")) for asked in storage.requests)


def test_storage_that_does_not_answer_is_told_as_such(storage, impatient, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(Exception, match="Could not connect") as refusal:
        inbox.owners(Settings(inbox_url="s3://raas/inbox").inbox)
    assert "(EndpointConnectionError)" in str(explained(refusal.value))


def test_credentials_come_from_the_environment_only(monkeypatch):
    monkeypatch.setenv("RAAS_ARCHIVE_URL", "s3://key:secret@bucket/archive")
    with pytest.raises(ValueError, match="credentials") as refusal:
        Settings()
    assert "secret" not in str(refusal.value)
    assert "RAAS_ARCHIVE_URL" in str(explained(refusal.value))
