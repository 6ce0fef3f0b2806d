from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from app.errors import UserError
from app.exchange.letters import merge as module
from app.exchange.letters.merge import (
    CANNOT_READ,
    FAILED,
    FORBIDDEN,
    GROWS,
    MACROS,
    MISSPELT,
    NO_PART,
    NOT_CLOSED,
    NOT_OPENED,
    NOT_WORD,
    ONE_BRACE,
    SPREAD,
    SYNTAX,
    TOO_LARGE,
    UNKNOWN,
    check_template,
    default_template,
    letter_text,
    letters,
)
from app.i18n import Language, translator
from tests.app.exchange.letters.test_merge import VALUES, picture, recipient, word_template


@pytest.fixture
def template(tmp_path: Path) -> Callable[..., Path]:
    def make_template(*paragraphs: str, header: str = "") -> Path:
        return word_template(tmp_path / "sablona.docx", *paragraphs, header=header)

    return make_template


def messages(path: Path) -> list[str]:
    return [problem.message for problem in check_template(path)]


def test_unknown_placeholders_are_named(template: Callable[..., Path]) -> None:
    path = template("{{ salutaton }} {{ Name }} {{ shoe_size }}", header="{{ e_mail }}")
    found = {(p.message, p.values["name"], p.values.get("other")) for p in check_template(path)}
    assert found == {
        (MISSPELT, "salutaton", "salutation"),
        (MISSPELT, "Name", "name"),
        (UNKNOWN, "shoe_size", None),
        (MISSPELT, "e_mail", "email"),
    }


def test_what_a_loop_names_is_known(template: Callable[..., Path]) -> None:
    path = template("{% set both = name %}{% for letter in both %}{{ letter }}{% endfor %}")
    assert check_template(path) == []


@pytest.mark.parametrize(
    ("text", "message", "value"),
    [
        ("Dobrý den {{ name }", SYNTAX, "Dobrý den {{ name }"),
        ("Dobrý den {{ first name }}", SYNTAX, "Dobrý den {{ first name }}"),
        ("{{ name | shout }}", SYNTAX, "{{ name | shout }}"),
        ("{{ name | safe }}", SYNTAX, "{{ name | safe }}"),
        ("{% if name %}Vážená", NOT_CLOSED, "{% endif %}"),
        ("{% for a in name %}Vážená", NOT_CLOSED, "{% endfor %}"),
        ("Konec {% endif %}", NOT_OPENED, "Konec {% endif %}"),
        ("{% when name %}", NOT_OPENED, "{% when name %}"),
        ("Dobrý den { name },", ONE_BRACE, "{ name }"),
    ],
)
def test_mistakes_are_found_and_shown(
    template: Callable[..., Path], text: str, message: str, value: str
) -> None:
    path = template("První odstavec", text, "Poslední odstavec")
    (problem,) = check_template(path)
    assert problem.message == message
    assert any(str(told).startswith(value) for told in problem.values.values())
    with pytest.raises(UserError):
        letters([recipient()], {Language.CS: path}, VALUES, path.parent / "out")


@pytest.mark.parametrize(
    ("text", "message", "told"),
    [
        ("{{ name.upper() }}", FORBIDDEN, "{{ name.upper() }}"),
        ("{{ post }} {{ name.__class__ }}", FORBIDDEN, "{{ name.__class__ }}"),
        ("{{ post }} {{ name ~ 2 ** 9 }}", FORBIDDEN, "{{ name ~ 2 ** 9 }}"),
        ("{{ post }} {{ name.first }}", NO_PART, "{{ name.first }}"),
        ("{{ name['first'] }}", NO_PART, "{{ name['first'] }}"),
        ("{% if name.first.second %}x{% endif %}", NO_PART, "{% if name.first.second %}"),
    ],
)
def test_what_fails_only_while_it_is_filled_in_is_told_with_its_place(
    template: Callable[..., Path], text: str, message: str, told: str
) -> None:
    (problem,) = check_template(template("Vážená paní,", text, "S pozdravem"))
    assert problem.message == message
    for language in Language:
        said = problem.text(translator(language))
        assert told in said
        # What Jinja says is English, and of no use to who wrote the template.
        assert not re.search(r"object|attribute|unsafe|callable|undefined", said.replace(told, ""))


def test_a_condition_that_ends_in_a_table_is_found(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{% if post %}Funkce")
    document.add_table(1, 2).rows[0].cells[0].text = "{{ post }}{% endif %}"
    path = tmp_path / "cells.docx"
    document.save(str(path))
    assert messages(path) == [SPREAD]
    with pytest.raises(UserError) as caught:
        letters([recipient()], {Language.CS: path}, VALUES, tmp_path / "out")
    assert caught.value.message == SPREAD


@pytest.mark.parametrize(
    "text",
    [
        "{{ name.upper() }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ name.__class__ }}",
        "{{ self.__init__ }}",
        "{% for a in range(10) %}x{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 2 ** 100000 }}",
        "{{ '%0999999999d' % 1 }}",
        "{% macro m() %}x{% endmacro %}{{ m() }}",
        "{% include 'other' %}",
        "{% import 'other' as x %}",
        "{% extends 'other' %}",
        "{{ cycler('a') }}",
        "{{ lipsum(9) }}",
        "{{ logo._image }}",
        "{{ logo.tpl }}",
    ],
)
def test_a_template_runs_no_code(template: Callable[..., Path], text: str, tmp_path: Path) -> None:
    path = template(text)
    assert set(messages(path)) & {FORBIDDEN, NO_PART, FAILED, SYNTAX, UNKNOWN, MISSPELT}
    with pytest.raises(UserError):
        letters(
            [recipient()], {Language.CS: path}, VALUES, tmp_path / "out",
            logo=picture("PNG", (9, 9)),
        )  # fmt: skip


def test_properties_are_no_templates(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ name }}")
    document.core_properties.title = "{{ nonsense | shout }}"
    path = tmp_path / "title.docx"
    document.save(str(path))
    assert check_template(path) == []
    (made,) = letters([recipient()], {Language.CS: path}, VALUES, tmp_path / "out")
    assert Document(str(made)).core_properties.title == "{{ nonsense | shout }}"


def changed(
    source: Path, target: Path, replace: Callable[[str, bytes], bytes], **more: bytes
) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, replace(name, old.read(name)))
        for name, data in more.items():
            new.writestr(name, data)
    return target


def test_macros_are_refused(template: Callable[..., Path], tmp_path: Path) -> None:
    path = template("{{ name }}")
    typed = changed(
        path,
        tmp_path / "typed.docx",
        lambda name, data: (
            data.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
            if name == "[Content_Types].xml"
            else data
        ),
    )
    assert messages(typed) == [MACROS]
    hidden = changed(
        path, tmp_path / "hidden.docx", lambda _, data: data, **{"word/vbaProject.bin": b"x"}
    )
    assert messages(hidden) == [MACROS]


@pytest.mark.parametrize(
    "data", [b"", b"Hello", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"]
)
def test_what_is_no_word_document_is_said(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "no.docx"
    path.write_bytes(data)
    (problem,) = check_template(path)
    assert (problem.message, problem.values) == (NOT_WORD, {"file": "no.docx"})


def test_a_zip_and_a_broken_document_are_no_word_documents(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    bare = tmp_path / "bare.docx"
    with zipfile.ZipFile(bare, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert messages(bare) == [NOT_WORD]
    broken = changed(
        template("x"),
        tmp_path / "broken.docx",
        lambda name, data: data[:-40] if name == "word/document.xml" else data,
    )
    assert messages(broken) == [NOT_WORD]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert messages(tmp_path / "gone.docx") == [CANNOT_READ]
    assert messages(tmp_path) == [CANNOT_READ]


def test_a_zip_bomb_is_not_opened(
    template: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = changed(
        template("x"), tmp_path / "bomb.docx", lambda _, data: data, big=b"\0" * 70_000_000
    )
    assert messages(bomb) == [TOO_LARGE]
    monkeypatch.setattr(module, "_MOST_BYTES", 100)
    assert messages(template("x")) == [TOO_LARGE]


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in text %}{% for b in text %}{% for c in text %}{% endfor %}{% endfor %}"
        "{% endfor %}",
        "{% for a in text %}{% if a %}{% for b in text %}x{% endfor %}{% endif %}{% endfor %}",
        "{% set a = name ~ name %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
        "{% set a %}{{ name }}{{ name }}{% endset %}" * 40,
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{{ text" + "|replace('a', 'aaaaaaaaaa')" * 30 + "}}",
        "{{ text" + "|join('aaaaaaaaaa')" * 30 + "}}",
        "{% for a in text %}" + "b" * 100_000 + "{% endfor %}",
    ],
    ids=range(8),
)
def test_a_template_cannot_grow_without_end(
    text: str, template: Callable[..., Path], tmp_path: Path
) -> None:
    path = template(text)
    values = {Language.CS: {"text": "a" * 100}}
    with pytest.raises(UserError) as preview:
        letter_text(recipient(), path, values)
    with pytest.raises(UserError) as error:
        letters([recipient()], {Language.CS: path}, values, tmp_path / "dopisy")
    assert {preview.value.message, error.value.message} <= {GROWS, FORBIDDEN}
    assert not list(tmp_path.glob("dopisy/*"))


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DAMAGES = {
    "another root": b"<a/>",
    "another language": b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
    "no body": f'<w:document xmlns:w="{W}"/>'.encode(),
    "another part": f"<w:hdr xmlns:w='{W}'/>".encode(),
    "nothing": b"",
    "no XML": b"\x00\xff",
    "UTF-16": "<a/>".encode("utf-16"),
    "an entity": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "gone": None,
}
PARTS = ("[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/header1.xml",
         "word/_rels/document.xml.rels", "word/styles.xml")  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_part_that_is_none_is_told_in_words(damage: bytes | None, tmp_path: Path) -> None:
    whole = default_template(Language.CS)
    with zipfile.ZipFile(whole) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    broken = tmp_path / "sablona.docx"
    for part in PARTS:
        with zipfile.ZipFile(broken, "w") as archive:
            for name, content in members.items():
                kept = damage if name == part else content
                if kept is not None:
                    archive.writestr(name, kept)
        refused = bool(check_template(broken))
        for target in (tmp_path / "dopisy", tmp_path / "dopisy.docx"):
            try:
                letters([recipient()] * 2, {Language.CS: broken}, VALUES, target)
            except UserError:
                continue
            assert not refused
        try:
            letter_text(recipient(), broken, VALUES)
        except UserError:
            continue
        assert part != "word/document.xml"
