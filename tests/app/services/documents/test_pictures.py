from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from app.db.store import Store
from app.errors import UserError
from app.services.documents import pictures


def drawn(size: tuple[int, int], mode: str = "RGB", kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 0).save(stream, kind)
    return stream.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_large_photograph_becomes_small_and_keeps_its_shape() -> None:
    small = opened(pictures.reduced(drawn((4000, 3000), kind="JPEG"), "a.jpg"))
    assert small.size == (1024, 768)
    assert small.format == "JPEG"


def test_a_small_logo_stays_as_large_as_it_is_and_may_be_transparent() -> None:
    logo = opened(pictures.reduced(drawn((40, 20), "RGBA"), "logo.png"))
    assert (logo.size, logo.mode, logo.format) == ((40, 20), "RGBA", "PNG")


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    image = Image.new("RGB", (30, 10))
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif)
    assert opened(pictures.reduced(stream.getvalue(), "a.jpg")).size == (10, 30)


def test_what_is_no_picture_is_refused_by_its_name(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for data in (b"", b"no picture", drawn((50, 50))[:60]):
        with pytest.raises(UserError) as refused:
            pictures.reduced(data, "dopis.doc")
        assert refused.value.message == pictures.NOT_A_PICTURE
        assert refused.value.values == {"file": "dopis.doc"}
    with pytest.raises(UserError, match=r"gone\.png"):
        pictures.keep(store, tmp_path / "gone.png")
    monkeypatch.setattr(pictures, "_MOST_PIXELS", 100)
    with pytest.raises(UserError, match="too large"):
        pictures.reduced(drawn((20, 20)), "a.png")
    monkeypatch.setattr(pictures, "_MOST_BYTES", 10)
    with pytest.raises(UserError, match="too large"):
        pictures.reduced(drawn((5, 5)), "a.png")


def test_a_kept_picture_is_found_by_its_fingerprint(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "foto.png"
    file.write_bytes(drawn((300, 200)))
    name = pictures.keep(store, file)
    assert pictures.keep_bytes(store, file.read_bytes(), "again") == name
    with store.reading() as connection:
        data = pictures.picture(connection, name)
        assert data
        assert opened(data).size == (300, 200)
        assert pictures.picture(connection, None) is None
        assert pictures.picture(connection, "0" * 64) is None
