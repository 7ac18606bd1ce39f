"""Edited views of a photo, as a copy code must bear them: crops, turns, frames, overlays, colour, compression.

A view is drawn from a seed made of (run, photo, view), so that any one of them can be made again on its own. The edits
are those that people and programs do to photos on their way through phones and messengers; several meet in most views.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from crh_desktop.core.imaging import network_input

Picture = NDArray[np.uint8]  # [H, W, 3], RGB

_WORDS = (
    *("happy new year", "holiday", "love it", "2019", "12.08.2021 17:45", "grandma", "best day ever", "SALE", "draft"),
    *("copyright", "do not copy", "my photos", "preview", "hello", "for you", "new in", "page 3", "www.example.org"),
    *("@someone", "good morning", "IMG 0042", "thank you"),
)


def view(picture: Picture, run: int, photo: int, number: int) -> Picture:
    """One edited view as the network sees it, uint8 [224, 224, 3].

    Args:
        picture: the photo, at most some 500 pixels a side.
        run: seed of the whole training.
        photo: number of the photo.
        number: number of the view.
    """
    random = np.random.default_rng([run, photo, number])
    out = edit(picture, random)
    if number % 11 in (9, 10):  # two of eleven views show the photo as one part of something larger
        out = _inset(out, random)
    return network_input(Image.fromarray(out))


def edit(picture: Picture, random: np.random.Generator) -> Picture:
    """A photo after a random chain of edits, at its own scale and shape."""
    early = random.random() < 0.5  # turned before the overlays are put on, or after
    turn = int(random.integers(1, 8)) if random.random() < 0.45 else 0
    out = turned(picture, turn) if early else picture
    out = _geometry(out, random)
    if random.random() < 0.55:
        out = _colour(out, random)
    if random.random() < 0.4:
        out = _overlay(out, random)
    if random.random() < 0.28:
        out = _frame(out, random)
    if not early:
        out = turned(out, turn)
    return _degrade(out, random)


def turned(picture: Picture, turn: int) -> Picture:
    """One of the eight turns: the low two bits count quarter turns, the third mirrors first."""
    out = picture[:, ::-1] if turn & 4 else picture
    return np.ascontiguousarray(np.rot90(out, turn & 3))


# --- Geometry -------------------------------------------------------------------------------------------------------


def _geometry(picture: Picture, random: np.random.Generator) -> Picture:
    """Crop, small rotation and perspective in one resampling."""
    height, width = picture.shape[:2]
    area, stretch = 1.0, 1.0
    if random.random() < 0.6:
        area = random.uniform(0.3, 1.0)
        if random.random() < 0.5:
            stretch = math.exp(random.uniform(-0.3, 0.3))
    side = math.sqrt(area)
    crop_width, crop_height = min(width, width * side * stretch), min(height, height * side / stretch)
    angle = 0.0
    if random.random() < 0.3:
        angle = math.radians(random.choice((-1, 1)) * random.uniform(1, 15))
    cosine, sine = math.cos(angle), math.sin(angle)
    inscribed = random.random() < 0.7
    box_width = crop_width * cosine + crop_height * abs(sine)
    box_height = crop_height * cosine + crop_width * abs(sine)
    if angle and inscribed:
        shrink = min(1.0, width / box_width, height / box_height)
        crop_width, crop_height, box_width, box_height = (
            value * shrink for value in (crop_width, crop_height, box_width, box_height)
        )
    spare_x, spare_y = max(0.0, width - box_width), max(0.0, height - box_height)
    centre = np.array([width / 2, height / 2]) + (random.random(2) - 0.5) * (spare_x, spare_y)
    perspective = random.random() < 0.1
    out_width, out_height = max(16, round(crop_width)), max(16, round(crop_height))
    if not angle and not perspective:
        left, top = round(centre[0] - crop_width / 2), round(centre[1] - crop_height / 2)
        left, top = max(0, min(left, width - 1)), max(0, min(top, height - 1))
        return np.ascontiguousarray(picture[top : top + out_height, left : left + out_width])
    halves = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (crop_width / 2, crop_height / 2)
    corners = centre + halves @ np.array([[cosine, sine], [-sine, cosine]])
    if perspective:
        corners += random.uniform(-0.06, 0.06, (4, 2)) * (crop_width, crop_height)
    target = np.array([[0, 0], [out_width, 0], [out_width, out_height], [0, out_height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    fill = _any_colour(random)
    mode = cv2.BORDER_CONSTANT if random.random() < 0.7 else cv2.BORDER_REPLICATE
    out = cv2.warpPerspective(
        picture, matrix, (out_width, out_height), flags=cv2.INTER_CUBIC, borderMode=mode, borderValue=fill
    )
    return np.asarray(out, np.uint8)


def _any_colour(random: np.random.Generator) -> tuple[int, int, int]:
    kind = random.random()
    if kind < 0.4:
        return 0, 0, 0
    if kind < 0.75:
        return 255, 255, 255
    red, green, blue = (int(value) for value in random.integers(0, 256, 3))
    return red, green, blue


# --- Colour ---------------------------------------------------------------------------------------------------------

_GREY = np.array([0.299, 0.587, 0.114], np.float32)


def _colour(picture: Picture, random: np.random.Generator) -> Picture:
    """Brightness, contrast, saturation, gamma, white balance; sometimes grey, sepia or a tint."""
    out: NDArray[Any] = picture.astype(np.float32)
    if random.random() < 0.6:
        out *= math.exp(random.uniform(-0.6, 0.5))
    if random.random() < 0.5:
        middle = float((out @ _GREY).mean())
        out = (out - middle) * math.exp(random.uniform(-0.6, 0.5)) + middle
    if random.random() < 0.4:
        grey = (out @ _GREY)[..., None]
        out = grey + (out - grey) * random.uniform(0.2, 1.9)
    if random.random() < 0.25:
        out = 255 * (np.clip(out, 0, 255) / 255) ** math.exp(random.uniform(-0.6, 0.6))
    if random.random() < 0.15:
        out = out * random.uniform(0.8, 1.2, 3).astype(np.float32)
    kind = random.random()
    if kind < 0.2:
        out = np.repeat((out @ _GREY)[..., None], 3, axis=2)
    elif kind < 0.27:
        out = (out @ _GREY)[..., None] * np.array([1.07, 0.9, 0.68], np.float32)
    elif kind < 0.33:
        tint = random.integers(0, 256, 3).astype(np.float32)
        share = random.uniform(0.1, 0.35)
        out = (1 - share) * out + share * tint
    return np.asarray(np.clip(out + 0.5, 0, 255), np.uint8)


# --- Overlays and frames --------------------------------------------------------------------------------------------


def _overlay(picture: Picture, random: np.random.Generator) -> Picture:
    kind = random.random()
    if kind < 0.4:
        for _ in range(int(random.integers(1, 3))):
            picture = _text(picture, random)
        return picture
    if kind < 0.7:
        return _watermark(picture, random)
    return _sticker(picture, random)


def _font(size: int) -> Any:
    return ImageFont.load_default(max(8, size))


def _text(picture: Picture, random: np.random.Generator) -> Picture:
    height, width = picture.shape[:2]
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image)
    font = _font(round(height * random.uniform(0.05, 0.16)))
    words = " ".join(random.choice(_WORDS, int(random.integers(1, 4))))
    place = (random.uniform(-0.05, 0.5) * width, random.uniform(0, 0.9) * height)
    if random.random() < 0.25:  # on a bar, as captions are
        box = draw.textbbox(place, words, font=font)
        draw.rectangle((0, box[1] - 3, width, box[3] + 3), fill=_any_colour(random))
    draw.text(place, words, fill=_any_colour(random), font=font)
    return np.asarray(image, np.uint8)


def _watermark(picture: Picture, random: np.random.Generator) -> Picture:
    """Half-transparent words, tiled in rows or once across the middle."""
    height, width = picture.shape[:2]
    layer = Image.new("L", (width, height))
    draw = ImageDraw.Draw(layer)
    words = str(random.choice(_WORDS)).upper()
    if random.random() < 0.75:
        size = max(8, round(height * random.uniform(0.05, 0.11)))
        font, row = _font(size), round(size * random.uniform(1.6, 4))
        step = max(20, round(draw.textlength(words, font=font) * random.uniform(1.1, 2)))
        for index, y in enumerate(range(0, height, row)):
            for x in range(-(index % 2) * step // 2, width, step):
                draw.text((x, y), words, fill=255, font=font)
    else:
        draw.text((width * 0.1, height * random.uniform(0.3, 0.6)), words, fill=255, font=_font(height // 5))
    mask = np.asarray(layer, np.uint8)
    if random.random() < 0.3:
        angle = float(random.uniform(-45, 45))
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.3)
        mask = np.asarray(cv2.warpAffine(mask, matrix, (width, height)), np.uint8)
    opacity = (mask.astype(np.float32) * (random.uniform(0.2, 0.7) / 255))[..., None]
    colour = np.array(_any_colour(random) if random.random() < 0.5 else (255, 255, 255), np.float32)
    return (picture * (1 - opacity) + colour * opacity + 0.5).astype(np.uint8)


def _sticker(picture: Picture, random: np.random.Generator) -> Picture:
    """A flat shape over up to a tenth of the picture, as stickers, blanked faces and date stamps are."""
    height, width = picture.shape[:2]
    out = picture.copy()
    for _ in range(int(random.integers(1, 4))):
        side = math.sqrt(random.uniform(0.01, 0.1) * height * width)
        x, y = int(random.uniform(0, width)), int(random.uniform(0, height))
        colour = _any_colour(random) if random.random() < 0.4 else tuple(int(v) for v in random.integers(0, 256, 3))
        if random.random() < 0.5:
            cv2.circle(out, (x, y), round(side / 2), colour, -1, cv2.LINE_AA)
            eye = tuple(255 - value for value in colour)
            for shift in (-0.18, 0.18):
                cv2.circle(
                    out, (round(x + shift * side), round(y - 0.1 * side)), round(side / 14), eye, -1, cv2.LINE_AA
                )
        else:
            last = (round(x + side), round(y + side * random.uniform(0.3, 1)))
            cv2.rectangle(out, (x, y), last, colour, -1)
    return out


def _frame(picture: Picture, random: np.random.Generator) -> Picture:
    """An even border, bars to a screen's shape, or the bars and lines of a screenshot."""
    height, width = picture.shape[:2]
    kind = random.random()
    if kind < 0.4:
        thick = round(random.uniform(0.02, 0.12) * max(height, width))
        sides = (thick,) * 4 if random.random() < 0.8 else (thick, 3 * thick, thick, thick)
        return _padded(picture, sides, _any_colour(random))
    shape = float(random.choice((16 / 9, 4 / 3, 1.0, 19.5 / 9)))
    if random.random() < 0.5:
        shape = 1 / shape
    full_width, full_height = max(width, round(height * shape)), max(height, round(width / shape))
    spare_x, spare_y = full_width - width, full_height - height
    at = 0.5 if random.random() < 0.8 else random.random()
    left, top = int(spare_x * at), int(spare_y * at)
    sides = (top, spare_y - top, left, spare_x - left)
    out = _padded(picture, sides, (0, 0, 0) if random.random() < 0.6 else _any_colour(random))
    if kind > 0.8:  # a phone's status line and buttons
        line = max(8, out.shape[0] // 18)
        out = _padded(out, (line, 2 * line, 0, 0), _any_colour(random))
        image = Image.fromarray(out)
        draw = ImageDraw.Draw(image)
        draw.text((4, 0), "17:45", fill=(128, 128, 128), font=_font(round(line * 0.8)))
        draw.text((out.shape[1] * 0.8, 0), "81 %", fill=(128, 128, 128), font=_font(round(line * 0.8)))
        for place in (0.2, 0.5, 0.8):
            x, y = out.shape[1] * place, out.shape[0] - line
            draw.ellipse((x - line / 3, y - line / 3, x + line / 3, y + line / 3), fill=(128, 128, 128))
        out = np.asarray(image, np.uint8)
    return out


def _inset(picture: Picture, random: np.random.Generator) -> Picture:
    """The photo as one part of a page, a chat or a collage: lines of text and flat or noisy boxes around it."""
    height, width = picture.shape[:2]
    share = random.uniform(0.3, 0.7)  # of the whole picture's area
    stretch = math.exp(random.uniform(-0.5, 0.5))
    full_width = max(width, round(width * stretch / math.sqrt(share)))
    full_height = max(height, round(height / stretch / math.sqrt(share)))
    canvas = np.empty((full_height, full_width, 3), np.uint8)
    canvas[:] = _any_colour(random)
    for _ in range(int(random.integers(0, 7))):
        x, y = int(random.uniform(0, full_width)), int(random.uniform(0, full_height))
        box = canvas[
            y : y + int(full_height * random.uniform(0.05, 0.5)), x : x + int(full_width * random.uniform(0.1, 0.6))
        ]
        if random.random() < 0.4:
            box[:] = _any_colour(random)
        else:  # blotches of a few colours, as other photos are from afar
            cells = random.integers(0, 256, (*random.integers(2, 9, 2), 3), dtype=np.uint8)
            if box.size:
                box[:] = cv2.resize(cells, (box.shape[1], box.shape[0]), interpolation=cv2.INTER_CUBIC)
    for _ in range(int(random.integers(0, 4))):
        canvas = _text(canvas, random).copy()
    left, top = int(random.uniform(0, full_width - width)), int(random.uniform(0, full_height - height))
    canvas[top : top + height, left : left + width] = picture
    return canvas


def _padded(picture: Picture, sides: tuple[int, ...], colour: tuple[int, int, int]) -> Picture:
    top, bottom, left, right = sides
    return np.asarray(
        cv2.copyMakeBorder(picture, top, bottom, left, right, cv2.BORDER_CONSTANT, value=colour), np.uint8
    )


# --- Loss of quality ------------------------------------------------------------------------------------------------


def _degrade(picture: Picture, random: np.random.Generator) -> Picture:
    """Blur, shrinking, noise and JPEG, each at times; JPEG last."""
    height, width = picture.shape[:2]
    out = picture
    if random.random() < 0.18:
        out = np.asarray(cv2.GaussianBlur(out, (0, 0), random.uniform(0.6, 2.2)), np.uint8)
    if random.random() < 0.22:
        scale = random.uniform(0.2, 0.8)
        small = (max(12, round(width * scale)), max(12, round(height * scale)))
        out = np.asarray(cv2.resize(out, small, interpolation=cv2.INTER_AREA), np.uint8)
        # Half of the shrunk pictures stay small (and are compressed small), the others come back enlarged.
        if random.random() < 0.3:
            out = np.asarray(cv2.resize(out, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    if random.random() < 0.08:
        noise = random.standard_normal(out.shape, np.float32) * random.uniform(2, 14)
        out = np.clip(out + noise, 0, 255).astype(np.uint8)
    if random.random() < 0.5:
        quality = int(5 + 85 * random.random() ** 1.7)  # low qualities hurt most and are learnt slowest
        _, data = cv2.imencode(".jpg", out[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
        assert decoded is not None
        out = np.asarray(decoded[..., ::-1], np.uint8)
    return out
