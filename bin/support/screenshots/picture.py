"""Makes a picture small enough for the repository. Knows no page."""

from pathlib import Path

from PIL import Image

COLOURS = 256


def compress(picture: Path, target: Path) -> None:
    """Write the picture with few colours."""
    with Image.open(picture) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.FLOYDSTEINBERG)
        few.save(target, optimize=True)
