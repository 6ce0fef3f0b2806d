"""Errors that a person can act upon."""

from __future__ import annotations

from app.i18n import Translator


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
        return tr.message(self.message, **self.values)

    def __str__(self) -> str:
        return self.message.format(**self.values) if self.values else self.message


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
