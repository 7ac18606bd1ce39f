"""What fuzzing begins with: small real pictures of every format, sidecars, a model, plans and messages; made, not stored."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from tests.fixtures import hostile
from tests.fixtures.samples import sample

#: Inputs that once did harm, by target.
FOUND = Path(__file__).parent / "corpus"


def pictures() -> list[bytes]:
    """One picture in every format that is read, small, with EXIF and XMP where it can hold such, and the hostile files."""
    import pi_heif  # noqa: F401

    from crh_desktop.core.imaging import opened

    opened(io.BytesIO(hostile.FILES["polyglot.jpg"]())).close()  # registers all formats
    small = sample().resize((48, 36))
    exif = sample_exif()
    found = []
    for kind, options in (
        ("JPEG", {"quality": 80, "exif": exif}), ("JPEG", {"quality": 30, "progressive": True}), ("PNG", {}),
        ("WEBP", {"exif": exif}), ("WEBP", {"lossless": True}), ("GIF", {}), ("BMP", {}), ("TIFF", {"exif": exif}),
        ("TIFF", {"compression": "tiff_lzw"}), ("TIFF", {"compression": "jpeg"}), ("AVIF", {}), ("JXL", {}),
        ("JPEG2000", {}), ("ICO", {}),
        ("DIB", {}),
    ):  # fmt: skip
        out = io.BytesIO()
        try:
            small.save(out, kind, **options)  # type: ignore[arg-type]
        except (OSError, KeyError):
            continue  # this build cannot write it
        found.append(out.getvalue())
    for mode in ("L", "LA", "RGBA", "P", "CMYK", "I;16", "1", "F"):
        out = io.BytesIO()
        turned = (
            Image.fromarray(np.arange(48 * 36, dtype=np.uint16).reshape(36, 48))
            if mode == "I;16"
            else small.convert(mode)
        )
        turned.save(out, "TIFF")
        found.append(out.getvalue())
    gif = io.BytesIO()
    small.convert("P").save(gif, "GIF", save_all=True, append_images=[small.rotate(90).convert("P")])
    found.append(gif.getvalue())
    found += [
        make()
        for name, make in hostile.FILES.items()
        if name not in ("pixel bomb.png", "text bomb.png", "unended.jpg", "frames.gif")
    ]
    return found + [hostile.many_frames(50)]


def sample_exif() -> Image.Exif:
    """EXIF of a camera with place and time."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112], exif[0x9003] = "Canon", "EOS", 6, "2020:01:02 03:04:05"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 21.0, 7.0)})
    return exif


def texts() -> list[bytes]:
    """Sidecars and packets."""
    from crh_desktop.core.xmp import extended

    full = extended(
        b"", {"rating": "4", "description": "the sea", "taken": "2020:01:02 03:04:05", "place": "48.1, 2.3"}, ["a", "b"]
    )
    return [full, hostile.laughing_xmp(), b'{"photoTakenTime": {"timestamp": "1577934245"}}', b"<x:xmpmeta" * 50]


def models() -> list[bytes]:
    """A small exported model, and a bundle's description with its weights behind two zeros."""
    from crh_desktop.learn.bundle import Bundle, BundleInfo, write_bundle
    from crh_desktop.learn.bundle_file import export_bundle

    place = Path(tempfile.mkdtemp(prefix="crh-seeds-"))
    try:
        tensors = {
            "mean": np.zeros(4, np.float32), "layer0.weight": np.ones((8, 4), np.float32), "layer0.bias": np.zeros(8, np.float32),
            "centers": np.ones((2, 8), np.int8),
        }  # fmt: skip
        info = BundleInfo("crh", "small", 8, "efficientnet-lite0", "0" * 64, "plain", classes=("cat", "dog"))
        write_bundle(place / "m", Bundle(info, tensors))
        export_bundle(place / "m", place / "m.crhmodel")
        folder = (
            (place / "m" / "model.json").read_bytes() + b"\0\0" + (place / "m" / "weights.safetensors").read_bytes()
        )
        return [(place / "m.crhmodel").read_bytes(), folder]
    finally:
        shutil.rmtree(place)


def plans() -> list[bytes]:
    """A plan as the program writes it, and some that are not."""
    digest = "a" * 64
    group = {"tier": "near", "keeper": "/p/a.jpg", "digest": digest, "trash": [{"path": "/p/b.jpg", "digest": digest}]}
    whole = json.dumps({"version": 1, "groups": [group, group]}).encode()
    return [
        whole,
        whole.replace(b"1,", b"2,"),
        b'{"version": 1, "groups": []}',
        b"[" * 2000,
        b'{"version": 1, "groups": [{}]}',
    ]


def messages() -> list[bytes]:
    """Requests, events and codes."""
    from crh_desktop.core.records import QueryCode
    from crh_desktop.worker import protocol

    query = QueryCode(np.zeros(32, np.uint8), np.zeros(256, np.float32), None, "d", np.ones(32, np.uint8), (3, 4))
    lines = [
        {"v": 1, "id": 3, "do": "scan", "folders": ["/a", "/b\udcff"], "options": {"globs": ["*.tmp"]}},
        {"event": "progress", "id": 3, "done": 4, "total": 9}, protocol.code_to_message(query),
    ]  # fmt: skip
    return [b"".join(map(protocol.encode, lines)), *map(protocol.encode, lines), b'["/a.jpg"]', b"\xff", b"[" * 3000]


def write_seeds(target: str, folder: Path) -> None:
    """The first inputs of a target, and what was found before."""
    folder.mkdir(parents=True, exist_ok=True)
    makers = {
        "decoder": pictures, "metadata": lambda: [*pictures(), *texts()], "bundle": models, "plan": plans, "protocol": messages,
    }  # fmt: skip
    for number, data in enumerate(makers[target]()):
        (folder / f"seed-{number:03d}").write_bytes(data)
    for file in sorted((FOUND / target).glob("*")):
        shutil.copyfile(file, folder / file.name)
