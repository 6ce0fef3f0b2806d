from __future__ import annotations

from app.db.personal_data import EMPTIED, ERASED, KEPT, TABLES, references
from app.db.tables import Base
from app.entities import ENTITIES


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
        for name in TABLES[table.name].having(EMPTIED):
            assert table.columns[name].nullable, (table.name, name)


def test_columns_that_row_of_names_exist() -> None:
    for name, table in TABLES.items():
        assert set(table.row_of) <= set(table.columns), name
        assert not table.shared_with or table.shared_with in table.columns


def test_only_the_signatures_of_agreements_are_kept_by_law() -> None:
    kept = {name: table.having(KEPT) for name, table in TABLES.items() if table.having(KEPT)}
    assert kept == {"agreement_party": ("signatory", "signatory_post")}
    assert "family_name" in TABLES["person"].having(ERASED)
