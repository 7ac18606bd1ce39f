"""Evidence in plain words: one or two sentences for people, a few words for a tile, and which sign stands for it.

No Qt: the command line says the same. Every text passes through `translate`, so that the window can hand in its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from crh_desktop.core.matching.evidence import Evidence, Kind
from crh_desktop.core.matching.outline import area, overlap_in_first
from crh_desktop.core.perceptual import TURNS
from crh_desktop.core.records import Tier

Translate = Callable[[str], str]
Size = tuple[int, int]

#: Less than this is a trembling of the fit, not something that somebody did.
_LEAST_ANGLE = 1.0
#: A copy that shows more of the other than this was trimmed at most; nobody would call it a crop.
_WHOLE = 0.97

_TURNED = {
    "rot90": "turned 90° clockwise",
    "rot180": "turned upside down",
    "rot270": "turned 90° counter-clockwise",
    "mirror": "mirrored",
    "flip": "mirrored top to bottom",
    "transpose": "mirrored and turned 90° counter-clockwise",
    "transverse": "mirrored and turned 90° clockwise",
}
_COLOURS = {
    "black and white": "in black and white",
    "coloured": "in colour",
    "brighter": "a little brighter",
    "darker": "a little darker",
    "more contrast": "with more contrast",
    "less contrast": "with less contrast",
    "stronger colours": "with stronger colours",
    "weaker colours": "with weaker colours",
}


def same(text: str) -> str:
    """No translation: what the command line uses."""
    return text


def failed_steps(steps: Sequence[str]) -> list[int]:
    """Numbers, from 1, of the steps of a verdict ("+ …" or "- …") that speak against it."""
    return [number for number, step in enumerate(steps, 1) if step.startswith("-")]


def told_steps(steps: Sequence[str], failed: Sequence[int]) -> Iterator[str]:
    """Steps without their signs as lines for a terminal."""
    for number, step in enumerate(steps, 1):
        yield f"{number}. {'no ' if number in failed else 'yes'}  {step}"


def explain(
    evidence: Evidence,
    first: str,
    second: str,
    translate: Translate = same,
    pixels: tuple[Size, Size] | None = None,
) -> str:
    """One or two sentences that say why two photos match, or that they do not.

    Args:
        evidence: What is known, from the first to the second.
        first: What to call the first within a sentence: "the first", or a file's name.
        second: The same for the second.
        translate: Turns a text into the person's language.
        pixels: Width and height of both, which tell a smaller copy from one of equal size.
    """
    if evidence.derived == 0 and evidence.tier is Tier.NEAR:  # the copy is always told of, never the original
        sizes = (pixels[1], pixels[0]) if pixels else None
        return explain(evidence.swapped(), second, first, translate, sizes)
    names = {"first": first, "second": second}
    if evidence.tier is Tier.IDENTICAL:
        return _sentence(translate("{first} and {second} are the same file, byte for byte."), **names)
    if evidence.tier is Tier.PIXELS:
        return _sentence(
            translate("{first} and {second} have the same pixels; only the format or the data beside them differ."),
            **names,
        )
    if evidence.tier is Tier.SIMILAR:
        return _sentence(
            translate("{first} and {second} look alike, but nothing shows that they are one exposure."), **names
        )
    if evidence.tier is None:
        return _sentence(translate("Nothing shows that {first} and {second} are one picture."), **names)
    details = _details(evidence, translate)
    share = crop_share(evidence)
    if evidence.kind is Kind.PART and evidence.border:
        head = translate("{second} shows {first} inside a larger picture, such as a screenshot or a collage")
    elif evidence.kind is Kind.PART and share < _WHOLE and evidence.derived == 1:
        head = translate("{second} is a crop of {first}")
        details.insert(0, translate("{0} % of its area").format(round(100 * share)))
    elif evidence.kind is Kind.PART:
        head = translate("{first} and {second} show parts of one picture")
    elif evidence.border and evidence.derived == 1:
        head = translate("{second} is {first} with a frame around it")
    elif evidence.border:
        head = translate("{first} and {second} are one picture, one of them with a frame")
    elif details:
        return _edited(evidence, names, details, translate)
    else:
        return _resaved(names, translate, pixels, evidence.derived == 1)
    return _sentence(f"{head}: {', '.join(details)}." if details else f"{head}.", **names)


def short(evidence: Evidence, translate: Translate = same, pixels: tuple[Size, Size] | None = None) -> str:
    """A few words for a tile, seen from the first (the keeper): "crop, 62 %", "turned 90° clockwise", "re-saved"."""
    if evidence.tier is Tier.IDENTICAL:
        return translate("same file")
    if evidence.tier is Tier.PIXELS:
        return translate("same pixels")
    if evidence.tier is Tier.SIMILAR:
        return translate("looks alike")
    if evidence.tier is None:
        return translate("no match")
    words = []
    if evidence.kind is Kind.PART:
        words.append(_part_words(evidence, translate))
    elif evidence.border:
        words.append(translate("without the frame") if evidence.derived == 0 else translate("with a frame"))
    words += _details(evidence, translate, few=True)
    if not words:
        grown = _grown(pixels)
        words = [
            translate("re-saved smaller") if grown < 0 else translate("re-saved larger") if grown > 0 else
            translate("re-saved")
        ]  # fmt: skip
    return ", ".join(words[:2])


def sign(evidence: Evidence | None, pixels: tuple[Size, Size] | None = None) -> str:
    """The name of the sign for what happened most visibly; app/icons.py draws it."""
    if evidence is None or evidence.tier in (Tier.IDENTICAL, Tier.PIXELS):
        return "same"
    if evidence.tier is None:
        return "close"
    if evidence.tier is Tier.SIMILAR:
        return "alike"
    if evidence.kind is Kind.PART:
        return "frame" if evidence.border else "crop"
    if evidence.border:
        return "frame"
    if evidence.mirrored or (evidence.matrix is None and evidence.turn >= 4):
        return "mirror"
    if _turn_words(evidence, same):
        return "turn"
    if evidence.overlay:
        return "text"
    if evidence.colour:
        return "colours"
    return "smaller" if _grown(pixels) else "resaved"


def crop_share(evidence: Evidence) -> float:
    """How much of the first the second shows, 0 to 1; 1 where nothing is aligned."""
    outline = overlap_in_first(evidence)
    return min(1.0, area(outline)) if outline else 1.0


def _details(evidence: Evidence, translate: Translate, few: bool = False) -> list[str]:
    """What happened to the second besides its cut, most visible first; `few` words where there is little room."""
    details = []
    turn = _few_turn_words(evidence, translate) if few else _turn_words(evidence, translate)
    if turn:
        details.append(turn)
    if evidence.colour:
        details.append(translate(evidence.colour if few else _COLOURS.get(evidence.colour, evidence.colour)))
    if evidence.overlay:
        on_it = evidence.derived == 1 and evidence.kind is Kind.EDITED and not evidence.border
        many = "with text or a mark laid over it" if on_it else "text or a mark on one of them"
        details.append(translate("with text" if few else many))
    return details


def _turn_words(evidence: Evidence, translate: Translate) -> str:
    angle = evidence.angle
    if evidence.matrix is None:  # nothing was aligned: the turn of the perceptual code is all that is known
        turn = TURNS[evidence.turn]
        return translate(_TURNED[turn]) if turn else ""
    if abs(angle) < _LEAST_ANGLE and not evidence.mirrored:
        return ""
    if abs(angle) < _LEAST_ANGLE:
        return translate("mirrored")
    if abs(abs(angle) - 180) < _LEAST_ANGLE:
        return translate("mirrored top to bottom" if evidence.mirrored else "turned upside down")
    amount = f"{abs(angle):.0f}" if abs(abs(angle) - round(abs(angle))) < 0.25 else f"{abs(angle):.1f}"
    clockwise = translate("turned {0}° clockwise") if angle > 0 else translate("turned {0}° counter-clockwise")
    words = clockwise.format(amount)
    return translate("mirrored and {0}").format(words) if evidence.mirrored else words


def _few_turn_words(evidence: Evidence, translate: Translate) -> str:
    """The turn in the fewest words: degrees clockwise, small ones without a direction."""
    if evidence.matrix is None or abs(abs(evidence.angle) - 180) < _LEAST_ANGLE:
        turn = TURNS[evidence.turn] if evidence.matrix is None else None
        degrees = {"rot90": "90", "rot270": "270"}.get(turn or "")
        return translate("turned {0}°").format(degrees) if degrees else _turn_words(evidence, translate)
    if abs(evidence.angle) < _LEAST_ANGLE:
        return translate("mirrored") if evidence.mirrored else ""
    angle = evidence.angle % 360 if abs(evidence.angle) > 45 else abs(evidence.angle)
    words = translate("turned {0}°").format(f"{angle:.0f}" if angle >= 3 else f"{angle:.1f}")
    return translate("mirrored, {0}").format(words) if evidence.mirrored else words


def _part_words(evidence: Evidence, translate: Translate) -> str:
    if evidence.border:
        return translate("part of it") if evidence.derived == 0 else translate("inside a larger picture")
    if evidence.derived == 0:
        return translate("shows more around")
    return translate("crop, {0} %").format(round(100 * crop_share(evidence)))


def _edited(evidence: Evidence, names: dict[str, str], details: list[str], translate: Translate) -> str:
    head = translate("{second} was made from {first}:") if evidence.derived == 1 else translate("{second} is {first},")
    return _sentence(f"{head} {', '.join(details)}.", **names)


def _resaved(names: dict[str, str], translate: Translate, pixels: tuple[Size, Size] | None, sure: bool) -> str:
    grown = _grown(pixels)
    if grown > 0 and not sure and pixels:  # of two the smaller is the copy, whichever comes first
        return _resaved({"first": names["second"], "second": names["first"]}, translate, pixels[::-1], sure)
    if grown and pixels:
        one, other = (f"{width} × {height}" for width, height in pixels)
        word = translate("smaller") if grown < 0 else translate("larger")
        text = translate("{second} is {first} saved again {word}: {other} pixels instead of {one}.")
        return _sentence(text, word=word, one=one, other=other, **names)
    if sure:
        return _sentence(translate("{second} is {first} saved again: same cut, same size, other compression."), **names)
    return _sentence(translate("{first} and {second} are one picture, saved twice."), **names)


def _grown(pixels: tuple[Size, Size] | None) -> int:
    """-1 if the second is smaller, 1 if larger, 0 if equal or not known; a few pixels do not count."""
    if not pixels or not all(width > 0 and height > 0 for width, height in pixels):
        return 0
    ratio = (pixels[1][0] * pixels[1][1]) / (pixels[0][0] * pixels[0][1])
    return -1 if ratio < 0.98 else 1 if ratio > 1.02 else 0


def _sentence(text: str, **values: str) -> str:
    """The filled-in sentence; it begins with a capital unless it begins with the name of a file."""
    filled = text.format(**values)
    head = next((value for value in values.values() if filled.startswith(value)), "")
    return filled if "." in head else filled[:1].upper() + filled[1:]
