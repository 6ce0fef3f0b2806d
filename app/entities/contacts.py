"""People, organisations and what belongs to them."""

from __future__ import annotations

from app.entities import choices
from app.entities.common import ARCHIVED, BASICS, NOTE, NOTES, SOURCE, TAGS_FIELD, localised
from app.fields import Entity, Field
from app.i18n import N_
from app.kinds import (
    BOOLEAN,
    COUNTRY,
    DATA_BOX,
    DATE,
    DIC,
    ICO,
    INTEGER,
    LANGUAGE_CODE,
    LANGUAGE_CODES,
    MULTILINE,
    PARTIAL_DATE,
    PICTURE,
    REFERENCE,
    TEXT,
    URL,
    WHICH,
)

_LANGUAGES = N_("Languages and correspondence")
_PROTECTION = N_("Data protection")
_IDENTIFIERS = N_("Identifiers")
_PROTOCOL = N_("Order of precedence")

PERSON = Entity(
    "person",
    "persons",
    N_("Person"),
    N_("People"),
    (
        Field("title_before", N_("Title before the name"), TEXT, BASICS),
        Field("given_name", N_("Given name"), TEXT, BASICS, searchable=True),
        Field(
            "family_name",
            N_("Family name"),
            TEXT,
            BASICS,
            searchable=True,
            required=True,
        ),
        Field("title_after", N_("Title after the name"), TEXT, BASICS),
        Field("gender", N_("Gender"), choices.GENDER, BASICS),
        Field("photo", N_("Photograph"), PICTURE, BASICS),
        Field("nationality", N_("Nationality"), COUNTRY, BASICS, in_table=True),
        Field("birthday", N_("Birthday"), PARTIAL_DATE, BASICS),
        Field("name_native", N_("Name in its own script"), TEXT, _LANGUAGES, searchable=True),
        Field("pronunciation", N_("Pronunciation"), TEXT, _LANGUAGES),
        Field("language", N_("Language of correspondence"), LANGUAGE_CODE, _LANGUAGES),
        Field("other_languages", N_("Other languages"), LANGUAGE_CODES, _LANGUAGES),
        Field("salutation_cs", N_("Salutation in Czech"), TEXT, _LANGUAGES),
        Field("salutation_de", N_("Salutation in German"), TEXT, _LANGUAGES),
        Field("salutation_en", N_("Salutation in English"), TEXT, _LANGUAGES),
        Field("diet", N_("Diet"), TEXT, _LANGUAGES),
        Field("legal_basis", N_("Legal basis"), choices.LEGAL_BASIS, _PROTECTION),
        Field("consent_on", N_("Consent given on"), DATE, _PROTECTION),
        Field("retain_until", N_("Keep until"), DATE, _PROTECTION),
        NOTE,
        SOURCE,
        Field("invented", N_("Invented for the demo"), BOOLEAN, NOTES),
        TAGS_FIELD,
        ARCHIVED,
    ),
    title="full_name",
    order=("family_name", "given_name"),
    title_label=N_("Name"),
    computed=(
        Field("post", N_("Post"), TEXT, in_table=True),
        Field("organisation", N_("Organisation"), TEXT, in_table=True),
    ),
)

ORGANISATION = Entity(
    "organisation",
    "organisations",
    N_("Organisation"),
    N_("Organisations"),
    (
        *localised("name", (N_("Name in Czech"), N_("Name in German"), N_("Name in English"))),
        Field("native_name", N_("Native name"), TEXT, BASICS, searchable=True),
        Field("abbreviation", N_("Abbreviation"), TEXT, BASICS, searchable=True),
        Field("kind", N_("Kind"), choices.ORGANISATION_KIND, BASICS, in_table=True, required=True),
        Field("actor_group", N_("Group of actors"), choices.ACTOR_GROUP, BASICS),
        Field("country", N_("Country"), COUNTRY, BASICS, in_table=True),
        Field("represents_country", N_("Represents the state"), COUNTRY, BASICS),
        Field("parent_id", N_("Part of"), REFERENCE, BASICS, target="organisation"),
        Field("founded_on", N_("Founded on"), PARTIAL_DATE, BASICS),
        Field("website", N_("Website"), URL, BASICS, searchable=True),
        Field("logo", N_("Logo"), PICTURE, BASICS),
        Field("ico", N_("Company number (IČO)"), ICO, _IDENTIFIERS, searchable=True),
        Field("dic", N_("Tax number (DIČ)"), DIC, _IDENTIFIERS, searchable=True),
        Field("vat_payer", N_("VAT payer"), BOOLEAN, _IDENTIFIERS),
        Field("data_box", N_("Data box"), DATA_BOX, _IDENTIFIERS, searchable=True),
        NOTE,
        SOURCE,
        TAGS_FIELD,
        ARCHIVED,
    ),
    title="name",
    order=("name_cs",),
    title_label=N_("Name"),
)

POSITION = Entity(
    "position",
    "positions",
    N_("Position"),
    N_("Positions"),
    (
        Field("person_id", N_("Person"), REFERENCE, BASICS, target="person", required=True),
        Field(
            "organisation_id",
            N_("Organisation"),
            REFERENCE,
            BASICS,
            target="organisation",
            searchable=True,
            required=True,
        ),
        *localised("title", (N_("Post in Czech"), N_("Post in German"), N_("Post in English"))),
        Field("since", N_("Since"), PARTIAL_DATE, BASICS, in_table=True),
        Field("until", N_("Until"), PARTIAL_DATE, BASICS, in_table=True),
        Field("rank", N_("Rank"), INTEGER, BASICS),
        Field("is_primary", N_("Main position"), BOOLEAN, BASICS),
        Field("came_by", N_("Came to office"), choices.CAME_TO_OFFICE, _PROTOCOL),
        Field("in_office_since", N_("Took office on"), PARTIAL_DATE, _PROTOCOL),
        Field("credentials_on", N_("Credentials presented on"), PARTIAL_DATE, _PROTOCOL),
    ),
    title="title",
    order=("since",),
    owner="person_id",
)

_OWNERS = (
    Field("person_id", N_("Person"), REFERENCE, BASICS, target="person"),
    Field("organisation_id", N_("Organisation"), REFERENCE, BASICS, target="organisation"),
)

CONTACT_POINT = Entity(
    "contact_point",
    "contact-points",
    N_("Contact detail"),
    N_("Contact details"),
    (
        *_OWNERS,
        Field(
            "kind",
            N_("Kind"),
            choices.CONTACT_POINT_KIND,
            BASICS,
            in_table=True,
            required=True,
            default="email",
        ),
        Field(
            "value",
            N_("Number or address"),
            TEXT,
            BASICS,
            in_table=True,
            searchable=True,
            required=True,
        ),
        Field("label", N_("Description"), WHICH, BASICS, in_table=True),
        Field("is_primary", N_("Preferred"), BOOLEAN, BASICS),
    ),
    title="value",
    order=("kind",),
    owner="person_id|organisation_id",
)

ADDRESS = Entity(
    "address",
    "addresses",
    N_("Address"),
    N_("Addresses"),
    (
        *_OWNERS,
        Field(
            "kind",
            N_("Kind"),
            choices.ADDRESS_KIND,
            BASICS,
            in_table=True,
            required=True,
            default="seat",
        ),
        Field("street", N_("Street and number"), TEXT, BASICS, in_table=True, searchable=True),
        Field("postal_code", N_("Postal code"), TEXT, BASICS, in_table=True, searchable=True),
        Field("city", N_("Town"), TEXT, BASICS, in_table=True, searchable=True),
        Field("region", N_("Region or district"), TEXT, BASICS),
        Field("country", N_("Country"), COUNTRY, BASICS, in_table=True),
        Field("is_primary", N_("Preferred"), BOOLEAN, BASICS),
        Field("note", N_("Note"), MULTILINE, BASICS),
    ),
    title="city",
    order=("kind",),
    owner="person_id|organisation_id",
)

MILESTONE = Entity(
    "milestone",
    "milestones",
    N_("Milestone"),
    N_("Milestones"),
    (
        Field(
            "organisation_id",
            N_("Partner"),
            REFERENCE,
            BASICS,
            target="organisation",
            required=True,
        ),
        Field("date", N_("Date"), PARTIAL_DATE, BASICS, in_table=True, required=True),
        *localised(
            "text",
            (N_("Text in Czech"), N_("Text in German"), N_("Text in English")),
            kind=MULTILINE,
        ),
        SOURCE,
    ),
    title="text",
    order=("date", "text_cs"),
    owner="organisation_id",
)

AREA = Entity(
    "area",
    "areas",
    N_("Area of co-operation"),
    N_("Areas of co-operation"),
    localised("name", (N_("Name in Czech"), N_("Name in German"), N_("Name in English"))),
    title="name",
    order=("name_cs",),
)

USER = Entity(
    "user",
    "users",
    N_("User"),
    N_("Users"),
    (
        Field("name", N_("Name"), TEXT, BASICS, in_table=True, searchable=True, required=True),
        Field("initials", N_("Initials"), TEXT, BASICS, in_table=True),
        Field("person_id", N_("Person"), REFERENCE, BASICS, target="person"),
        Field("role", N_("Role in the department"), choices.USER_ROLE, BASICS, in_table=True),
    ),
    title="name",
    order=("name",),
)
