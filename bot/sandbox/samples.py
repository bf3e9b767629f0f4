"""Small invented files that people in the sandbox send when a test gives none."""

import struct
import zlib


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A PNG image of one colour."""
    row = b"\x00" + bytes(colour) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(row * height)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


SAMPLES: dict[str, tuple[str, str, bytes]] = {
    "photo": ("photo.png", "image/png", png(240, 160, (92, 138, 128))),
    "sticker": ("sticker.png", "image/png", png(128, 128, (214, 164, 76))),
    "document": ("sample.txt", "text/plain", b"A sample document.\n"),
    "voice": ("voice.ogg", "audio/ogg", b"OggS" + bytes(60)),
    "video": ("video.mp4", "video/mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(60)),
}
"""Kind to name, type and bytes."""
