"""A new person with a post and contact details, stored as one action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.entities.choices import CONTACT_POINT_KIND
from app.entities.new_person import BESIDE, DETAILS
from app.errors import FieldError, InvalidRecord, UserError
from app.i18n import N_, Language, translator
from app.rules.identifiers import recognised
from app.rules.people.salutation import guess_gender
from app.rules.people.signatures import read_signature
from app.services.records.home_country import home_country
from app.services.records.records import apply, caption_of
from app.services.records.rows import CREATE, check_order, name_header, validate

NO_ORGANISATION = N_("Fill in where the person holds this post.")
NO_POST = N_("Fill in what the person is there.")


def create(
    store: Store, values: Mapping[str, Any], language: Language = Language.CS
) -> tuple[str, Changes]:
    """Create a person from the fields of `entities.new_person.NEW_PERSON`; gives its id.

    The post is written in `language`, and in Czech, which every post has. A number typed where
    an e-mail belongs, or an e-mail where a number does, is taken for what it is. Raises
    `InvalidRecord` with every fault, `UserError` when a reference is unknown.
    """
    person = ENTITIES["person"]
    beside = {field.name for field in BESIDE}
    own = {name: value for name, value in values.items() if name not in beside}
    errors: list[FieldError] = []
    try:
        validate(person, own, new=True)
    except InvalidRecord as error:
        errors += error.errors
    with store.reading() as connection:
        country = home_country(connection, values)
    details = _details(values, errors, country)
    organisation, post = values.get("organisation_id"), values.get("post_title")
    if post and not organisation:
        errors.append(FieldError("organisation_id", NO_ORGANISATION))
    if organisation and not post:
        errors.append(FieldError("post_title", NO_POST))
    if errors:
        raise InvalidRecord(errors)
    check_order(person, own)
    with store.writing(CREATE) as writer:
        key = apply(writer, person, None, own)
        if organisation:
            titles = {f"title_{code}": post for code in dict.fromkeys((Language.CS, language))}
            position = {"person_id": key, "organisation_id": organisation, **titles}
            apply(writer, ENTITIES["position"], None, {**position, "is_primary": 1})
        for kind, value in details:
            row = {"person_id": key, "kind": kind, "value": value, "is_primary": 1}
            apply(writer, ENTITIES["contact_point"], None, row)
        name_header(writer, caption_of(writer.connection, person, key) or str(own["family_name"]))
    return key, writer.changes


def _details(
    values: Mapping[str, Any], errors: list[FieldError], country: str
) -> list[tuple[str, str]]:
    found = []
    for name, kind in DETAILS.items():
        text = str(values.get(name) or "").strip()
        if not text:
            continue
        try:
            found.append(recognised(kind, text, country))
        except UserError as error:
            errors.append(FieldError(name, error.message, **error.values))
    return list(dict.fromkeys(found))


def from_signature(text: str, language: Language = Language.CS) -> dict[str, str]:
    """What a pasted signature fills into the form, by field; nothing that it says is left out.

    The organisation is its name: a person may be sent to one that is on record, or to a new one.
    What has no field of its own stands in the note, with its label where it has one.
    """
    tr = translator(language)
    found = read_signature(text)
    filled = {
        "title_before": found.title_before,
        "given_name": found.given_name,
        "family_name": found.family_name,
        "title_after": found.title_after,
        "organisation_id": found.organisation,
        "post_title": found.post,
    }
    notes: list[str] = []
    for name, kind in DETAILS.items():
        first, *others = found.of(kind) or [""]
        filled[name] = first
        notes += [_labelled(tr.message(_LABELS[kind]), other) for other in others]
    for kind in ("fax", "data_box"):
        notes += [_labelled(tr.message(_LABELS[kind]), text) for text in found.of(kind)]
    street = " ".join(filter(None, (found.postal_code, found.city)))
    address = ", ".join(filter(None, (found.street, street, found.country)))
    for label, said in (
        (N_("Department"), ", ".join(found.units)),
        (N_("Address"), address),
        (N_("Company number (IČO)"), found.ico),
        (N_("Tax number (DIČ)"), found.dic),
    ):
        if said:
            notes.append(_labelled(tr.message(label), said))
    filled["note"] = "\n".join((*notes, *found.rest))
    if found.family_name:
        gender = guess_gender(found.given_name, found.family_name)
        filled["gender"] = gender if gender != "unknown" else ""
    return {name: said for name, said in filled.items() if said}


_LABELS = CONTACT_POINT_KIND.options


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}"
