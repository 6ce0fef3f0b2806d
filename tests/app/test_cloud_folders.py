from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from app.cloud_folders import synced_by, told_roots
from app.db.connection import SYNCED
from app.errors import UserError
from app.i18n import Language, translator
from app.services import office
from app.services.care.backup import backup, restore


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Ústecký kraj/Dokumenty", "OneDrive"),
        ("onedrive/a/b/c", "OneDrive"),
        ("Dropbox (Kraj)/x", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive-jana@kraj.cz/Můj disk", "Google Drive"),
        ("Můj disk", "Google Drive"),
        ("Nextcloud2/data", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("iCloudDrive", "iCloud"),
        ("SynologyDrive", "Synology Drive"),
        ("Dokumenty/OneDriveless", ""),
        ("Dropboxes", ""),
        ("Moje cloudy", ""),
    ],
)
def test_a_service_is_known_by_the_name_of_its_folder(
    folder: str, service: str, tmp_path: Path
) -> None:
    assert synced_by(tmp_path / folder / "vztahy.db", {}) == service


@pytest.mark.parametrize(
    ("left", "service"),
    [
        (".dropbox.cache", "Dropbox"),
        (".nextcloudsync.log", "Nextcloud"),
        (".sync_1b2c3d.db", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".tmp.drivedownload", "Google Drive"),
        (".stfolder", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".dropboxes", ""),
    ],
)
def test_a_service_is_known_by_what_it_leaves(left: str, service: str, tmp_path: Path) -> None:
    (tmp_path / left).touch()
    assert synced_by(tmp_path / "a" / "b" / "vztahy.db", {}) == service


def test_the_settings_of_dropbox_in_the_home_folder_make_it_no_dropbox(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    assert synced_by(tmp_path / "vztahy.db", {}) == ""


def test_services_say_which_folders_they_copy(tmp_path: Path) -> None:
    roaming, home = tmp_path / "Roaming", tmp_path / "home"
    (roaming / "Dropbox").mkdir(parents=True)
    accounts = {"personal": {"path": str(tmp_path / "mine")}, "business": {"path": 3}, "x": None}
    (roaming / "Dropbox" / "info.json").write_text(json.dumps(accounts), encoding="utf-8")
    (roaming / "Nextcloud").mkdir()
    listed = f"[Accounts]\n0\\Folders\\1\\localPath={tmp_path / 'cloud dir'}\n0\\x=1\n"
    (roaming / "Nextcloud" / "nextcloud.cfg").write_text(listed, encoding="utf-8")
    (home / ".dropbox").mkdir(parents=True)
    (home / ".dropbox" / "info.json").write_text("[broken", encoding="utf-8")
    environment = {"APPDATA": str(roaming), "OneDriveCommercial": str(tmp_path / "Práce")}
    roots = told_roots(environment, home, Registry({}))
    assert roots == {
        tmp_path / "mine": "Dropbox",
        tmp_path / "cloud dir": "Nextcloud",
        tmp_path / "Práce": "OneDrive",
    }
    assert synced_by(tmp_path / "cloud dir" / "a" / "vztahy.db", roots) == "Nextcloud"
    assert synced_by(tmp_path / "elsewhere" / "vztahy.db", roots) == ""


class Registry:
    """`winreg` as far as it is asked: the keys of services with the folders by user."""

    HKEY_LOCAL_MACHINE = "machine"

    def __init__(self, services: dict[str, list[str]], at: str = "") -> None:
        self._services, self._at = services, at

    def OpenKey(self, root: object, path: str) -> Registry:
        if root == "machine":
            if not self._services:
                raise OSError(2, "not found")
            return self
        name, _, inner = path.partition("\\")
        if inner != "UserSyncRoots" or not self._services.get(name):
            raise OSError(2, "not found")
        return Registry(self._services, name)

    def EnumKey(self, _key: Registry, number: int) -> str:
        return _nth(list(self._services), number)

    def EnumValue(self, key: Registry, number: int) -> tuple[str, str, int]:
        return f"S-1-5-{number}", _nth(self._services[key._at], number), 1

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, *_error: object) -> None:
        pass


def _nth(items: list[str], number: int) -> str:
    if number >= len(items):
        raise OSError(259, "no more")
    return items[number]


def test_windows_is_asked_which_folders_are_copied(tmp_path: Path) -> None:
    team, own = str(tmp_path / "Kraj" / "Tým"), str(tmp_path / "Disk")
    registry = Registry(
        {"OneDrive!S-1-5-21!Business1|x": [team, own], "Empty!1": [], "Nextcloud!a": [own]}
    )
    roots = told_roots({}, tmp_path / "home", registry)
    assert roots == {Path(team): "OneDrive", Path(own): "OneDrive"}
    assert synced_by(Path(team) / "data" / "vztahy.db", roots) == "OneDrive"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_link_into_a_copied_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "OneDrive")
    assert synced_by(tmp_path / "data" / "vztahy.db", {}) == "OneDrive"


def test_no_database_is_made_in_a_copied_folder_but_one_that_is_there_opens(tmp_path: Path) -> None:
    path = tmp_path / "Dropbox" / "vztahy.db"
    with pytest.raises(UserError) as caught:
        office.open_store(path)
    assert caught.value.message == SYNCED
    assert "Dropbox" in caught.value.text(translator(Language.CS))
    assert not path.parent.exists()
    store = office.open_store(tmp_path / "vztahy.db")
    assert office.copied_by(store) is None
    backup(store, path.parent / "backup.db")  # backups are safe there
    store.close()
    with pytest.raises(UserError) as caught:
        restore(path.parent / "backup.db", path)
    assert caught.value.message == SYNCED
    (path.parent / "backup.db").rename(path)
    store = office.open_store(path)
    problem = office.copied_by(store)
    assert problem
    assert problem.values == {"file": "vztahy.db", "service": "Dropbox"}
    store.close()
