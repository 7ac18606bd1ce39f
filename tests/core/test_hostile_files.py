"""Files from strangers: each is answered within seconds and bounded memory, with a sentence, and the next one is decoded."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crh_desktop.core import decode_process
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import PhotoError
from crh_desktop.core.imaging import PART_ONLY
from tests.conftest import REPOSITORY
from tests.fixtures.hostile import FILES, write_all

NO_PICTURE = "The content is not a picture in a format that can be read."
NO_FILE = "The file could not be read: it is not a regular file. Scan again when that has changed."
#: What the person sees of each; "" for a picture like any other.
SENTENCES = {
    "pixel bomb.png": "The file claims 400 megapixels, the limit is 300.",
    "text bomb.png": PART_ONLY, "huge.tif": PART_ONLY, "looping.tif": NO_PICTURE, "frames.gif": "", "exif bomb.jpg": "",
    "laughing.jpg": "", "unended.jpg": "", "drawing.jpg": NO_PICTURE, "program.jpg": NO_PICTURE, "polyglot.jpg": "",
    "empty.jpg": "The file is empty.", "text.jpg": NO_PICTURE, "pipe.jpg": NO_FILE, "socket.jpg": NO_FILE,
    "device.jpg": NO_FILE,
}  # fmt: skip
#: Seconds for one file on a slow machine; the limit that puts a decoder down is 60.
PATIENCE = 20.0


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    write_all(folder)
    return folder


def test_every_file_has_its_sentence(hostile: Path) -> None:
    assert set(FILES) < set(SENTENCES)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with DecodePool(1) as pool:
        for file in sorted(hostile.iterdir()):
            began = time.monotonic()
            (read,) = pool.read_all([bytes(file)], lambda digest: True)
            assert (read.reason or read.note) == SENTENCES[file.name], file.name
            assert (read.network is None) == bool(read.reason)
            try:
                said = pool.describe(bytes(file))
            except PhotoError as error:
                assert str(error) == SENTENCES[file.name]
            else:
                assert all(len(text) <= 900 for text in said.values())
            assert pool.keywords(bytes(file)) == ()
            assert time.monotonic() - began < PATIENCE, file.name
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert max(before, most) < 2 << 20, "a decode process took 2 GiB"
    assert not Path("/tmp/crh-was-here").exists()


def test_a_growing_file_is_read_another_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "copying.jpg"
    file.write_bytes(b"half of it")
    real, looks = os.fstat, []

    def fstat(descriptor: int) -> os.stat_result:
        looks.append(descriptor)
        if len(looks) == 2:
            with file.open("ab") as more:
                more.write(b" and the rest")
        return real(descriptor)

    monkeypatch.setattr(decode_process.os, "fstat", fstat)
    with pytest.raises(OSError) as refused:
        decode_process._load(str(file))
    assert decode_process.read_failure(refused.value) == (
        "The file could not be read: it was being written while it was read. Scan again when that has changed."
    )
    data, state = decode_process._load(str(file))
    assert data == b"half of it and the rest" and state.st_size == len(data)


def test_memory_of_one_file_is_bounded(tmp_path: Path) -> None:
    program = (
        "from crh_desktop.core.decode_process import _limit_memory\n_limit_memory()\n"
        "try:\n    bytes(7 << 30)\nexcept MemoryError:\n    print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=REPOSITORY)
    assert done.stdout.strip() == "refused", done.stderr
