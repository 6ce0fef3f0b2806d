from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QTimer, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.db import contents
from app.db.store import Changes, Store
from app.errors import UserError
from app.exchange.documents import store as document_store
from app.i18n import Language, translator
from app.services.documents import documents
from app.services.documents.documents import versions
from app.services.records.rows import GONE
from app.services.records.undo import undo
from tests.app.exchange.documents.test_text import docx, paragraph, pdf
from tests.factories import count, make, value
from tests.ui.conftest import MakeContext
from tests.ui.test_accessibility import nameless, unreachable
from ui.context import Context
from ui.dialogs.documents import document_add, document_dialog, document_files
from ui.dialogs.documents.document_add import AddDialog, VersionDialog, add_documents, edit_version
from ui.dialogs.documents.document_dialog import DocumentDialog, show_document
from ui.dialogs.documents.document_files import in_background, size_text

TABLES = ("document", "document_version", "document_link", "content", "content_chunk")


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The errors and messages that are shown."""
    texts: list[str] = []
    show = lambda _parent, text, _tr: texts.append(text)  # noqa: E731
    for module in (document_add, document_files):
        monkeypatch.setattr(module, "show_error", show)
    monkeypatch.setattr("ui.context.show_error", show)
    monkeypatch.setattr(
        QMessageBox, "information", staticmethod(lambda _parent, _title, text: texts.append(text))
    )
    return texts


@pytest.fixture
def emitted(context: Context) -> list[Changes]:
    found: list[Changes] = []
    context.records_changed.connect(found.append)
    return found


Answer = Callable[[type[QDialog], Callable[[QDialog], None]], None]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """What a person does in a dialog of a kind; a dialog that is still open is left."""

    def prepare(kind: type[QDialog], act: Callable[[QDialog], None]) -> None:
        def execute(dialog: QDialog) -> int:
            dialog.show()
            act(dialog)
            if dialog.isVisible():
                dialog.reject()
            return dialog.result()

        monkeypatch.setattr(kind, "exec", execute)

    return prepare


def png(width: int = 60, height: int = 40) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def stored(store: Store, path: Path, **values: str) -> str:
    return document_store.add_file(store, path, **values)[0]  # type: ignore[arg-type]


@pytest.fixture
def shown(context: Context, parent: QWidget, qtbot: QtBot) -> Callable[[str], DocumentDialog]:
    def make_dialog(document_id: str) -> DocumentDialog:
        dialog = DocumentDialog(context, document_id, parent)
        qtbot.addWidget(dialog, before_close_func=lambda item: item.done(0))
        dialog.show()
        return dialog

    return make_dialog


# adding


def test_files_are_asked_about_and_stored_as_one_action(
    context: Context,
    parent: QWidget,
    tmp_path: Path,
    told: list[str],
    emitted: list[Changes],
    answer: Answer,
) -> None:
    person = make(context.store, "person")
    paths = [file(tmp_path, "Dopis_1.txt", b"jedna"), file(tmp_path, "Dopis_2.txt", b"dva")]

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, AddDialog)
        assert dialog.windowTitle()
        assert [title.text() for title in dialog.titles] == ["Dopis 1", "Dopis 2"]
        dialog.kind.setCurrentIndex(dialog.kind.findData("letter"))
        dialog.titles[0].setText("Pozvání")
        dialog.languages[0].choose("de;cs")
        dialog.accept()

    answer(AddDialog, fill)
    first, second = add_documents(context, parent, paths, ("person", person))
    store = context.store
    assert value(store, "document", first, "title") == "Pozvání"
    assert value(store, "document", second, "title") == "Dopis 2"
    assert {value(store, "document", key, "kind") for key in (first, second)} == {"letter"}
    with store.reading() as connection:
        assert versions(connection, first)[0].language == "de;cs"
        assert versions(connection, second)[0].language == ""
    assert [changes.ids("document") for changes in emitted] == [{first, second}]
    assert told == []
    undo(store)
    assert count(store, "document") == 0


def test_a_title_is_needed(context: Context, parent: QWidget, tmp_path: Path) -> None:
    dialog = AddDialog(context, [file(tmp_path, "a.txt", b"a")], parent)
    dialog.show()
    dialog.titles[0].setText("  ")
    dialog.accept()
    assert dialog.isVisible()
    assert dialog._errors[0].isVisible()
    dialog.titles[0].setText("a")
    dialog.titles[0].textEdited.emit("a")
    assert not dialog._errors[0].isVisible()
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_nothing_is_stored_when_the_question_is_left(
    context: Context, parent: QWidget, tmp_path: Path, answer: Answer, emitted: list[Changes]
) -> None:
    answer(AddDialog, lambda _dialog: None)
    assert add_documents(context, parent, [file(tmp_path, "a.txt", b"a")], None) == []
    assert add_documents(context, parent, [], None) == []
    assert count(context.store, "document") == 0
    assert emitted == []


def test_what_is_refused_is_told_and_the_rest_arrives(
    context: Context,
    parent: QWidget,
    tmp_path: Path,
    told: list[str],
    answer: Answer,
    emitted: list[Changes],
) -> None:
    person = make(context.store, "person")
    answer(AddDialog, lambda dialog: dialog.accept())
    paths = [
        file(tmp_path, "prazdny.txt", b""),
        tmp_path / "neni.txt",
        file(tmp_path, "zlomeny.docx", b"PK\x03\x04"),
    ]
    (broken,) = add_documents(context, parent, paths, ("person", person))
    assert len(told) == 1
    assert [name in told[0] for name in ("prazdny.txt", "neni.txt", "zlomeny.docx")] == [True] * 3
    assert add_documents(context, parent, paths[2:], ("person", person)) == [broken]
    assert len(told) == 2, "that it is stored already is said"
    assert len(emitted) == 1
    assert add_documents(context, parent, paths[2:], ("person", "neni")) == []
    assert told[2] == translator(Language.CS).message(GONE)


def test_the_window_lives_while_a_file_is_stored(
    context: Context,
    parent: QWidget,
    tmp_path: Path,
    answer: Answer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The storing waits for the window here: if it ran in its thread, neither would go on."""
    answer(AddDialog, lambda dialog: dialog.accept())
    moved = threading.Event()
    threads: list[threading.Thread] = []
    whole = contents.put

    def put(*arguments: object, **named: object) -> tuple[str, int]:
        threads.append(threading.current_thread())
        QTimer.singleShot(0, QApplication.instance(), moved.set)
        assert moved.wait(60)
        return whole(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(contents, "put", put)
    ids = add_documents(context, parent, [file(tmp_path, "a.txt", b"a")], None)
    assert len(ids) == 1
    assert threads[0] is not threading.main_thread()


def test_cancel_stops_the_storing_and_leaves_nothing(
    context: Context,
    parent: QWidget,
    tmp_path: Path,
    told: list[str],
    answer: Answer,
    emitted: list[Changes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer(AddDialog, lambda dialog: dialog.accept())
    bars: list[FakeBar] = []

    class FakeBar:
        """A progress bar whose cancel button was pressed at once."""

        def __init__(self, *_arguments: object) -> None:
            bars.append(self)

        def wasCanceled(self) -> bool:
            return True

        def __getattr__(self, _name: str) -> Callable[..., None]:
            return lambda *_arguments: None

    waited = threading.Event()
    whole = contents.put

    def put(
        connection: object, source: object, progress: Callable[[int], None], **named: object
    ) -> object:
        def slowly(done: int) -> None:
            for _ in range(600):
                progress(done)  # raises as soon as the wish to stop is heard
                waited.wait(0.1)

        return whole(connection, source, slowly, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("ui.widgets.background.ProgressBox", FakeBar)
    monkeypatch.setattr(contents, "put", put)
    paths = [file(tmp_path, "a.png", png())]
    assert add_documents(context, parent, paths, None) == []
    assert len(bars) == 1
    assert [count(context.store, table) for table in TABLES] == [0] * 5
    assert told == []
    assert emitted == []


def test_what_the_work_raises_is_raised_where_it_was_asked_for(
    context: Context, parent: QWidget
) -> None:
    def fail(_progress: object, _cancelled: object) -> None:
        raise UserError(GONE)

    with pytest.raises(UserError) as error:
        in_background(context, parent, "…", fail)
    assert error.value.message == GONE

    def tell(progress: Callable[[int, int], None], _cancelled: object) -> int:
        progress(3 * 2**31, 4 * 2**31)  # more bytes than a progress bar counts
        return 7

    assert in_background(context, parent, "…", tell) == 7


def test_the_title_comes_from_the_name_of_the_file() -> None:
    assert documents.extract_name("Zapis_z_jednani.docx") == "Zapis z jednani"


# looking


def test_the_pages_of_a_pdf_are_shown(
    context: Context, tmp_path: Path, shown: Callable[[str], DocumentDialog]
) -> None:
    key = stored(context.store, file(tmp_path, "dohoda.pdf", pdf("Dohoda", "strana dvě")))
    dialog = shown(key)
    assert dialog.windowTitle() == "dohoda"
    assert dialog.view.currentWidget() is dialog.view.pages
    assert dialog.view.document.pageCount() == 2
    assert "dohoda.pdf" in dialog.facts.text()
    assert not dialog.version_box.isVisible()
    folder = Path(dialog._folder.name)
    dialog.reject()
    assert not folder.exists()


def test_a_picture_is_shown_in_its_proportions(
    context: Context, tmp_path: Path, shown: Callable[[str], DocumentDialog]
) -> None:
    dialog = shown(stored(context.store, file(tmp_path, "foto.png", png(3000, 1500))))
    picture = dialog.view.picture
    assert dialog.view.currentWidget() is picture
    assert (picture.image.width(), picture.image.height()) == (2000, 1000)
    drawn = picture.grab().toImage()
    middle = drawn.pixelColor(drawn.width() // 2, drawn.height() // 2)
    assert middle == QColor("#336699")
    assert drawn.pixelColor(drawn.width() // 2, 2) != middle


def test_the_text_of_other_files_is_shown(
    context: Context, tmp_path: Path, shown: Callable[[str], DocumentDialog]
) -> None:
    dialog = shown(
        stored(context.store, file(tmp_path, "zapis.docx", docx(paragraph("Dobrý den"))))
    )
    assert dialog.view.currentWidget() is dialog.view.text
    assert dialog.view.text.toPlainText() == "Dobrý den"
    assert dialog.view.text.isReadOnly()


def test_a_very_long_text_is_cut(
    context: Context,
    tmp_path: Path,
    shown: Callable[[str], DocumentDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document_dialog, "_MOST_TEXT", 5)
    dialog = shown(stored(context.store, file(tmp_path, "a.txt", b"123456789")))
    assert dialog.view.text.toPlainText() == "12345\n…"


@pytest.mark.parametrize(
    ("name", "data"),
    [("archiv.zip", b"PK\x05\x06" + b"\0" * 18), ("rozbity.pdf", b"%PDF-1.7 nic"),
     ("rozbity.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)],
)  # fmt: skip
def test_what_cannot_be_shown_is_said(
    context: Context,
    tmp_path: Path,
    shown: Callable[[str], DocumentDialog],
    name: str,
    data: bytes,
) -> None:
    dialog = shown(stored(context.store, file(tmp_path, name, data)))
    assert dialog.view.nothing.isVisible()
    assert dialog.view.nothing.text() == dialog.view.nothing.accessibleName() != ""
    assert dialog.save_button.isEnabled()


def test_a_document_without_a_file_offers_to_add_one(
    context: Context, shown: Callable[[str], DocumentDialog]
) -> None:
    dialog = shown(make(context.store, "document"))
    assert dialog.view.nothing.isVisible()
    assert not dialog.open_button.isEnabled()
    assert not dialog.save_button.isEnabled()
    assert dialog.add_button.isEnabled()
    dialog.open_copy()
    dialog.save_as()


def test_a_document_that_is_gone_is_told(
    context: Context, parent: QWidget, told: list[str]
) -> None:
    show_document(context, parent, "neni")
    assert told == [translator(Language.CS).message(GONE)]


def test_show_document_opens_the_dialog(
    context: Context, parent: QWidget, tmp_path: Path, answer: Answer
) -> None:
    key = stored(context.store, file(tmp_path, "a.txt", b"text"))
    seen: list[str] = []
    answer(DocumentDialog, lambda dialog: seen.append(dialog.windowTitle()))
    show_document(context, parent, key)
    assert seen == ["a"]


@pytest.mark.parametrize("data", [b"text", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_lost_bytes_do_not_close_the_dialog(
    context: Context,
    tmp_path: Path,
    told: list[str],
    shown: Callable[[str], DocumentDialog],
    data: bytes,
) -> None:
    key = stored(context.store, file(tmp_path, "a.png", data))
    with context.store.keeping() as connection:
        connection.execute("DELETE FROM content_chunk")
    dialog = shown(key)
    before = len(told)
    dialog.open_copy()
    assert len(told) == before + 1
    assert dialog.isVisible()


# saving and opening


def test_it_is_saved_as_it_was_stored(
    context: Context,
    tmp_path: Path,
    shown: Callable[[str], DocumentDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = pdf("Dohoda")
    dialog = shown(stored(context.store, file(tmp_path, "dohoda.pdf", data)))
    offered: list[str] = []

    def choose(_parent: object, _title: str, name: str) -> tuple[str, str]:
        offered.append(Path(name).name)
        return str(tmp_path / "ven.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(choose))
    dialog.save_button.click()
    assert offered == ["dohoda.pdf"]
    assert (tmp_path / "ven.pdf").read_bytes() == data
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: ("", "")))
    dialog.save_as()


def test_a_folder_that_cannot_be_written_is_told(
    context: Context,
    tmp_path: Path,
    told: list[str],
    shown: Callable[[str], DocumentDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = file(tmp_path, "a.txt", b"text")
    dialog = shown(stored(context.store, path))
    target = str(path / "uvnitr.txt")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (target, "")))
    dialog.save_as()
    assert len(told) == 1
    assert "uvnitr.txt" in told[0]


def test_a_copy_is_opened_and_a_program_is_not(
    context: Context,
    tmp_path: Path,
    told: list[str],
    shown: Callable[[str], DocumentDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[Path] = []
    known = True

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return known

    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(open_url))
    dialog = shown(stored(context.store, file(tmp_path, "dopis č. 1 #2.txt", b"text")))
    dialog.open_button.click()
    (copy,) = opened
    assert copy.name == "dopis č. 1 #2.txt"
    assert copy.read_bytes() == b"text"
    dialog.reject()
    assert copy.exists(), "the other program may still show it"
    known = False
    dialog.open_copy()
    assert len(told) == 1
    assert copy.name in told[0]
    program = shown(stored(context.store, file(tmp_path, "program.exe", b"MZ" + b"\0" * 99)))
    program.open_button.click()
    assert len(opened) == 2
    assert "program.exe" in told[1]


@pytest.mark.parametrize("sure", [False, True])
def test_a_file_of_another_kind_is_asked_about(
    sure: bool,
    context: Context,
    tmp_path: Path,
    shown: Callable[[str], DocumentDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    asked: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.fileName())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(open_url))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.informativeText()))
    pressed = "Přesto otevřít" if sure else "Neotevírat"
    monkeypatch.setattr(
        QMessageBox,
        "clickedButton",
        lambda box: next(button for button in box.buttons() if button.text() == pressed),
    )
    dialog = shown(stored(context.store, file(tmp_path, "stránka.html", b"<html>")))
    dialog.open_button.click()
    assert len(asked) == 1
    assert opened == (["stránka.html"] if sure else [])


# versions


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(path), "")))


def test_a_version_is_added_and_shown(
    context: Context,
    tmp_path: Path,
    told: list[str],
    emitted: list[Changes],
    answer: Answer,
    shown: Callable[[str], DocumentDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = stored(context.store, file(tmp_path, "a.txt", b"prvni"))
    dialog = shown(key)
    choose_file(monkeypatch, file(tmp_path, "b.txt", b"druhy"))

    def fill(question: QDialog) -> None:
        assert isinstance(question, VersionDialog)
        question.language.choose("en")
        question.day("valid_from").setText("1. 1. 2090")
        question.day("valid_until").setText("31. 12. 2080")
        question.accept()
        assert question.isVisible(), "it would end before it begins"
        question.day("valid_until").setText("nesmysl")
        question.accept()
        assert question.isVisible()
        question.day("valid_until").setText("31. 12. 2090")
        question.accept()

    answer(VersionDialog, fill)
    dialog.add_button.click()
    with context.store.reading() as connection:
        newest, first = versions(connection, key)
    assert (newest.valid_from, newest.valid_until) == ("2090-01-01", "2090-12-31")
    assert newest.language == "en"
    assert dialog.shown == newest
    assert dialog.view.text.toPlainText() == "druhy"
    assert dialog.version_box.isVisible()
    assert [changes.ids("document_version") for changes in emitted] == [{newest.id}]
    dialog.version_box.setCurrentIndex(1)
    dialog.version_box.activated.emit(1)
    assert dialog.view.text.toPlainText() == "prvni"
    assert shown(key).shown == first, "the newest is not valid yet"
    dialog.add_button.click()
    assert len(told) == 1, "the same file again is no version"
    assert len(emitted) == 1


def test_languages_and_days_of_a_version_can_be_changed(
    context: Context,
    parent: QWidget,
    tmp_path: Path,
    emitted: list[Changes],
    answer: Answer,
) -> None:
    key = stored(context.store, file(tmp_path, "a.txt", b"prvni"), language="cs")
    with context.store.reading() as connection:
        (version,) = versions(connection, key)

    def change(dialog: QDialog) -> None:
        assert isinstance(dialog, VersionDialog)
        assert dialog.language.codes == "cs"
        actions = {action.text(): action for action in dialog.language.menu().actions()}
        actions["němčina"].toggle()
        assert dialog.language.codes == "cs;de"
        assert "čeština, němčina" in dialog.language.accessibleName()
        dialog.day("valid_from").setText("1. 2. 2024")
        dialog.accept()

    answer(VersionDialog, change)
    edit_version(context, parent, version.id)
    with context.store.reading() as connection:
        (found,) = versions(connection, key)
    assert (found.language, found.valid_from) == ("cs;de", "2024-02-01")
    assert found.content == version.content
    assert len(emitted) == 1
    undo(context.store)
    with context.store.reading() as connection:
        assert versions(connection, key) == [version]


def test_no_version_is_added_when_the_question_is_left(
    context: Context,
    tmp_path: Path,
    told: list[str],
    answer: Answer,
    shown: Callable[[str], DocumentDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = shown(stored(context.store, file(tmp_path, "a.txt", b"prvni")))
    choose_file(monkeypatch, "")
    dialog.add_version()
    choose_file(monkeypatch, file(tmp_path, "prazdny.txt", b""))
    answer(VersionDialog, lambda _question: None)
    dialog.add_version()
    assert told == []
    answer(VersionDialog, lambda question: question.accept())
    dialog.add_version()
    assert len(told) == 1
    assert "prazdny.txt" in told[0]
    assert count(context.store, "document_version") == 1


# for everybody


@pytest.mark.parametrize("language", list(Language))
def test_every_control_has_a_name_and_is_reached_by_the_keyboard(
    store: Store,
    make_context: MakeContext,
    parent: QWidget,
    tmp_path: Path,
    language: Language,
    qtbot: QtBot,
) -> None:
    context = make_context(store, language.value)
    path = file(tmp_path, "dohoda.pdf", pdf("Dohoda"))
    document = stored(store, path)
    document_store.add_version(store, document, file(tmp_path, "b.png", png()), language="de")
    viewer = DocumentDialog(context, document, parent)
    dialogs = [
        AddDialog(context, [path, tmp_path / "b.txt"], parent),
        VersionDialog(context, path.name, parent),
        viewer,
    ]
    for dialog in dialogs:
        qtbot.addWidget(dialog, before_close_func=lambda item: item.done(0))
        dialog.show()
        assert nameless(dialog) == []
        assert unreachable(dialog) == []
        assert dialog.windowTitle()
    viewer.version_box.setCurrentIndex(1)
    viewer.refresh()
    assert nameless(viewer) == []
    assert viewer.view.pages.accessibleName() == "dohoda, dohoda.pdf"


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (999, "999 B"), (1500, "1,5 kB"), (3 * 10**9, "3 GB")]
)
def test_sizes_are_told_as_people_count_them(size: int, text: str) -> None:
    assert size_text(size, translator(Language.CS)).replace("\u00a0", " ") == text


def test_copies_are_removed_when_the_program_ends(
    context: Context,
    tmp_path: Path,
    shown: Callable[[str], DocumentDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    ends: list[Callable[[], None]] = []

    class End:
        def connect(self, what: Callable[[], None]) -> None:
            ends.append(what)

    monkeypatch.setattr(context, "app", SimpleNamespace(aboutToQuit=End()))
    monkeypatch.setattr(
        QDesktopServices,
        "openUrl",
        staticmethod(lambda url: bool(opened.append(url.toLocalFile())) or True),
    )
    dialog = shown(stored(context.store, file(tmp_path, "a.txt", b"text")))
    dialog.open_copy()
    assert Path(opened[0]).exists()
    for end in ends:
        end()
    assert not Path(opened[0]).exists()
