"""What the form of a new person asks at once: who it is, their post, and how to reach them."""

from __future__ import annotations

from dataclasses import replace

from app.entities.contacts import PERSON
from app.fields import Field
from app.i18n import N_
from app.kinds import REFERENCE, TEXT

_POST = N_("Post and contact details")
_NAME = ("title_before", "given_name", "family_name", "title_after")

DETAILS = {"email": "email", "phone": "phone", "mobile": "mobile", "website": "web"}
"""The fields of the form that become contact details, with the kinds of these."""

BESIDE = (
    Field("organisation_id", N_("Organisation"), REFERENCE, _POST, target="organisation"),
    Field("post_title", N_("Post"), TEXT, _POST),
    Field("email", N_("E-mail"), TEXT, _POST),
    Field("phone", N_("Phone"), TEXT, _POST),
    Field("mobile", N_("Mobile"), TEXT, _POST),
    Field("website", N_("Website"), TEXT, _POST),
)
"""The fields that belong to other rows than the person's own."""

NEW_PERSON = replace(
    PERSON,
    fields=(
        *(replace(PERSON.by_name[name], group=N_("Name")) for name in _NAME),
        *BESIDE,
        *(field for field in PERSON.fields if field.name not in _NAME),
    ),
)
