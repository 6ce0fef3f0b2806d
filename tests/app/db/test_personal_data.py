from __future__ import annotations

from app.db.personal_data import ERASED, KEPT, TABLES, references
from app.db.tables import Base
from app.entities import ENTITIES

TEXTS = ("text", "multiline", "url")


def test_every_column_of_every_table_is_classified() -> None:
    """Whoever adds a column says whether it holds personal data, and what erasure does with it."""
    for table in Base.metadata.sorted_tables:
        assert table.name in TABLES, f"classify the table {table.name} in app/db/personal_data.py"
        columns = {column.name for column in table.columns}
        missing = columns - set(TABLES[table.name].columns)
        assert not missing, f"classify {table.name}: {sorted(missing)} in app/db/personal_data.py"
        assert set(TABLES[table.name].columns) <= columns, table.name
    assert set(TABLES) == {table.name for table in Base.metadata.sorted_tables}


def test_every_reference_to_a_person_is_erased_or_emptied() -> None:
    found = {name: columns for name, _, columns in references()}
    for entity in ENTITIES.values():
        for field in entity.fields:
            if field.target == "person":
                assert field.name in found[entity.name], (entity.name, field.name)


def test_what_is_emptied_may_be_empty() -> None:
    """An erasure could not empty a column that must have a value."""
    for table in Base.metadata.sorted_tables:
        for name in TABLES[table.name].emptied():
            assert table.columns[name].nullable, (table.name, name)


NAMES_NOBODY = {
    "agreement": "reference_no file_no contract_no register_id",
    "agreement_party": "signatory signatory_post",  # the law keeps who signed
    "area": "name_cs name_de name_en",
    "delegation": "reference_no",
    "document": "reference_no",
    "document_link": "entity",
    "document_version": "media_type content",
    "gift": "inventory_no",
    "paper_step": "paper",
    "printing": "paper languages",
    "resolution": "number",
    "task": "origin series held",
    "task_link": "entity",
    "user": "name initials",
}
"""Texts that are numbers, codes or a list of words, by table."""
HERS = {
    "person": "title_before given_name family_name title_after name_native pronunciation"
    " salutation_cs salutation_de salutation_en",
    "contact_point": "value",
    "address": "postal_code city region",
}
"""Texts that say what somebody is called or where they are reached, and speak of nobody else."""


def test_every_text_that_may_speak_of_others_loses_their_names() -> None:
    for entity in ENTITIES.values():
        texts = {field.name for field in entity.fields if field.kind.name in TEXTS}
        free = set(TABLES[entity.name].texts())
        known = f"{NAMES_NOBODY.get(entity.name, '')} {HERS.get(entity.name, '')}".split()
        assert texts - free == set(known), entity.name


def test_columns_that_row_of_names_exist() -> None:
    for name, table in TABLES.items():
        assert set(table.row_of) <= set(table.columns), name
        assert set(table.shared_with) <= set(table.columns), name


def test_only_the_signatures_of_agreements_are_kept_by_law() -> None:
    kept = {name: table.having(KEPT) for name, table in TABLES.items() if table.having(KEPT)}
    assert kept == {"agreement_party": ("signatory", "signatory_post")}
    assert "family_name" in TABLES["person"].having(ERASED)
