"""Object storage: a real S3 protocol on a port of this machine, which counts requests and fails when told to."""

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from upath import UPath

from raas_batch.settings import Settings

MISSING = "object storage is tried with s3fs and moto; `make install` brings both"


class ObjectStorage:
    """S3 as moto speaks it. ``answer`` may give a status of its own for a request, such as ``PUT /bucket/key``."""

    def __init__(self) -> None:
        from moto.moto_server.werkzeug_app import MotoRequestHandler
        from moto.server import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import make_server

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._s3 = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=MotoRequestHandler)
        Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.requests: list[str] = []
        self.answer: Callable[[str], int | None] = lambda request: None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        query = f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else ""
        request = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}{query}"
        self.requests.append(request)
        if status := self.answer(request):
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start_response(f"{status} Trouble", [("Content-Length", "0")])
            return [b""]
        return self._s3(environ, start_response)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="session")
def s3() -> Iterator[ObjectStorage]:
    """The one server of all tests."""
    pytest.importorskip("s3fs", reason=MISSING)
    pytest.importorskip("moto.server", reason=MISSING)
    server = ObjectStorage()
    yield server
    server.stop()


@pytest.fixture
def storage(s3: ObjectStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectStorage]:
    """The server with nothing asked of it yet; the environment says where it is, and with which credentials."""
    for name, value in {
        "AWS_ENDPOINT_URL": s3.url, "AWS_ACCESS_KEY_ID": "register", "AWS_SECRET_ACCESS_KEY": "of-the-register",
        "AWS_DEFAULT_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    s3.answer = lambda request: None
    s3.requests.clear()
    yield s3
    s3.answer = lambda request: None


@pytest.fixture
def bucket(storage: ObjectStorage, tmp_path: Path) -> UPath:
    """An empty bucket, as the program reaches one."""
    root = Settings(archive_url=f"s3://{tmp_path.name.replace('_', '-').lower()}-{tmp_path.parent.name}").archive
    root.fs.call_s3(
        "create_bucket", Bucket=root.path.strip("/"), CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    storage.requests.clear()
    return root
