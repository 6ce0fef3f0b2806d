"""Who follows the change of a record: in the table, in order, asked before it is written."""

from __future__ import annotations

import pytest

from app.entities import ENTITIES
from app.services.records import consequences
from app.services.records.consequences import Consequence, due, register
from app.services.records.records import apply
from tests.factories import make


@pytest.fixture
def table(monkeypatch):
    """An empty table of one's own."""
    monkeypatch.setattr(consequences, "_TABLE", {})
    monkeypatch.setattr(consequences, "_FILLS", [])


@pytest.mark.usefixtures("table")
def test_who_follows_is_called_after_the_values_stand(store):
    area = make(store, "area", name_cs="Věda")
    seen = []

    def name(writer):
        return writer.connection.execute("SELECT name_cs FROM area").fetchone()[0]

    def asked(writer, entity, record_id, values):
        seen.append(("asked", name(writer)))
        return True

    def follows(writer, entity, record_id, values):
        seen.append((entity.name, record_id, dict(values), name(writer)))

    register("area", Consequence(follows, when=asked), Consequence(follows))
    with store.writing("Test") as writer:
        apply(writer, ENTITIES["area"], area, {"name_cs": "Výzkum"})
    told = ("area", area, {"name_cs": "Výzkum"}, "Výzkum")
    assert seen == [("asked", "Věda"), told, told]


@pytest.mark.usefixtures("table")
def test_a_new_record_is_not_asked_about(store):
    def never(writer, entity, record_id, values):
        raise AssertionError

    register("area", Consequence(never, when=never))
    with store.writing("Test") as writer:
        apply(writer, ENTITIES["area"], None, {"name_cs": "Výzkum"})


@pytest.mark.usefixtures("table")
def test_nobody_is_entered_twice():
    register("area")
    with pytest.raises(LookupError):
        register("area")


def test_the_table_names_entities_and_is_there_with_the_package(store):
    with store.writing("Test") as writer:
        assert due(writer, ENTITIES["delegation"], None, {})
        assert due(writer, ENTITIES["person"], None, {}) == []
    assert "task" in consequences._TABLE
    assert set(consequences._TABLE) <= set(ENTITIES)


@pytest.mark.usefixtures("table")
def test_the_table_is_filled_once_before_it_is_asked(store):
    filled = []
    consequences.fill_with(lambda: filled.append(register("area", Consequence(lambda *_: None))))
    with store.writing("Test") as writer:
        assert due(writer, ENTITIES["area"], None, {})
        assert due(writer, ENTITIES["area"], None, {})
    assert len(filled) == 1
