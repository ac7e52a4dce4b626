"""The process that looks at a picture. The limits come first; Pillow is imported here and nowhere else."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

from .pictures import NO_PICTURE
from .stripping import Broken, strip

MEMORY = 1 << 30  # bytes of address space, of which the libraries take a part
CPU = 10  # seconds
WRITTEN = 256 << 20  # bytes of one file
PIXELS = 50_000_000  # of a picture that is decoded
BOX = (832, 624)  # pixels of a preview: twice what a talk shows
WORTH_IT = 200 * 1024  # bytes; what is smaller, and no larger than the box, is shown itself

BROKEN = 3
_NAMES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/gif": "GIF"}


def main(path: str, stripped: str, preview: str, kind: str) -> None:
    """Ends the process: 0 once a line of JSON tells of the picture."""
    _limit()
    try:
        data = strip(Path(path).read_bytes(), kind)
    except Broken:
        sys.exit(BROKEN)
    Path(stripped).write_bytes(data)
    del data
    try:
        print(json.dumps(_look(Path(stripped), Path(preview), kind)), flush=True)
    except Exception:  # whatever such a picture makes a decoder do, it is none for us
        Path(preview).unlink(missing_ok=True)
        sys.exit(NO_PICTURE)


def show(kind: str, width: str, height: str) -> None:
    """A picture on standard input, as a PNG of at most so many pixels on standard output. Ends the process."""
    _limit()
    try:
        sys.stdout.buffer.write(_shrunk(sys.stdin.buffer.read(), kind, (int(width), int(height))))
    except Exception:
        sys.exit(NO_PICTURE)


def _shrunk(data: bytes, kind: str, box: tuple[int, int]) -> bytes:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS // 2
    with Image.open(io.BytesIO(data), formats=[_NAMES[kind]]) as opened:
        if opened.size[0] * opened.size[1] > PIXELS:
            raise ValueError("too many pixels")
        opened.draft("RGB", (box[0] * 2, box[1] * 2))
        turned = ImageOps.exif_transpose(opened).convert("RGBA")
        scale = min(box[0] / turned.width, box[1] / turned.height)
        size = (max(1, round(turned.width * scale)), max(1, round(turned.height * scale)))
        written = io.BytesIO()
        turned.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0).save(written, "PNG", compress_level=1)
        return written.getvalue()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time is limited from outside
        return
    for which, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(which)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (most, most))


def _look(path: Path, preview: Path, kind: str) -> dict[str, object]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS // 2  # Pillow refuses at twice that
    with Image.open(path, formats=[_NAMES[kind]]) as opened:
        width, height = opened.size
        if width * height > PIXELS:
            raise ValueError("too many pixels")
        quarter = kind == "image/jpeg" and opened.getexif().get(0x0112, 1) >= 5
        shown = (height, width) if quarter else (width, height)
        small = shown[0] <= BOX[0] and shown[1] <= BOX[1] and path.stat().st_size <= WORTH_IT
        if small or getattr(opened, "is_animated", False):
            opened.load()
            return {"width": shown[0], "height": shown[1], "preview": False}
        opened.draft("RGB", (BOX[0] * 2, BOX[1] * 2))
        turned = ImageOps.exif_transpose(opened)
        turned.thumbnail(BOX, Image.Resampling.LANCZOS, reducing_gap=2.0)
        alpha = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
        turned.convert("RGBA" if alpha else "RGB").save(preview, "WEBP", quality=80, method=4, exif=b"", xmp=b"")
    return {"width": shown[0], "height": shown[1], "preview": True}
