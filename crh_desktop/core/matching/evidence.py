"""Evidence: why two photos match, or why they do not. What the verifier says, the library keeps and the window draws.

Every place is in shares of width and height, 0 to 1, of the upright photo, so that it holds for a thumbnail as for the
full picture. "First" and "second" are the two photos in the order of the pair.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.perceptual import INVERSE
from crh_desktop.core.records import Tier

Box = tuple[float, float, float, float]
"""Left, top, width, height, in shares of the picture."""


class Kind(StrEnum):
    """What sort of copy one photo is of the other."""

    RESAVED = "re-saved"  # same framing and colours: other size, format or compression
    EDITED = "edited"  # colours, black and white, retouch, text, frame
    PART = "part of"  # a crop, or the photo inside a screenshot or collage
    NONE = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one pair.

    Attributes:
        tier: NEAR for one exposure, SIMILAR for alike, None for neither.
        kind: Sort of copy, NONE unless the tier is NEAR.
        derived: 0 if the first was made from the second (or is part of it), 1 the other way round, -1 not known.
        score: Agreement of the aligned pictures, 0 to 1; NEAR pairs lie at 0.5 and above.
        distance: Perceptual bits that differ (0..256) at the best of eight turns.
        turn: Index into `perceptual.TURNS`, the turn that leads from the first to the second.
        matrix: Affine map (a, b, c, d, e, f) of places: x2 = a x1 + b y1 + c, y2 = d x1 + e y1 + f. None: not aligned.
        overlap: Share of the smaller picture that lies inside the other, 0 to 1.
        inliers: Point matches that agree with the map; 0 where no points were needed.
        false_alarms: log10 of how many so good alignments chance would give in this pair.
        residual: Disagreement left after alignment, in grey levels (0..255), frames and overlays left out.
        agreeing: Share of the textured blocks of the overlap that agree, 0 to 1.
        angle: Rotation from the first to the second in degrees clockwise, -180..180, after `mirrored`.
        scale: How much larger the first's content is shown in the second, in shares of the picture's side.
        mirrored: The second shows the first mirrored.
        border: The second (or first, by `derived`) has a frame, bars or a screen around.
        overlay: Text, a watermark or a sticker lies on one of them.
        colour: "" or what happened to the colours from the first to the second: "black and white", "coloured", "brighter",
            "darker", "more contrast", "less contrast", "stronger colours", "weaker colours".
        differences: Where the aligned pictures differ, in places of the first.
        steps: One sentence a step of the verdict, in order.
        verifier: Name and version of the rules that said so.
    """

    tier: Tier | None = None
    kind: Kind = Kind.NONE
    derived: int = -1
    score: float = 0.0
    distance: int = 256
    turn: int = 0
    matrix: tuple[float, float, float, float, float, float] | None = None
    overlap: float = 0.0
    inliers: int = 0
    false_alarms: float = 0.0
    residual: float = 255.0
    agreeing: float = 0.0
    angle: float = 0.0
    scale: float = 1.0
    mirrored: bool = False
    border: bool = False
    overlay: bool = False
    colour: str = ""
    differences: tuple[Box, ...] = ()
    steps: tuple[str, ...] = ()
    verifier: str = ""

    def to_json(self) -> str:
        """One line of JSON, numbers rounded to what they mean."""
        found = {name: getattr(self, name) for name in _DEFAULTS}  # asdict would copy deeply, for most of the time
        row = {name: value for name, value in found.items() if value != _DEFAULTS[name]}
        for name in ("score", "overlap", "agreeing", "residual", "angle", "scale", "false_alarms"):
            if name in row:
                row[name] = round(row[name], 4)
        if self.matrix is not None:
            row["matrix"] = [round(value, 6) for value in self.matrix]
        row["differences"] = [[round(value, 4) for value in box] for box in self.differences]
        return json.dumps({name: value for name, value in row.items() if value not in ([], ())})

    @classmethod
    def from_json(cls, text: str) -> Evidence:
        """What `to_json` wrote; fields that are missing have their default.

        Raises:
            ValueError: The text is not evidence.
        """
        row = json.loads(text or "{}")
        if not isinstance(row, dict) or not row.keys() <= _DEFAULTS.keys():
            raise ValueError("not evidence")
        tier = row.get("tier")
        row["tier"] = None if tier is None else Tier(tier)
        row["kind"] = Kind(row.get("kind", ""))
        row["matrix"] = tuple(row["matrix"]) if row.get("matrix") else None
        row["differences"] = tuple(tuple(box) for box in row.get("differences", ()))
        row["steps"] = tuple(row.get("steps", ()))
        return cls(**row)

    def swapped(self) -> Evidence:
        """The same evidence with the two photos in the other order."""
        matrix = None
        differences = self.differences
        if self.matrix is not None:
            full = np.vstack([np.reshape(self.matrix, (2, 3)), [0, 0, 1]])
            matrix = tuple(float(value) for value in np.linalg.inv(full)[:2].reshape(-1))
            differences = tuple(_mapped(box, np.reshape(self.matrix, (2, 3))) for box in self.differences)
        return replace(
            self,
            derived={0: 1, 1: 0}.get(self.derived, -1),
            turn=INVERSE[self.turn],
            matrix=matrix,  # type: ignore[arg-type]
            differences=differences,
            # undoing "mirror, then turn" turns the other way only where nothing was mirrored
            angle=self.angle if self.mirrored else -self.angle,
            scale=1 / self.scale if self.scale else 1.0,
            colour=_OPPOSITE.get(self.colour, self.colour),
        )

    def corners(self) -> NDArray[np.float64] | None:
        """Where the corners of the first lie in the second, float [4, 2], clockwise from the top left; None if unknown."""
        if self.matrix is None:
            return None
        square = np.array([[0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1]], np.float64)
        return np.asarray(square @ np.reshape(self.matrix, (2, 3)).T)

    def crop(self) -> Box | None:
        """The part of the second that the first shows, as left, top, width, height; None if not aligned."""
        corners = self.corners()
        if corners is None:
            return None
        low, high = np.clip(corners.min(axis=0), 0, 1), np.clip(corners.max(axis=0), 0, 1)
        return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])


_DEFAULTS = asdict(Evidence())
_OPPOSITE = {
    "brighter": "darker",
    "darker": "brighter",
    "more contrast": "less contrast",
    "less contrast": "more contrast",
    "stronger colours": "weaker colours",
    "weaker colours": "stronger colours",
    "black and white": "coloured",
    "coloured": "black and white",
}


def _mapped(box: Box, matrix: NDArray[np.float64]) -> Box:
    left, top, width, height = box
    places = np.array(
        [[left, top, 1], [left + width, top, 1], [left + width, top + height, 1], [left, top + height, 1]]
    )
    moved = places @ matrix.T
    low, high = moved.min(axis=0), moved.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])
