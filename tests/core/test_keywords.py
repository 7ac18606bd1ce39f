"""Keywords from files as photo programs write them, and from files that are broken or hostile."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import UsageError
from crh_desktop.core.keywords import keywords_of
from crh_desktop.learn.data import from_keywords


def xmp(*words: str, before: str = "") -> bytes:
    items = "".join(f"<rdf:li>{word}</rdf:li>" for word in words)
    return (
        f'{before}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def iptc(*words: str) -> bytes:
    """A Photoshop segment with an IPTC block."""
    rows = b"".join(b"\x1c\x02\x19" + len(word.encode()).to_bytes(2, "big") + word.encode() for word in words)
    padded = rows + b"\0" * (len(rows) % 2)
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + len(rows).to_bytes(4, "big") + padded


def picture(packet: bytes = b"", block: bytes = b"", kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    extra = {"xmp": packet} if packet else {}
    Image.new("RGB", (16, 16), "teal").save(out, kind, **extra)
    data = out.getvalue()
    if block:
        data = data[:2] + b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block + data[2:]
    return data


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_subjects_of_the_file_and_of_its_sidecar(kind: str) -> None:
    assert keywords_of(picture(xmp("Grandma", "  sea   side "), kind=kind), xmp("sea side", "Ümit")) == (
        "Grandma", "sea side", "Ümit",
    )  # fmt: skip


def test_iptc_and_both_together() -> None:
    assert keywords_of(picture(block=iptc("dog", "Köln"))) == ("Köln", "dog")
    assert keywords_of(picture(xmp("dog"), iptc("cat"))) == ("cat", "dog")


def test_broken_and_hostile_files_hold_none() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert keywords_of(picture(), xmp("&b;", before=bomb)) == ()
    assert keywords_of(picture(), b"<x:xmpmeta>") == ()
    assert keywords_of(b"", b"\xff\xfe\0") == ()
    assert keywords_of(picture(block=iptc("dog")[:-3])) in ((), ("do",), ("dog",))
    assert len(keywords_of(picture(), xmp(*(f"word {n}" for n in range(900))))) == 500


def test_a_folder_of_photos_with_keywords(tmp_path: Path) -> None:
    words = {"a": ("dog", "sea"), "b": ("dog",), "c": ("sea", "rare"), "d": (), "e": ("dog", "sea")}
    for name, mine in words.items():
        (tmp_path / f"{name}.jpg").write_bytes(picture(xmp(*mine) if mine else b""))
    (tmp_path / "f.jpg").write_bytes(picture())
    (tmp_path / "f.xmp").write_bytes(xmp("sea"))
    with DecodePool(1) as pool:
        found = from_keywords(tmp_path, pool.keywords)
        assert found.classes == ("dog", "sea") and found.several
        assert [path.name for path in found.paths] == ["a.jpg", "b.jpg", "c.jpg", "e.jpg", "f.jpg"]
        assert found.targets.tolist() == [[1, 1], [1, 0], [0, 1], [1, 1], [0, 1]]
        with pytest.raises(UsageError, match="Fewer than two keywords"):
            from_keywords(tmp_path, pool.keywords, least=4)
