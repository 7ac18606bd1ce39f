#!/usr/bin/env python3
"""Make resources/samples from a checkout of clothing-dataset-small (CC0): picked photos, and copies of some of them.

usage: make_samples.py CLOTHING_TRAIN_DIR [OUT]

Photos keep their pixels; an invented capture date is put into each, so that sorting by date has something to show.
Copies are what collects in a real library: sent and received again, edited, turned, exported, backed up.
"""

from __future__ import annotations

import argparse
import io
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

HERE = Path(__file__).resolve().parent

# Folder, first date, and the photos in it: class and the first letters of the file name.
ALBUMS: list[tuple[str, datetime, list[str]]] = [
    (
        "2023/Wardrobe",
        datetime(2023, 4, 8, 10, 12),
        [
            "shoes/0e6871ee",
            "shoes/1e3ce182",
            "shoes/206b6566",
            "shoes/2fb68610",
            "shirt/006a85bc",
            "shirt/0dc84ada",
            "shirt/0eb7bab9",
            "shirt/12162c30",
            "shirt/26e4299b",
            "pants/0e3d71f8",
            "pants/2c54ae46",
            "pants/3f76d021",
        ],
    ),
    (
        "2023/Summer trip",
        datetime(2023, 7, 21, 8, 40),
        [
            "hat/2c923fb1",
            "hat/4ac3d6f0",
            "hat/51f52902",
            "shorts/028223d5",
            "shorts/09918182",
            "shorts/1b27b2d0",
            "shorts/20679064",
            "shorts/249788eb",
            "shorts/37e1d0d6",
            "shoes/30b6fd9b",
            "shoes/3cf61c2b",
        ],
    ),
    (
        "2024/Flea market",
        datetime(2024, 5, 4, 9, 5),
        [
            "hat/047bf1cf",
            "hat/127708b5",
            "hat/2c3533f9",
            "hat/471a5dba",
            "hat/47ce5231",
            "shoes/38bec7b5",
            "shoes/5195e000",
            "shoes/523ba963",
            "pants/42cf9e7a",
            "pants/4acf605a",
            "shirt/3434a264",
        ],
    ),
    (
        "2024/Moving house",
        datetime(2024, 9, 14, 15, 30),
        [
            "t-shirt/20fdd11b",
            "t-shirt/33f29767",
            "t-shirt/47a8fb89",
            "t-shirt/57ee8ecc",
            "t-shirt/075a38a7",
            "shorts/2030d1b9",
            "shorts/2ce832eb",
            "shorts/372787ed",
            "pants/4f240f86",
            "shirt/1952d99b",
        ],
    ),
]

# Made copies: what is done, to which photo, and where the copy lies.
COPIES: list[tuple[str, str, str]] = [
    ("exact", "shoes/0e6871ee", "Phone backup/IMG_0003.jpg"),
    ("exact", "hat/4ac3d6f0", "Phone backup/IMG_0017.jpg"),
    ("exact", "t-shirt/57ee8ecc", "2024/Moving house/copy of living room.jpg"),
    ("metadata", "shirt/0eb7bab9", "Phone backup/IMG_0008.jpg"),
    ("png", "hat/127708b5", "Downloads/hat for sale.png"),
    ("quality60", "shoes/1e3ce182", "Downloads/received-20230409-01.jpg"),
    ("quality60", "shorts/20679064", "Downloads/received-20230722-04.jpg"),
    ("webp", "pants/4acf605a", "Downloads/trousers.webp"),
    ("resize", "shirt/26e4299b", "Downloads/shirt-small.jpg"),
    ("resize", "hat/51f52902", "Downloads/hat-small.jpg"),
    ("resize", "t-shirt/33f29767", "Downloads/top-small.jpg"),
    ("mirror", "shoes/38bec7b5", "Edited/sneakers mirrored.jpg"),
    ("mirror", "shorts/1b27b2d0", "Edited/shorts mirrored.jpg"),
    ("rot90", "hat/47ce5231", "Edited/hat turned.jpg"),
    ("rot180", "t-shirt/20fdd11b", "Edited/stripes upside down.jpg"),
    ("brighter", "pants/2c54ae46", "Edited/trousers brighter.jpg"),
    ("gray", "hat/2c3533f9", "Edited/hat black and white.jpg"),
    ("crop", "shirt/26e4299b", "Edited/shirt close up.jpg"),
    ("text", "shoes/38bec7b5", "Edited/sneakers for sale.jpg"),
    ("frame", "t-shirt/33f29767", "Edited/top framed.jpg"),
]


def exif(when: datetime, camera: str) -> bytes:
    """The bytes of an EXIF block that names a time and a camera."""
    block = Image.Exif()
    block[0x010F], block[0x0110] = "Sample", camera
    block[0x0132] = when.strftime("%Y:%m:%d %H:%M:%S")
    block.get_ifd(0x8769)[0x9003] = when.strftime("%Y:%m:%d %H:%M:%S")
    return block.tobytes()


def with_exif(jpeg: bytes, block: bytes) -> bytes:
    """The JPEG with the block right after its start marker; the coded picture stays byte for byte what it was."""
    assert jpeg[:2] == b"\xff\xd8"
    return jpeg[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + jpeg[2:]


def made(how: str, photo: Path) -> bytes:
    """The bytes of a copy of the photo."""
    if how == "exact":
        return photo.read_bytes()
    picture = Image.open(photo)
    if how == "metadata":
        jpeg = photo.read_bytes()
        return jpeg[:2] + b"\xff\xfe" + (2 + 30).to_bytes(2, "big") + b"Imported from the phone backup" + jpeg[2:]
    out = io.BytesIO()
    rgb = picture.convert("RGB")
    if how == "png":
        rgb.save(out, "PNG", optimize=True)
    elif how == "webp":
        rgb.save(out, "WEBP", quality=80)
    elif how == "quality60":
        rgb.save(out, "JPEG", quality=60)
    elif how == "resize":
        size = (round(rgb.width * 0.7), round(rgb.height * 0.7))
        rgb.resize(size, Image.Resampling.LANCZOS).save(out, "JPEG", quality=85)
    elif how == "mirror":
        ImageOps.mirror(rgb).save(out, "JPEG", quality=90)
    elif how == "rot90":
        rgb.transpose(Image.Transpose.ROTATE_270).save(out, "JPEG", quality=90)  # Pillow turns the other way round
    elif how == "rot180":
        rgb.transpose(Image.Transpose.ROTATE_180).save(out, "JPEG", quality=90)
    elif how == "brighter":
        ImageEnhance.Brightness(rgb).enhance(1.2).save(out, "JPEG", quality=90)
    elif how == "crop":
        box = (round(rgb.width * 0.12), round(rgb.height * 0.08), round(rgb.width * 0.9), round(rgb.height * 0.84))
        rgb.crop(box).save(out, "JPEG", quality=90)
    elif how == "text":
        font = ImageFont.load_default(rgb.height // 9)
        ImageDraw.Draw(rgb).text((rgb.width * 0.06, rgb.height * 0.8), "20 a pair", fill="white", font=font)
        rgb.save(out, "JPEG", quality=90)
    elif how == "frame":
        ImageOps.expand(rgb, round(rgb.width * 0.07), fill="white").save(out, "JPEG", quality=90)
    elif how == "gray":
        ImageOps.grayscale(rgb).save(out, "JPEG", quality=90)
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path, nargs="?", default=HERE / "samples")
    args = parser.parse_args()
    for old in args.out.iterdir() if args.out.is_dir() else ():
        if old.is_dir():
            shutil.rmtree(old)
    placed: dict[str, Path] = {}
    rows: list[tuple[str, str]] = []
    number = 2041
    for folder, when, photos in ALBUMS:
        (args.out / folder).mkdir(parents=True, exist_ok=True)
        for at, key in enumerate(photos):
            kind, start = key.split("/")
            (source,) = (args.source / kind).glob(start + "*")
            target = args.out / folder / f"IMG_{number}.jpg"
            taken = when + timedelta(minutes=37 * at, hours=5 * (at // 4))
            target.write_bytes(with_exif(source.read_bytes(), exif(taken, "Phone")))
            placed[key] = target
            rows.append((target.relative_to(args.out).as_posix(), f"{kind}/{source.name}"))
            number += 3
    made_rows: list[tuple[str, str, str]] = []
    for how, key, name in COPIES:
        target = args.out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made(how, placed[key]))
        made_rows.append((name, how, placed[key].relative_to(args.out).as_posix()))
    text = [
        "# Sample photos\n",
        "Source: [alexeygrigorev/clothing-dataset-small](https://github.com/alexeygrigorev/clothing-dataset-small), "
        "dedicated to the public domain under [CC0 1.0](https://creativecommons.org/publicdomain/zero/1.0/). The "
        "copies made from them here are under CC0 1.0 as well.\n",
        "The pictures are scaled to 256 pixels on the longest side. Capture dates and camera names are invented: "
        "`make_samples.py` puts them in, without touching the pixels.\n",
        "## Made copies\n\n| file | how it was made | from |\n|---|---|---|",
        *(f"| {name} | {how} | {source} |" for name, how, source in made_rows),
        "\n## Photos\n\n| file | in the source |\n|---|---|",
        *(f"| {name} | {source} |" for name, source in rows),
    ]
    (args.out / "LICENSE.md").write_text("\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
