"""Image sizes are read from the bytes, whatever the format."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.files import image_size
from bot.sandbox.samples import png

JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 20, 30) + bytes(8)


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(30, 20, (1, 2, 3)), (30, 20)),
        (b"GIF89a" + struct.pack("<HH", 30, 20), (30, 20)),
        (JPEG, (30, 20)),
        (b"RIFF0000WEBPVP8X" + bytes(8) + bytes([29, 0, 0, 19, 0, 0]), (30, 20)),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_image_size_when_read_then_width_and_height(content: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(content) == size


@given(st.binary(max_size=60), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF"]))
def test_image_size_when_the_file_is_broken_then_it_answers_still(content: bytes, start: bytes) -> None:
    found = image_size(start + content)
    assert found is None or len(found) == 2
