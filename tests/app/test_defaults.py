"""What an empty form proposes is a value that its field can hold."""

import pytest

from app.entities import ENTITIES
from app.i18n import Language
from app.kinds import Choice

PROPOSED = [(entity.name, name) for entity in ENTITIES.values() for name in entity.defaults]


@pytest.mark.parametrize(("entity", "name"), PROPOSED)
def test_a_proposed_value_is_one_of_its_kind(entity: str, name: str) -> None:
    field = ENTITIES[entity].by_name[name]
    if isinstance(field.kind, Choice):
        assert field.default in field.kind.options
    assert field.kind.parse(field.default, Language.EN) == ENTITIES[entity].defaults[name]


def test_fields_without_a_proposal_stay_empty() -> None:
    assert "title" not in ENTITIES["task"].defaults
    assert ENTITIES["area"].defaults == {}
