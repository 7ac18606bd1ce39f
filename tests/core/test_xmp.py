"""XMP sidecars: whatever is added is read again, and whatever was there stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crh_desktop.core.xmp import XmpError, extended, read, subjects

TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text.strip())
LIGHTROOM = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmp:Rating="3" crs:Exposure2012="+0.50">
   <!-- said by a person -->
   <dc:subject><rdf:Bag><rdf:li>harbour</rdf:li></rdf:Bag></dc:subject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>"""


@given(
    st.fixed_dictionaries(
        {},
        optional={name: TEXTS for name in ("description", "artist", "copyright")}
        | {"rating": st.sampled_from("12345")},
    ),
    st.lists(TEXTS, max_size=4, unique=True),
)
def test_what_is_written_is_read(values: dict[str, str], words: list[str]) -> None:
    text = extended(b"", values, words)
    assert read(text) == {name: value.strip() for name, value in values.items()}
    assert set(words) <= set(subjects(text))
    more = extended(text, {} if "rating" in values else {"rating": "2"}, ["one more"])
    assert set(subjects(more)) == {*words, "one more"} and set(read(text).items()) <= set(read(more).items())


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_places_come_back_to_a_metre(latitude: float, longitude: float) -> None:
    found = read(extended(b"", {"place": f"{latitude:.5f}, {longitude:.5f}"}))["place"]
    assert [float(part) for part in found.split(",")] == pytest.approx([latitude, longitude], abs=1.1e-5)


def test_times_are_spelled_as_exif_does() -> None:
    assert read(extended(b"", {"taken": "2019:07:01 18:30:05"})) == {"taken": "2019:07:01 18:30:05"}


def test_what_others_wrote_stays() -> None:
    text = extended(LIGHTROOM, {"description": "ships & <sails>", "place": "53.54000, 9.98000"}, ["harbour", "ships"])
    assert read(text)["rating"] == "3" and read(text)["description"] == "ships & <sails>"
    assert subjects(text) == ["ships", "harbour"]
    before, after = LIGHTROOM.splitlines(), text.splitlines()
    assert b'crs:Exposure2012="+0.50"' in text and b"<!-- said by a person -->" in text
    assert [line for line in before if b"dc:subject>" not in line and line not in after] == []


@pytest.mark.parametrize(
    ("packet", "said"),
    [
        (b"no XML", "cannot be read"),
        (b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", "end"),
        (LIGHTROOM.replace(b"rdf:RDF", b"r:RDF").replace(b"xmlns:rdf", b"xmlns:r").replace(b"rdf:", b"r:"), "end"),
        (b'<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>', "cannot be read"),
        (LIGHTROOM.decode().encode("utf-16"), "cannot be read"),
    ],
)
def test_what_cannot_be_added_to_safely_is_refused(packet: bytes, said: str) -> None:
    with pytest.raises(XmpError, match=said):
        extended(packet, {"description": "sea"})


def test_nothing_is_said_twice() -> None:
    with pytest.raises(XmpError, match="already"):
        extended(LIGHTROOM, {"rating": "5"})
    hidden = LIGHTROOM.replace(b"</rdf:RDF>", b"</rdf:RDF><!-- </rdf:RDF> -->")
    with pytest.raises(XmpError, match="spelled"):
        extended(hidden, {"description": "sea"})
