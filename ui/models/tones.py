"""How a stored state looks: the tone of its badge. The text always says it too."""

from __future__ import annotations

_TONES: dict[tuple[str, str], dict[str, str]] = {
    ("agreement", "state"): {
        "draft": "neutral",
        "in_approval": "info",
        "signed": "info",
        "in_force": "ok",
        "ending": "warn",
        "expired": "neutral",
        "terminated": "neutral",
    },
    ("delegation", "status"): {
        "proposed": "neutral",
        "approved": "info",
        "confirmed": "info",
        "under_way": "ok",
        "completed": "neutral",
        "cancelled": "error",
    },
    ("task", "status"): {
        "open": "info",
        "in_progress": "info",
        "waiting": "warn",
        "done": "ok",
        "cancelled": "neutral",
    },
    ("task", "priority"): {"high": "error"},
}


def tone(entity: str, field: str, value: str) -> str | None:
    """The tone of a stored value, or None if it is plain text."""
    return _TONES.get((entity, field), {}).get(value)
