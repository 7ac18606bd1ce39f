"""What is fuzzed: functions of bytes that may refuse with a sentence, and must do nothing else.

Each takes one input. A refusal that people can read (CrhError, ValueError from the codec) is an answer; anything else is a
finding.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

Target = Callable[[bytes], object]
#: Pixels that the decoder may make of one input while it is fuzzed: the limit is the same code, only tried sooner.
MOST_PIXELS = 2_000_000
_NAMES = ("a.jpg", "a.dng", "a.tif", "a.heic")


def decoder() -> Target:
    """The decoder's front: reduced or whole, as a photo or as a camera's raw file, then what is computed of the picture."""
    from crh_desktop.core import imaging, perceptual
    from crh_desktop.core.errors import PhotoError

    imaging.MAX_PIXELS = imaging.MAX_PIXELS_FULL = MOST_PIXELS
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2

    def run(data: bytes) -> None:
        choice = data[-1] if data else 0
        name, side = _NAMES[choice % 2 and choice // 2 % 4], (None, 224, 64)[choice % 3]
        try:
            decoded = imaging.decode(data, name, side)
        except PhotoError as error:
            assert str(error).endswith("."), "a refusal is a sentence"
            return
        assert decoded.picture.mode == "RGB" and decoded.width > 0 and decoded.height > 0
        perceptual.perceptual_code(decoded.picture)
        assert imaging.network_input(decoded.picture).shape == (224, 224, 3)
        assert imaging.thumbnail_bytes(decoded.picture, 256)

    return run


def metadata() -> Target:
    """EXIF, XMP, IPTC and sidecars: what a file says beside its pixels."""
    from crh_desktop.core import imaging, xmp
    from crh_desktop.core.keywords import MOST_KEYWORDS, keywords_of
    from crh_desktop.core.metadata import dated, describe

    imaging.MAX_PIXELS = imaging.MAX_PIXELS_FULL = MOST_PIXELS
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2

    def run(data: bytes) -> None:
        half = len(data) // 2
        for photo, sidecar in ((data, b""), (b"", data), (data[:half], data[half:])):
            said = describe(photo, sidecar)
            assert all(isinstance(text, str) and len(text) <= 900 for text in said.values())
            assert len(keywords_of(photo, sidecar)) <= MOST_KEYWORDS
        dated({}, b"/a/IMG_20200101_120000.jpg", data)
        with contextlib.suppress(xmp.XmpError):
            xmp.extended(data, {"rating": "3"}, ["sea"])

    return run


def bundle() -> Target:
    """Models from elsewhere: as one file, and as a folder with a description and weights."""
    from crh_desktop.core.errors import CrhError
    from crh_desktop.learn.bundle import read_bundle
    from crh_desktop.learn.bundle_file import import_bundle, is_exported

    place = Path(tempfile.mkdtemp(prefix="crh-fuzz-"))

    def run(data: bytes) -> None:
        file = place / "given.crhmodel"
        file.write_bytes(data)
        is_exported(file)
        models = place / "models"
        try:
            made = import_bundle(file, models)
        except CrhError as error:
            assert str(error).endswith("."), str(error)
        else:
            assert made.parent == models
        assert sorted(one.name for one in place.iterdir() if one.name not in ("models", "folder")) == ["given.crhmodel"]
        shutil.rmtree(models, ignore_errors=True)
        folder = place / "folder"
        folder.mkdir(exist_ok=True)
        text, _, weights = data.partition(b"\0\0")
        (folder / "model.json").write_bytes(text)
        (folder / "weights.safetensors").write_bytes(weights)
        with contextlib.suppress(CrhError):
            read_bundle(folder)

    return run


def plan() -> Target:
    """Plans from elsewhere."""
    from crh_desktop.core.errors import UsageError
    from crh_desktop.core.plan_file import read_plan

    file = Path(tempfile.mkdtemp(prefix="crh-fuzz-")) / "plan.json"

    def run(data: bytes) -> None:
        file.write_bytes(data)
        try:
            groups = read_plan(file)
        except UsageError as error:
            assert str(file) in str(error)
            return
        for group in groups:
            for one in (group.keeper, *group.marked):
                assert b"\0" not in one.path and len(one.digest) == 64

    return run


def protocol() -> Target:
    """What window and worker say to each other, what a second window hands over, and what people's settings hold."""
    from crh_desktop.app.instance import _paths
    from crh_desktop.core.matching.keeper_rules import KeeperRules
    from crh_desktop.worker import protocol as codec

    def run(data: bytes) -> None:
        for line in data.split(b"\n"):
            with contextlib.suppress(ValueError, RecursionError):
                message = codec.decode(line)
                assert codec.decode(codec.encode(message)) == message or "NaN" in json.dumps(message)
                codec.code_from_message(message)
            _paths(line)
        KeeperRules.from_text(data.decode("utf-8", "replace"))

    return run


TARGETS: dict[str, Callable[[], Target]] = {
    "decoder": decoder, "metadata": metadata, "bundle": bundle, "plan": plan, "protocol": protocol,
}  # fmt: skip
