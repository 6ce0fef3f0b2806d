"""Folders that a service copies to other computers: a database is damaged there.

OneDrive, Dropbox, Google Drive, Nextcloud and their like copy each file for itself, when they see
that it changed; what SQLite keeps in three files is torn apart, and two computers write at once.
A service is known by what it says of itself (variables, settings, the list that Windows keeps),
by what it leaves in its folder, and at last by the name that it gives to it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.system import windows_sync_roots

_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NAMES = (
    ("OneDrive", r"OneDrive( - .+)?|OneDrive-.+"),
    ("Dropbox", r"Dropbox( \(.+\))?|Dropbox-.+"),
    ("Google Drive", r"Google ?Drive( \(.+\))?|GoogleDrive-.+|My Drive|Můj disk|Meine Ablage"),
    ("Google Drive", r"Shared drives|Sdílené disky|Geteilte Ablagen"),
    ("Nextcloud", r"Nextcloud\d*"),
    ("ownCloud", r"ownCloud\d*"),
    ("iCloud", r"iCloud ?Drive|Mobile Documents|com~apple~CloudDocs"),
    ("Synology Drive", r"SynologyDrive(-.+)?"),
    ("pCloud", r"pCloud ?Drive|pCloudDrive"),
    ("Seafile", r"Seafile"),
)
_LEFT = (
    ("Dropbox", ".dropbox"),  # a file; the folder of that name in the home holds its settings
    ("Nextcloud", ".nextcloudsync.log"),
    ("ownCloud", ".owncloudsync.log"),
    ("Nextcloud", ".sync_*.db"),
    ("Google Drive", ".tmp.drivedownload"),
    ("Google Drive", ".tmp.driveupload"),
    ("Dropbox", ".dropbox.cache"),
    ("Syncthing", ".stfolder"),
    ("Synology Drive", ".SynologyWorkingDirectory"),
)


def synced_by(path: Path, roots: Mapping[Path, str] | None = None) -> str:
    """The name of the service that copies the folder of `path` to other computers, or empty.

    Links are followed. `roots` are the folders that services say they copy (`told_roots`).
    """
    known = told_roots(os.environ, Path.home()) if roots is None else roots
    for place in dict.fromkeys((path.absolute(), Path(os.path.realpath(path)))):
        for root, service in known.items():
            if place.is_relative_to(root):
                return service
        for folder in place.parents:
            if service := _by_name(folder.name) or _by_what_is_left(folder):
                return service
    return ""


def _by_name(name: str) -> str:
    for service, pattern in _NAMES:
        if re.fullmatch(pattern, name, re.IGNORECASE):
            return service
    return ""


def _by_what_is_left(folder: Path) -> str:
    for service, name in _LEFT:
        try:
            found = next(folder.glob(name), None)
            if found and (name != ".dropbox" or found.is_file()):
                return service
        except OSError:
            continue
    return ""


def told_roots(environment: Mapping[str, str], home: Path, registry: Any = None) -> dict[Path, str]:
    """The folders that services say they copy, with the names of the services."""
    found = {Path(environment[name]): "OneDrive" for name in _VARIABLES if environment.get(name)}
    settings = [
        Path(environment[name]) for name in ("APPDATA", "LOCALAPPDATA") if environment.get(name)
    ]
    for folder in (*(base / "Dropbox" for base in settings), home / ".dropbox"):
        found |= dict.fromkeys(_dropbox(folder / "info.json"), "Dropbox")
    for base in (*settings, home / ".config", home / "Library" / "Preferences"):
        for service in ("Nextcloud", "ownCloud"):
            listed = _client(base / service / f"{service.lower()}.cfg")
            found |= dict.fromkeys(listed, service)
    if registry is not None or sys.platform == "win32":
        for service, root in windows_sync_roots(registry):
            found.setdefault(Path(root), service)
    return {root: service for root, service in found.items() if root.is_absolute()}


def _dropbox(file: Path) -> Iterator[Path]:
    """https://help.dropbox.com/installs/locate-dropbox-folder"""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return
    for account in told.values() if isinstance(told, dict) else ():
        if isinstance(account, dict) and isinstance(account.get("path"), str):
            yield Path(account["path"])


def _client(file: Path) -> Iterator[Path]:
    r"""The folders in the settings of the desktop client: ``0\Folders\1\localPath=/home/…``."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for root in re.findall(r"(?m)^[^=\n]*\\localPath=(.+?)\s*$", text):
        yield Path(root.strip('"'))
