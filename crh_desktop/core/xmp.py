"""XMP packets: what they say of a photo, and a sidecar with more in it, everything that others wrote left as it was.

Follows the XMP specification (ISO 16684-1): any number of rdf:Description about the same photo, each property in one of them.
Files come from anywhere: packets inside photos are read in decode processes, sidecars of the copy that stays by actions too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from crh_desktop.core.errors import CrhError

#: A packet or sidecar larger than this is not read.
MAX_XMP = 16 << 20
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC, _EXIF, _XMP, _PHOTOSHOP = (
    "{http://purl.org/dc/elements/1.1/}",
    "{http://ns.adobe.com/exif/1.0/}",
    "{http://ns.adobe.com/xap/1.0/}",
    "{http://ns.adobe.com/photoshop/1.0/}",
)
#: Where each thing is said, the first that says something counts; the first is also where it is written.
_SAID = {
    "taken": (_EXIF + "DateTimeOriginal", _PHOTOSHOP + "DateCreated", _XMP + "CreateDate"),
    "rating": (_XMP + "Rating",),
    "description": (_DC + "description",),
    "artist": (_DC + "creator",),
    "copyright": (_DC + "rights",),
}
_LATITUDE, _LONGITUDE, _SUBJECT = _EXIF + "GPSLatitude", _EXIF + "GPSLongitude", _DC + "subject"
_END = re.compile(rb"</rdf:RDF\s*>")
_BAG = re.compile(rb"<dc:subject\b[^>]*>\s*<rdf:(Bag|Seq)\b[^>/]*>")
_EMPTY = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    b' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>\n'
)
_SPACES = " ".join(
    f'xmlns:{prefix}="{name.strip("{}")}"' for prefix, name in (("dc", _DC), ("exif", _EXIF), ("xmp", _XMP))
)


class XmpError(CrhError):
    """A sidecar is not as the specification has it, so nothing can be added to it safely."""


def read(packet: bytes) -> dict[str, str]:
    """What a packet says of when and where a photo was taken, its rating and words; {} for what cannot be read.

    Returns:
        taken as EXIF spells it ("2020:01:02 03:04:05"), place as "latitude, longitude" in degrees, rating, description,
        artist, copyright; what is not said is left out.
    """
    tree = _tree(packet)
    if tree is None:
        return {}
    found = {name: _first(tree, properties) for name, properties in _SAID.items()}
    if match := re.match(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d)(:\d\d)?", found["taken"]):
        found["taken"] = f"{match[1]}:{match[2]}:{match[3]} {match[4]}{match[5] or ':00'}"
    else:
        found["taken"] = ""
    degrees = _degrees(_first(tree, (_LATITUDE,))), _degrees(_first(tree, (_LONGITUDE,)))
    if degrees[0] is not None and degrees[1] is not None:
        found["place"] = f"{degrees[0]:.5f}, {degrees[1]:.5f}"
    return {name: value for name, value in found.items() if value}


def subjects(packet: bytes) -> list[str]:
    """The keywords of a packet (dc:subject), as they are written."""
    tree = _tree(packet)
    if tree is None:
        return []
    return [item.text for subject in tree.iter(_SUBJECT) for item in subject.iter(_RDF + "li") if item.text]


def extended(packet: bytes, values: Mapping[str, str], keywords: Sequence[str] = ()) -> bytes:
    """A sidecar that also says this.

    Args:
        packet: The sidecar as it is; b"" for none.
        values: By the names of `read`, only what the sidecar does not say yet. keywords: To add.

    Raises:
        XmpError: The sidecar cannot be read, says it already, or is spelled in a way that cannot be added to.
    """
    text = packet or _EMPTY
    if _tree(text) is None:
        raise XmpError("It cannot be read as XMP.")
    told = read(text)
    if both := [name for name in values if name in told]:
        raise XmpError(f"It says something about {both[0]} already.")
    words = [word for word in keywords if word not in subjects(text)]
    lines = [line for name, value in values.items() for line in _lines(name, value)]
    if words:
        bag = "".join(f"<rdf:li>{_clean(word)}</rdf:li>" for word in words)
        if match := _BAG.search(text):
            text = text[: match.end()] + bag.encode() + text[match.end() :]
        else:
            lines.append(f"<dc:subject><rdf:Bag>{bag}</rdf:Bag></dc:subject>")
    if lines:
        ends = list(_END.finditer(text))
        if not ends:
            raise XmpError("It does not end as XMP does.")
        block = "".join(f"   {line}\n" for line in lines)
        block = f'  <rdf:Description rdf:about="{_about(text)}" {_SPACES}>\n{block}  </rdf:Description>\n '
        text = text[: ends[-1].start()] + block.encode() + text[ends[-1].start() :]
    # whatever was in the way (another encoding, a comment, CDATA): what was written must be what is read
    again = read(text)
    if any(name not in again for name in values) or not set(map(_plain, words)) <= set(subjects(text)):
        raise XmpError("It is spelled in a way that cannot be added to.")
    return text


def _tree(packet: bytes) -> Element | None:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if not packet.strip() or len(packet) > MAX_XMP:
        return None
    try:
        tree: Element = fromstring(packet.strip(b"\0"))
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    return tree


def _first(tree: Element, properties: Sequence[str]) -> str:
    """What the first of these properties says that says anything: an attribute, a text, or the first entry of a list."""
    for name in properties:
        for place in tree.iter(_RDF + "Description"):
            if value := place.get(name, "").strip():
                return value
        for element in tree.iter(name):
            items = [item.text for item in element.iter(_RDF + "li") if item.text]
            if value := (items[0] if items else element.text or "").strip():
                return value
    return ""


def _degrees(text: str) -> float | None:
    """An XMP coordinate ("48,51.5N" or "48,51,30N") in degrees."""
    match = re.fullmatch(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])", text)
    if match is None:
        return None
    degrees = int(match[1]) + float(match[2]) / 60 + float(match[3] or 0) / 3600
    return -degrees if match[4] in "SW" else degrees


def _coordinate(degrees: float, sides: str) -> str:
    whole, rest = divmod(abs(degrees), 1)
    return f"{int(whole)},{rest * 60:.6f}{sides[degrees < 0]}"


def _lines(name: str, value: str) -> list[str]:
    if name == "place":
        latitude, longitude = (float(part) for part in value.split(","))
        return [
            f"<exif:GPSLatitude>{_coordinate(latitude, 'NS')}</exif:GPSLatitude>",
            f"<exif:GPSLongitude>{_coordinate(longitude, 'EW')}</exif:GPSLongitude>",
        ]
    text = _clean(value)
    if name == "taken":
        date, _, time = text.partition(" ")
        return [f"<exif:DateTimeOriginal>{date.replace(':', '-')}T{time}</exif:DateTimeOriginal>"]
    return {
        "rating": [f"<xmp:Rating>{text}</xmp:Rating>"],
        "description": [
            f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:description>'
        ],
        "artist": [f"<dc:creator><rdf:Seq><rdf:li>{text}</rdf:li></rdf:Seq></dc:creator>"],
        "copyright": [f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:rights>'],
    }[name]


def _about(text: bytes) -> str:
    """What the packet's descriptions are about: all of one packet must say the same."""
    match = re.search(rb"rdf:about=[\"']([^\"'<>&]*)[\"']", text)
    return match[1].decode("utf-8", "replace") if match else ""


def _plain(text: str) -> str:
    """Text without what XML cannot hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def _clean(text: str) -> str:
    return escape(_plain(text))
