"""Makes a picture small enough for the repository. Knows no page."""

from pathlib import Path

from PIL import Image

COLOURS = 256


def compress(picture: Path, target: Path) -> None:
    """Write the picture with few colours."""
    with Image.open(picture) as image:
        whole = image.convert("RGB")
        palette = whole.quantize(COLOURS, kmeans=1)
        whole.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(target, optimize=True)
