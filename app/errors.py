"""Errors that a person can act upon."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, runtime_checkable

from app.i18n import Translator


@runtime_checkable
class Worded(Protocol):
    """A value of a sentence that is worded in its language: a day, the label of a field."""

    def text(self, tr: Translator) -> str:
        """The value in the language of `tr`."""


class Label:
    """A word that is marked for translation, as a value of a sentence: the name of a field."""

    def __init__(self, message: str) -> None:
        self._message = message

    def text(self, tr: Translator) -> str:
        """The word in the language of `tr`."""
        return tr.message(self._message)

    def __str__(self) -> str:
        return self._message


class UserError(Exception):
    """A known failure: says what happened, what it means for the data, and what to do.

    `message` is a message id (marked with `N_`), `values` fill its ``{placeholders}``.
    It reaches the person as a dialog or as one line on stderr, never as a traceback.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def text(self, tr: Translator) -> str:
        """The sentence in the language of `tr`."""
        return said(self.message, self.values, tr)

    def __str__(self) -> str:
        return self.message.format(**self.values) if self.values else self.message


def said(message: str, values: Mapping[str, object], tr: Translator) -> str:
    """A message id with its values in the language of `tr`."""
    worded = {k: v.text(tr) if isinstance(v, Worded) else v for k, v in values.items()}
    return tr.message(message, **worded)


class FieldError(UserError):
    """A value that a field refuses; shown beside that field. `field` is its name."""

    def __init__(self, field: str, message: str, **values: object) -> None:
        super().__init__(message, **values)
        self.field = field


class InvalidRecord(UserError):
    """Several fields of one record were refused; `errors` holds one `FieldError` each."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__(errors[0].message, **errors[0].values)
        self.errors = errors


def where(trace: TracebackType | None) -> str:
    """Where an error happened, the innermost place first; its message may quote a record."""
    import traceback

    frames = traceback.extract_tb(trace)
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}:{f.name}" for f in frames[::-1])
