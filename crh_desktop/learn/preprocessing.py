"""How a trunk wants its pictures. Free of torch: the ONNX path needs it too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """Side in pixels, and mean and standard deviation of each RGB channel on the scale 0..1."""

    size: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]

    def describe(self) -> str:
        """One line for encoder records: codes made with another line are not comparable."""
        mean, std = (",".join(f"{value:g}" for value in values) for values in (self.mean, self.std))
        return f"rgb {self.size}x{self.size} mean {mean} std {std}"


PREPROCESSINGS = {
    "efficientnet_lite0": Preprocessing(size=224, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5)),
    # made for 260 pixels; at 224 its features are a little worse, and no other input need be made
    "efficientnet_lite2": Preprocessing(size=224, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5)),
    "resnet34": Preprocessing(size=224, mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
}


def describe_input(trunk: str) -> str:
    """The whole way from an upright picture to a trunk's input, for encoder records."""
    return f"squash {PREPROCESSINGS[trunk].describe()}"
