from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app import system

unix = pytest.mark.skipif(sys.platform == "win32", reason="the paths and links of Unix")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the mounts file calls a network drive."""
    folder = tmp_path / "office"
    folder.mkdir()
    mounts = tmp_path / "mounts"
    mounts.write_text(
        f"/dev/sda1 / ext4 rw 0 0\n//server/x {folder} cifs rw 0 0\n", encoding="utf-8"
    )
    real = system.is_unix_network_path
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system, "is_unix_network_path", lambda path, _mounts: real(path, mounts))
    return folder


@unix
def test_a_path_is_judged_by_the_mounts_on_unix(office: Path) -> None:
    assert system.is_network_path(office / "vztahy.db")
    assert not system.is_network_path(office.parent / "vztahy.db")


@unix
def test_a_relative_path_is_judged_where_it_leads(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office)
    assert system.is_network_path(Path("vztahy.db"))
    monkeypatch.chdir(office.parent)
    assert not system.is_network_path(Path("vztahy.db"))


def test_a_path_is_judged_by_its_beginning_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert system.is_network_path(Path("//server/share/vztahy.db"))
    assert not system.is_network_path(Path("/data/vztahy.db"))


def test_on_wayland_the_libraries_of_x_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "has_display", lambda: True)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    found = system.missing_packages("linux", lambda _name: False)
    assert found == list(system.LIBRARIES.values())


@unix
def test_a_link_to_a_network_drive_is_one(office: Path) -> None:
    link = office.parent / "link"
    link.symlink_to(office)
    assert system.is_network_path(link / "vztahy.db")


@unix
def test_a_share_opened_in_the_file_manager_is_a_network_drive(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0\n", encoding="utf-8")
    path = Path("/run/user/1000/gvfs/smb-share:server=office,share=data/vztahy.db")
    assert system.is_unix_network_path(path, mounts)
