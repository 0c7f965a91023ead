"""Makes the word clips of the display's spoken call with espeak-ng (Debian package of that name): rerun to change them.

The clips stand in the repository, so nothing needs espeak-ng to run.
"""

import io
import subprocess
from pathlib import Path

import av

CLIPS = Path(__file__).resolve().parents[2] / "lapak" / "queue" / "static" / "queue" / "voice"
# file name -> what is said. The words of lapak/queue/static/queue/words.js.
WORDS = {
    "nomor": "nomor",
    "a": "a",
    "silakan": "silakan ke bilik",
    "nol": "nol",
    "satu": "satu",
    "dua": "dua",
    "tiga": "tiga",
    "empat": "empat",
    "lima": "lima",
    "enam": "enam",
    "tujuh": "tujuh",
    "delapan": "delapan",
    "sembilan": "sembilan",
    "sepuluh": "sepuluh",
    "sebelas": "sebelas",
    "belas": "belas",
    "puluh": "puluh",
}
WORDS_A_MINUTE, PITCH = 130, 42
RATE, BITS_A_SECOND = 48_000, 24_000


def main() -> None:
    CLIPS.mkdir(exist_ok=True)
    for name, words in WORDS.items():
        spoken = ["espeak-ng", "-v", "id", "-s", str(WORDS_A_MINUTE), "-p", str(PITCH), "--stdout", words]
        wave = subprocess.run(spoken, check=True, capture_output=True).stdout
        (CLIPS / f"{name}.ogg").write_bytes(_compress(wave))


def _compress(wave: bytes) -> bytes:
    """Return the sound as Opus in Ogg, mono."""
    result = io.BytesIO()
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(io.BytesIO(wave), "r") as source, av.open(result, "w", format="ogg") as target:
        stream = target.add_stream("libopus", rate=RATE, layout="mono", bit_rate=BITS_A_SECOND)
        frames = [part for frame in source.decode(audio=0) for part in resampler.resample(frame)]
        for frame in [*frames, *resampler.resample(None)]:
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return result.getvalue()


if __name__ == "__main__":
    main()
