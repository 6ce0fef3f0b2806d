"""Every kind of record with a screen has a face, and a face names only what there is."""

from __future__ import annotations

import pytest

from app.entities import ENTITIES, RECORDS
from app.i18n import Language, translator
from app.kinds import Choice
from app.paths import RESOURCES
from ui.records.faces import FACES, Face, tone

TONES = {"neutral", "info", "ok", "warn", "error"}
ALL = pytest.mark.parametrize("face", FACES.values(), ids=lambda face: face.entity)


def test_every_kind_of_record_with_a_screen_has_a_face():
    assert set(FACES) == {entity.name for entity in RECORDS}


@ALL
def test_a_face_names_fields_that_the_entity_has(face: Face):
    entity = ENTITIES[face.entity]
    names = {*entity.by_name, *(item.name for item in entity.computed)}
    named = {*face.subtitle, *face.hidden, *face.tones, *filter(None, [face.newest_first])}
    assert named <= names


@ALL
def test_a_face_has_an_icon_and_texts_in_every_language(face: Face):
    assert (RESOURCES / "icons" / f"{face.icon}.svg").exists()
    english = translator(Language.EN)
    for language in (Language.CS, Language.DE):
        tr = translator(language)
        for text in (face.label, face.new, face.empty):
            assert tr.message(text) != english.message(text)


@ALL
def test_every_code_of_a_state_has_a_tone(face: Face):
    entity = ENTITIES[face.entity]
    for name, tones in face.tones.items():
        assert set(tones.values()) <= TONES
        field = entity.by_name.get(name) or next(f for f in entity.computed if f.name == name)
        assert isinstance(field.kind, Choice)
        codes = set(field.kind.options)
        assert set(tones) <= codes
        if name in ("status", "state"):
            assert set(tones) == codes


def test_what_has_no_tone_is_plain_text():
    assert tone("task", "priority", "high") == "error"
    assert tone("task", "priority", "low") is None
    assert tone("task", "title", "high") is None
    assert tone("area", "name_cs", "high") is None
