"""Draws the film that Chromium plays as the camera of a booth: somebody who sits there and breathes. Knows no page."""

import math
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

SIZE = (640, 360)
FRAMES = 24
WALL, SHIRT, HAIR, SKIN, MOUTH = "#d9d2c4", "#2b3a67", "#241a16", "#d9a57c", "#8a4f3a"


def write_film(folder: Path) -> Path:
    """Write a film of some seconds that can be played in a loop, and return its path."""
    path = folder / "camera.mjpeg"
    path.write_bytes(b"".join(_draw(index / FRAMES) for index in range(FRAMES)))
    return path


def _draw(turn: float) -> bytes:
    """Return one frame as JPEG; `turn` goes from 0 to 1."""
    image = Image.new("RGB", SIZE, WALL)
    draw = ImageDraw.Draw(image)
    for column in range(0, SIZE[0], 80):
        draw.line([(column, 0), (column, SIZE[1])], fill="#d1c9b9", width=3)
    breath = 3 * math.sin(turn * 2 * math.pi)
    _disc(draw, 320, 420 + breath, 190, 170, SHIRT)
    _disc(draw, 320, 150 + breath, 82, 100, HAIR)
    _disc(draw, 320, 168 + breath, 66, 84, SKIN)
    for side in (-1, 1):
        _disc(draw, 320 + side * 26, 158 + breath, 6, 6, HAIR)
    _disc(draw, 320, 208 + breath, 20, 4 + abs(breath), MOUTH)
    written = BytesIO()
    image.save(written, "JPEG", quality=85, subsampling=2)
    return written.getvalue()


def _disc(draw: ImageDraw.ImageDraw, x: float, y: float, radius_x: float, radius_y: float, colour: str) -> None:
    draw.ellipse([x - radius_x, y - radius_y, x + radius_x, y + radius_y], fill=colour)
