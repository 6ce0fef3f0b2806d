from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app import files
from app.db.store import Store
from app.errors import UserError
from app.exchange.letters import merge as module
from app.exchange.letters.merge import (
    CANCELLED,
    NO_TEMPLATE,
    NO_TEXT,
    NOT_JOINED,
    NOTHING,
    asks_for_text,
    check_template,
    default_template,
    fields,
    letter_text,
    letters,
    office_values,
)
from app.i18n import Language
from app.services.contacts.recipients import Recipient
from app.services.office import choose_own_organisation
from tests.factories import make

ON = date(2027, 5, 3)
VALUES = {language: {"date": "3. 5. 2027", "text": "Text"} for language in Language}


def recipient(**values: object) -> Recipient:
    defaults: dict[str, object] = {
        "person_id": "1",
        "language": Language.CS,
        "given_name": "Jana",
        "family_name": "Nováková",
        "name": "Ing. Jana Nováková",
        "gender": "female",
        "salutation": "Vážená paní inženýrko,",
        "name_lines": ("Vážená paní", "Ing. Jana Nováková"),
        "address_lines": ("Vážená paní", "Ing. Jana Nováková", "Hlavní 1", "400 01 Ústí"),
    }
    return Recipient(**{**defaults, **values})  # type: ignore[arg-type]


def word_template(path: Path, *paragraphs: str, header: str = "") -> Path:
    """A template with these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(str(path))
    return path


@pytest.fixture
def template(tmp_path: Path) -> Callable[..., Path]:
    def make_template(*paragraphs: str, header: str = "", name: str = "sablona.docx") -> Path:
        return word_template(tmp_path / name, *paragraphs, header=header)

    return make_template


def texts(path: Path) -> list[str]:
    return [paragraph.text for paragraph in Document(str(path)).paragraphs]


# The templates that come with the program


@pytest.mark.parametrize("language", list(Language))
def test_the_default_template_is_sound(language: Language) -> None:
    path = default_template(language)
    assert check_template(path) == []
    document = Document(str(path))
    assert document.sections[0].page_width.mm == pytest.approx(210, abs=0.1)  # type: ignore[union-attr]
    assert document.sections[0].page_height.mm == pytest.approx(297, abs=0.1)  # type: ignore[union-attr]
    assert document.core_properties.author == ""
    with zipfile.ZipFile(path) as archive:
        assert language.locale.replace("_", "-") in archive.read("word/styles.xml").decode()


def test_the_default_templates_ask_for_the_same() -> None:
    def asked(language: Language) -> set[str]:
        whole = "".join(module._Template(default_template(language).read_bytes()).sources())
        return {name for name, _ in fields() if f"{{{{ {name} }}}}" in whole}

    assert asked(Language.CS) == asked(Language.DE) == asked(Language.EN)
    assert {"address", "salutation", "date", "place", "subject", "text", "logo"} <= asked(
        Language.CS
    )


def test_a_letter_of_the_default_template_says_everything(tmp_path: Path) -> None:
    names = [name for name, _ in fields() if name != "logo"]
    values = {Language.DE: {name: f"<{name}>" for name in names}}
    someone = recipient(language=Language.DE, salutation="Sehr geehrte Frau Nováková,")
    (path,) = letters([someone], {Language.DE: default_template(Language.DE)}, values, tmp_path)
    with zipfile.ZipFile(path) as archive:
        whole = "".join(archive.read(name).decode() for name in archive.namelist() if
                        name.startswith("word/") and name.endswith(".xml"))  # fmt: skip
    for text in ("&lt;subject&gt;", "&lt;own_data_box&gt;", "&lt;signatory_post&gt;", "Hlavní 1"):
        assert text in whole
    assert "Sehr geehrte Frau Nováková," in texts(path)
    assert "{" not in letter_text(someone, default_template(Language.DE), values)


def test_what_is_empty_leaves_no_empty_line_with_its_label(tmp_path: Path) -> None:
    text = letter_text(recipient(), default_template(Language.CS), {})
    assert "Naše značka" not in text
    assert "Vyřizuje" not in text
    assert "{" not in text


# Values


def test_a_letter_per_recipient_named_after_them(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    path = template("{{ salutation }}", "{{ text }}")
    two = [recipient(), recipient(given_name="Jan", family_name="Žák", salutation="Pane Žáku,")]
    seen: list[tuple[int, int]] = []
    made = letters(
        two, {Language.CS: path}, VALUES, tmp_path / "out", lambda *step: seen.append(step)
    )
    assert [item.name for item in made] == ["Nováková Jana.docx", "Žák Jan.docx"]
    assert texts(made[0]) == ["Vážená paní inženýrko,", "Text"]
    assert texts(made[1]) == ["Pane Žáku,", "Text"]
    assert seen == [(1, 2), (2, 2)]
    assert sorted(item.name for item in (tmp_path / "out").iterdir()) == sorted(
        item.name for item in made
    )


def test_nothing_is_overwritten(template: Callable[..., Path], tmp_path: Path) -> None:
    path = template("{{ name }}")
    old = tmp_path / "NOVÁKOVÁ jana.docx"
    old.write_bytes(b"old")
    made = letters([recipient(), recipient()], {Language.CS: path}, VALUES, tmp_path)
    assert [item.name for item in made] == ["Nováková Jana (2).docx", "Nováková Jana (3).docx"]
    assert old.read_bytes() == b"old"


def test_each_language_has_its_template_and_values(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    templates = {
        Language.CS: template("Česky {{ subject }}", name="cs.docx"),
        Language.DE: template("Deutsch {{ subject }}", name="de.docx"),
    }
    values = {Language.CS: {"subject": "Pozvánka"}, Language.DE: {"subject": "Einladung"}}
    two = [recipient(), recipient(language=Language.DE)]
    made = letters(two, templates, values, tmp_path / "out")
    assert [texts(item)[0] for item in made] == ["Česky Pozvánka", "Deutsch Einladung"]


def test_a_value_is_text_and_never_a_part_of_the_document(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    nasty = "A & B </w:t></w:r> <b> {{ name }} {% if x %} \x00\x07\x0c\x1f\ud800 ]]>"
    path = template("{{ organisation }}", "{{ text }}")
    values = {Language.CS: {"text": nasty}}
    (made,) = letters([recipient(organisation=nasty)], {Language.CS: path}, values, tmp_path)
    shown = "A & B </w:t></w:r> <b> {{ name }} {% if x %}  ]]>"
    assert texts(made) == [shown, shown]


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_any_value_gives_a_document_that_can_be_read(value: str) -> None:
    source = default_template(Language.CS)
    values = {Language.CS: {name: value for name, _ in fields()}}
    someone = recipient(organisation=value, salutation=value)
    assert isinstance(letter_text(someone, source, values), str)


def test_lines_and_paragraphs(template: Callable[..., Path], tmp_path: Path) -> None:
    path = template("{{ address }}", "{{ text }}", "Konec")
    values = {Language.CS: {"text": "První\r\nřádek\n\n \nDruhý"}}
    (made,) = letters([recipient()], {Language.CS: path}, values, tmp_path)
    assert texts(made) == [
        "Vážená paní\nIng. Jana Nováková\nHlavní 1\n400 01 Ústí",
        "První\nřádek",
        "Druhý",
        "Konec",
    ]


def test_without_an_address_the_name_stands_there(template: Callable[..., Path]) -> None:
    path = template("{{ address }}")
    assert letter_text(recipient(address_lines=()), path, VALUES) == (
        "Vážená paní\nIng. Jana Nováková"
    )


def test_a_missing_text_is_marked_in_the_preview_and_never_written(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    path = template("{{ text }}")
    english = recipient(language=Language.EN)
    assert letter_text(english, path, {}) == "[Text of the letter]"
    with pytest.raises(UserError) as caught:
        values = VALUES | {Language.EN: {"date": "3 May 2027"}}
        letters([recipient(), english], dict.fromkeys(Language, path), values, tmp_path / "out")
    assert caught.value.message == NO_TEXT
    assert not (tmp_path / "out").exists()


def test_a_template_with_a_text_of_its_own_needs_none(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    path = template("{{ salutation }}", "Zveme Vás.")
    assert not asks_for_text(path)
    assert letters([recipient()], {Language.CS: path}, {}, tmp_path / "out")


@pytest.mark.parametrize(
    ("city", "place"),
    [
        ("Liberec 2", "Liberec"),
        ("Praha 1 - Malá Strana", "Praha"),
        ("Liberec II-Nové Město", "Liberec"),
        ("Ústí nad Labem", "Ústí nad Labem"),
        ("Dvůr Králové n. L.", "Dvůr Králové n. L."),
    ],
)
def test_a_letter_is_written_in_a_town_not_in_a_postal_district(
    store: Store, city: str, place: str
) -> None:
    own = make(store, "organisation", name_cs="Kraj")
    make(store, "address", organisation_id=own, kind="seat", city=city)
    choose_own_organisation(store, own)
    with store.reading() as connection:
        values = office_values(connection, Language.CS, date(2026, 11, 29))
    assert values["place"] == place


def test_values_cannot_replace_what_is_the_recipients_own(template: Callable[..., Path]) -> None:
    path = template("{{ name }}")
    values = {Language.CS: {"name": "Někdo jiný", "nonsense": "x"}}
    assert letter_text(recipient(), path, values) == "Ing. Jana Nováková"


@pytest.mark.parametrize("text", ["Vážená paní «Příjmení»,", "«salutation»", "« Name »"])
def test_a_template_of_words_own_fields_alone_is_told(
    template: Callable[..., Path], text: str
) -> None:
    (problem,) = check_template(template(text, "Text dopisu."))
    assert problem.message == module.WORD_FIELD
    assert problem.values["found"] == f"«{text.partition('«')[2].partition('»')[0].strip()}»"


def test_quotation_marks_are_no_fields(template: Callable[..., Path]) -> None:
    assert check_template(template("{{ salutation }} vítá Vás «Evropa» a «staré město».")) == []
    assert check_template(template("Vítá Vás «staré město».")) == []


def test_a_merge_field_of_word_is_told_beside_placeholders(tmp_path: Path) -> None:
    path = tmp_path / "word.docx"
    document = Document()
    paragraph = document.add_paragraph("{{ salutation }} ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " MERGEFIELD Příjmení \\* MERGEFORMAT ")
    paragraph._p.append(field)
    document.save(str(path))
    (problem,) = check_template(path)
    assert (problem.message, problem.values["found"]) == (module.WORD_FIELD, "«Příjmení»")


def test_conditions_and_harmless_filters(template: Callable[..., Path]) -> None:
    path = template(
        "{%p if post %}", "{{ post }}", "{%p else %}", "Bez funkce", "{%p endif %}",
        "{{ family_name | upper }} {{ subject | default('–', true) }}",
    )  # fmt: skip
    assert check_template(path) == []
    assert letter_text(recipient(), path, {}) == "Bez funkce\nNOVÁKOVÁ –"
    assert letter_text(recipient(post="radní"), path, {}) == "radní\nNOVÁKOVÁ –"


def test_a_placeholder_that_word_has_cut_into_runs(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for part in ("{", "{ na", "me ", "}", "}"):
        paragraph.add_run(part).italic = True
    path = tmp_path / "runs.docx"
    document.save(str(path))
    assert check_template(path) == []
    assert letter_text(recipient(), path, {}) == "Ing. Jana Nováková"


def picture(kind: str, size: tuple[int, int]) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "red").save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("size", [(300, 100), (900, 20), (10, 100)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_logo_stands_in_the_letterhead_and_is_not_too_large(
    tmp_path: Path, kind: str, size: tuple[int, int]
) -> None:
    path = default_template(Language.CS)
    logo = picture(kind, size)
    (made,) = letters([recipient()], {Language.CS: path}, VALUES, tmp_path, logo=logo)
    with zipfile.ZipFile(made) as archive:
        kept = [archive.read(name) for name in archive.namelist() if "/media/" in name]
    assert kept == [logo]
    head = Document(str(made)).sections[0].first_page_header._element
    (extent,) = head.xpath(".//wp:extent")
    assert int(extent.get("cx")) <= 60 * 36000
    assert int(extent.get("cy")) <= 16 * 36000


def test_the_office_itself(loaded: Store) -> None:
    with loaded.reading() as connection:
        czech = office_values(connection, Language.CS, ON, "Jan Novák")
        german = office_values(connection, Language.DE, ON)
        english = office_values(connection, Language.EN, ON)
    assert czech["own_organisation"] == "Ústecký kraj"
    assert czech["own_address"] == "Velká Hradební 3118/48\n400 02 Ústí nad Labem"
    assert (czech["place"], czech["clerk"]) == ("Ústí nad Labem", "Jan Novák")
    assert czech["own_ico"] == "70892156"
    assert czech["own_website"] == "www.kr-ustecky.cz"
    dates = [values["date"] for values in (czech, german, english)]
    assert dates == ["3. května 2027", "3. Mai 2027", "3 May 2027"]
    assert german["own_address"].endswith("\nTschechien")
    assert english["own_address"].endswith("\nCzechia")
    assert set(czech) <= {name for name, _ in fields()}


def test_without_an_own_organisation_only_the_date_is_known(store: Store) -> None:
    with store.reading() as connection:
        assert office_values(connection, Language.EN, ON) == {"date": "3 May 2027", "clerk": ""}


def test_an_own_organisation_without_anything(store: Store) -> None:
    choose_own_organisation(store, make(store, "organisation", name_cs="Kraj"))
    with store.reading() as connection:
        values = office_values(connection, Language.CS, ON)
    assert values["own_organisation"] == "Kraj"
    assert values["own_address"] == values["own_phone"] == values["place"] == ""


# One document


def test_joined_letters_begin_on_pages_of_their_own(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    path = template("{{ name }}", "{{ text }}", header="{{ own_organisation }}")
    two = [recipient(), recipient(name="Jan Žák"), recipient(name="Eva Malá")]
    target = tmp_path / "vse.docx"
    assert letters(two, {Language.CS: path}, VALUES, target) == [target]
    document = Document(str(target))
    assert [p.text for p in document.paragraphs] == [
        "Ing. Jana Nováková", "Text", "Jan Žák", "Text", "Eva Malá", "Text",
    ]  # fmt: skip
    assert len(document.sections) == 3
    for section in document.sections:
        assert section.start_type == 2, "a new page"
        (numbers,) = section._sectPr.xpath("./w:pgNumType/@w:start")
        assert numbers == "1"
        names = [child.tag.rpartition("}")[2] for child in section._sectPr]
        assert names.index("pgNumType") < names.index("cols")


def test_joined_letters_of_the_default_template(tmp_path: Path) -> None:
    paths = {language: default_template(language) for language in Language}
    three = [recipient(), recipient(language=Language.DE), recipient(name="Jan Žák")]
    values = {language: {**VALUES[language], "own_ico": "70892156"} for language in Language}
    made = letters(three, paths, values, tmp_path / "vse.docx", logo=picture("PNG", (30, 10)))
    assert [path.name for path in made] == ["vse.docx"]
    document = Document(str(made[0]))
    assert len(document.sections) == 3
    assert all(section.different_first_page_header_footer for section in document.sections)
    feet = ["".join(p.text for p in s.first_page_footer.paragraphs) for s in document.sections]
    assert ["IČO: " in text and "Ident" not in text for text in feet] == [True, False, True]
    greetings = [p.text for p in document.paragraphs if p.style and p.style.name == "Closing"]
    assert greetings == ["S pozdravem", "Mit freundlichen Grüßen", "S pozdravem"]
    with zipfile.ZipFile(made[0]) as archive:
        assert sum("/media/" in name for name in archive.namelist()) == 1


def test_templates_of_different_looks_are_joined_by_language(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    paths = {Language.CS: default_template(Language.CS), Language.DE: template("{{ text }}")}
    two = [recipient(), recipient(language=Language.DE)]
    made = letters(two, paths, VALUES, tmp_path / "vse.docx")
    assert [path.name for path in made] == ["vse (cs).docx", "vse (de).docx"]


def test_a_header_of_the_recipient_cannot_be_joined(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    path = template("{{ text }}", header="{{ name }}")
    two = [recipient(), recipient(name="Jan Žák")]
    with pytest.raises(UserError) as caught:
        letters(two, {Language.CS: path}, VALUES, tmp_path / "vse.docx")
    assert caught.value.message == NOT_JOINED
    assert not (tmp_path / "vse.docx").exists()
    assert len(letters(two, {Language.CS: path}, VALUES, tmp_path / "out")) == 2


def test_a_template_of_several_sections_is_joined(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ name }}")
    document.add_section()
    document.add_paragraph("Příloha")
    path = tmp_path / "sections.docx"
    document.save(str(path))
    two = [recipient(), recipient(name="Jan Žák")]
    (made,) = letters(two, {Language.CS: path}, VALUES, tmp_path / "vse.docx")
    joined = Document(str(made))
    assert len(joined.sections) == 4
    shown = [p.text for p in joined.paragraphs if p.text]
    assert shown == ["Ing. Jana Nováková", "Příloha", "Jan Žák", "Příloha"]


# All or nothing


def test_cancelling_leaves_nothing(template: Callable[..., Path], tmp_path: Path) -> None:
    path = template("{{ name }}")
    for target in (tmp_path / "out", tmp_path / "out" / "vse.docx"):
        answers = iter([False, True])
        two = [recipient(), recipient()]
        with pytest.raises(UserError) as caught:
            letters(two, {Language.CS: path}, VALUES, target, cancelled=answers.__next__)
        assert caught.value.message == CANCELLED
        assert not list((tmp_path / "out").glob("*"))


def test_cancelling_at_the_very_end_counts(template: Callable[..., Path], tmp_path: Path) -> None:
    answers = iter([False, True])
    path = template("{{ name }}")
    with pytest.raises(UserError, match="cancelled"):
        letters(
            [recipient()], {Language.CS: path}, VALUES, tmp_path / "out",
            cancelled=lambda: next(answers),
        )  # fmt: skip
    assert not list((tmp_path / "out").glob("*"))


def test_a_folder_that_cannot_be_written_is_said(
    template: Callable[..., Path], tmp_path: Path
) -> None:
    path = template("{{ name }}")
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be written"):
        letters([recipient()], {Language.CS: path}, VALUES, tmp_path / "file" / "out")


def test_when_a_file_cannot_be_put_in_place_none_is(
    template: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = template("{{ name }}")
    real = files.put
    done: list[Path] = []

    def put(fresh: Path, target: Path) -> None:
        if len(done) == 3:  # two letters are written beside, the first one is in its place
            raise PermissionError(target)
        done.append(target)
        real(fresh, target)

    monkeypatch.setattr(files, "put", put)
    monkeypatch.setattr(module, "put", put)
    with pytest.raises(UserError, match="cannot be written"):
        letters([recipient(), recipient()], {Language.CS: path}, VALUES, tmp_path / "out")
    assert done
    assert not list((tmp_path / "out").glob("*"))


def test_nobody_and_no_template_are_said(template: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        letters([], {}, VALUES, tmp_path)
    assert caught.value.message == NOTHING
    with pytest.raises(UserError) as caught:
        letters([recipient(language=Language.DE)], {Language.CS: template("x")}, VALUES, tmp_path)
    assert (caught.value.message, caught.value.values) == (NO_TEMPLATE, {"language": "Deutsch"})
