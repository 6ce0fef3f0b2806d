"""The form of a party of an agreement proposes who signed, in the post held then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject

from app.entities import ENTITIES
from app.errors import UserError
from app.rules.days.partial_dates import PartialDate
from app.services.agreements.record import signatory_of
from app.services.records import records
from ui.context import Context
from ui.forms import RecordForm


class SignatoryProposal(QObject):
    """Fills in name and post of the person on file who signed, as they were on that day.

    What somebody typed stays; a proposal gives way to the next one.
    """

    def __init__(self, context: Context, form: RecordForm, row: Mapping[str, Any]) -> None:
        super().__init__(form)
        self._context = context
        self._form = form
        self._agreement_id: str | None = row.get("agreement_id")
        self._proposed: dict[str, str] = {}
        for name in ("signatory_id", "organisation_id", "signed_on"):
            form.editor(name).edited.connect(self.propose)

    def propose(self) -> None:
        """Propose again after the person, the party or the day of signing changed."""
        person = self._value("signatory_id")
        if not person:
            return
        with self._context.store.reading() as connection:
            day = self._value("signed_on") or self._signed_on(connection)
            on = PartialDate.parse_iso(day) if day else None
            try:
                found = signatory_of(connection, person, self._value("organisation_id"), on)
            except UserError:  # deleted meanwhile; saving says so
                return
        for name, text in zip(("signatory", "signatory_post"), found, strict=True):
            if self._value(name) in (None, self._proposed.get(name)):
                self._proposed[name] = text
                self._form.keep({name: text or None})

    def _value(self, name: str) -> Any:
        try:
            return self._form.editor(name).value(self._context.tr_)
        except UserError:  # half typed
            return None

    def _signed_on(self, connection: Any) -> str | None:
        if self._agreement_id is None:
            return None
        row = records.read(connection, ENTITIES["agreement"], self._agreement_id)
        return row.values["signed_on"] if row else None
