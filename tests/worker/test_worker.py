"""The real worker process: a scan, short requests meanwhile, cancel, and death at the worst moment."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crh_desktop.core import scan
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.library import Library
from crh_desktop.core.progress import Progress
from crh_desktop.worker import jobs, protocol
from crh_desktop.worker.encoders import Encoders


class Client:
    """Talks to a worker over its pipes."""

    def __init__(self, library: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "crh_desktop", "worker", "--library", str(library)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.next()["event"] == "hello"

    def send(self, **message: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(protocol.encode({"v": protocol.VERSION, **message}))
        self.process.stdin.flush()

    def next(self) -> dict[str, Any]:
        assert self.process.stdout
        return protocol.decode(self.process.stdout.readline())

    def until(self, identity: int, *events: str) -> dict[str, Any]:
        while True:
            message = self.next()
            if message.get("id") == identity and message["event"] in events:
                return message


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    one = Client(tmp_path / "library")
    yield one
    one.process.kill()
    one.process.wait()


def test_scan_then_search(client: Client, photo_folder: Path, tmp_path: Path) -> None:
    client.send(id=1, do="scan", folders=[str(photo_folder)], options={})
    done = client.until(1, "done", "failed")
    assert done["event"] == "done" and done["result"]["hashed"] > 0
    with Library.open(tmp_path / "library") as library:
        assert library.counts().photos == done["result"]["photos"]
        photo = library.photos(library.photo_ids())[0]
        client.send(id=2, do="encode", path=photo.path.decode(), region=None)
        query = protocol.code_from_message(client.until(2, "done")["result"])
        hits = library.similar(query, 3)
        assert hits[0].distance < 1
        client.send(id=3, do="picture", photo_id=photo.id, max_side=500)
        assert Path(client.until(3, "done")["result"]["path"]).stat().st_size > 0
        client.send(id=4, do="scan", folders=[str(photo_folder)], options={})
        assert client.until(4, "done")["result"]["hashed"] == 0


def test_bad_requests_get_a_sentence_and_the_worker_lives(client: Client, tmp_path: Path) -> None:
    client.send(id=1, do="dance")
    assert "does not know" in client.until(1, "failed")["error"]
    client.send(id=2, do="encode", path=str(tmp_path / "none.jpg"), region=None)
    assert "none.jpg" in client.until(2, "failed")["error"]
    client.send(id=3, do="scan", folders=[str(tmp_path / "nowhere")])
    assert "is not a folder" in client.until(3, "failed")["error"]
    client.send(do="quit")
    assert client.process.wait(timeout=20) == 0


def test_cancel_answers_and_keeps_what_was_done(client: Client, photo_folder: Path) -> None:
    client.send(id=1, do="scan", folders=[str(photo_folder)], options={})
    client.until(1, "progress")
    client.send(id=1, do="cancel")
    assert client.until(1, "cancelled", "done")["event"] == "cancelled"
    client.send(id=2, do="scan", folders=[str(photo_folder)], options={})
    assert client.until(2, "done")["result"]["photos"] > 0


def test_code_survives_the_protocol() -> None:
    import numpy as np

    from crh_desktop.core.records import QueryCode

    query = QueryCode(np.arange(32, dtype=np.uint8), np.ones(256, np.float32), None)
    again = protocol.code_from_message(protocol.decode(protocol.encode(protocol.code_to_message(query))))
    assert np.array_equal(again.perceptual, query.perceptual) and np.array_equal(again.projection, query.projection)
    assert again.crh is None


def test_inodes_of_all_64_bits_are_taken(tmp_path, monkeypatch) -> None:
    """Some network drives number files so; SQLite holds 63 bits and a sign."""
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "one.jpg").write_bytes(b"no picture")
    seen = [scan.FileSeen(bytes(photos / "one.jpg"), 10, 5, 2**64 - 2, 2**64 - 1)]
    monkeypatch.setattr(jobs, "walk", lambda *_given: scan.Walk(seen))
    with Library.open(tmp_path / "library") as library, DecodePool(1) as pool:
        library.add_folder(bytes(photos))
        jobs.scan_job(library, [], jobs.ScanOptions(), pool, Encoders("cpu"), Progress())
        assert library.execute("SELECT dev, inode FROM photo") == [(-2, -1)]


STUBBORN = """
import sys, time
from crh_desktop.worker import loop

def scan(worker, message, progress):
    print("begun", file=sys.stderr, flush=True)
    time.sleep(60)

loop.PARTING = 0.5
loop.Worker._scan = scan
sys.exit(loop.main(["--library", sys.argv[1]]))
"""


def test_work_that_cannot_be_interrupted_does_not_outlive_the_window(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STUBBORN, str(tmp_path / "library")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        assert protocol.decode(process.stdout.readline())["event"] == "hello"
        process.stdin.write(protocol.encode({"v": protocol.VERSION, "id": 1, "do": "scan", "folders": []}))
        process.stdin.flush()
        while process.stderr.readline() not in (b"begun\n", b""):
            pass
        process.stdin.close()
        assert process.wait(30) == 1


def test_a_job_that_waits_when_the_window_goes_is_not_begun(tmp_path: Path, photo_folder: Path) -> None:
    client = Client(tmp_path / "library")
    assert client.process.stdin
    client.send(id=1, do="scan", folders=[str(photo_folder)], options={})
    client.process.stdin.close()
    assert client.process.wait(60) in (0, 1)
    with Library.open(tmp_path / "library") as library:
        assert library.counts().contents == 0
