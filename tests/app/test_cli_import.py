"""`vztahy import` of address books: every format, several files at once."""

from __future__ import annotations

import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest
import xlsxwriter

from app import cli
from app.entities import ENTITIES
from app.paths import DEMO_DATA
from app.services.office import open_store
from app.services.records.records import save
from tests.app.exchange.mails.test_outlook_message import contact
from tests.factories import count


class Terminal:
    """Runs commands on a new database and gives what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str], data: Path) -> None:
        self._capsys = capsys
        self.data = data
        self.err = ""

    def __call__(self, *arguments: object, status: int = 0) -> str:
        given = ["--data", str(self.data), *map(str, arguments), "--lang", "en"]
        found = cli.main(given)
        printed = self._capsys.readouterr()
        self.err = printed.err
        assert found == status, printed.err
        return printed.out

    def count(self, table: str) -> int:
        store = open_store(self.data)
        try:
            return count(store, table)
        finally:
            store.close()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Terminal:
    return Terminal(capsys, tmp_path / "new" / "kraj.db")


def vcf(folder: Path, name: str = "lidé.vcf", number: int = 1) -> Path:
    path = folder / name
    path.write_text(
        f"BEGIN:VCARD\nVERSION:4.0\nFN:Jana Nováková\nEMAIL:jana{number}@kraj.cz\nUID:{number}\n"
        "END:VCARD\n",
        encoding="utf-8",
    )
    return path


def xlsx(folder: Path) -> Path:
    path = folder / "firmy.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    rows = (
        ("Název", "IČO", "Telefon", "E-mail"),
        ("Kraj", 70892156.0, 475657111.0, "info@kraj.cz"),
        ("Škola", 12345678.0, 12.0, 5.0),
    )
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def eml(folder: Path) -> Path:
    mail = EmailMessage()
    mail["From"] = "Petr Malý <petr@maly.cz>"
    mail["Subject"] = "Program cesty"
    mail["Date"] = "Sun, 01 Mar 2026 14:30:00 +0100"
    mail.set_content("Dobrý den")
    path = folder / "zpráva.eml"
    path.write_bytes(mail.as_bytes())
    return path


def test_every_format_at_once_with_a_data_set(run: Terminal, tmp_path: Path) -> None:
    csv = tmp_path / "outlook.csv"
    csv.write_bytes("Příjmení;Jméno;E-mail\nDlouhý;Žižka;z@dlouhy.cz\n".encode("cp1250"))
    ldif = tmp_path / "thunderbird.ldif"
    ldif.write_text("dn: cn=x\ncn: Eva Malá\nmail: eva@mala.cz\n", encoding="utf-8")
    msg = tmp_path / "vizitka.msg"
    msg.write_bytes(contact())
    shutil.copytree(DEMO_DATA, tmp_path / "kraj")
    said = run(
        "import", vcf(tmp_path), csv, xlsx(tmp_path), ldif, msg, eml(tmp_path), tmp_path / "kraj"
    )
    for name in ("lidé.vcf", "outlook.csv", "firmy.xlsx", "thunderbird.ldif", "vizitka.msg",
                 "zpráva.eml", "organisations.csv"):  # fmt: skip
        assert f"  {name}: " in said
    store = open_store(run.data)
    with store.reading() as connection:
        names = {row[0] for row in connection.execute("SELECT full_name FROM person")}
        assert names >= {
            "Jana Nováková",
            "Žižka Dlouhý",
            "Eva Malá",
            "Ing. Jana Nováková",
            "Petr Malý",
        }
        assert connection.execute(
            "SELECT subject, kind, substr(date, 1, 10) FROM interaction"
        ).fetchall() == [("Program cesty", "email", "2026-03-01")]
        # Numbers of a workbook are no fractions, and wrong ones are kept.
        assert connection.execute(
            "SELECT ico FROM organisation WHERE name_cs = 'Kraj'"
        ).fetchone() == ("70892156",)
        assert connection.execute(
            "SELECT note FROM organisation WHERE name_cs = 'Škola'"
        ).fetchone() == ("IČO: 12345678",)
        values = {row[0] for row in connection.execute("SELECT value FROM contact_point")}
        assert values >= {"+420475657111", "12", "5", "z@dlouhy.cz"}
    store.close()
    assert "Warning: firmy.xlsx:3: Škola: " in said


def test_possible_duplicates_are_imported_and_listed(run: Terminal, tmp_path: Path) -> None:
    run("import", vcf(tmp_path))
    said = run("import", vcf(tmp_path, "znovu.vcf", 2))
    assert "znovu.vcf:1: Jana Nováková may be Jana Nováková" in said
    assert run.count("person") == 2
    assert "0 added, 0 changed, 1 unchanged" in run("import", tmp_path / "znovu.vcf")


def test_a_mail_goes_to_its_sender_once(run: Terminal, tmp_path: Path) -> None:
    path = eml(tmp_path)
    run("import", path)
    assert "0 added, 0 changed, 1 unchanged" in run("import", path)
    assert (run.count("person"), run.count("interaction")) == (1, 1)


def test_a_dry_run_changes_nothing(run: Terminal, tmp_path: Path) -> None:
    assert "1 added" in run("import", "--dry-run", vcf(tmp_path), eml(tmp_path))
    assert run.count("person") == run.count("interaction") == 0


def test_a_refused_card_is_told_and_the_rest_arrives(run: Terminal, tmp_path: Path) -> None:
    path = vcf(tmp_path)
    path.write_text(path.read_text("utf-8") + "BEGIN:VCARD\nNOTE:x\nEND:VCARD\n", "utf-8")
    assert "lidé.vcf:7: " in run("import", path)
    assert run.count("person") == 1


def test_one_unreadable_file_is_told_and_the_others_arrive(run: Terminal, tmp_path: Path) -> None:
    shutil.copytree(DEMO_DATA, tmp_path / "kraj")
    said = run("import", vcf(tmp_path), tmp_path / "kraj", tmp_path / "není.vcf", status=1)
    assert "není.vcf" in said
    assert run.count("person") == 1
    assert run.count("organisation") > 0


def test_where_nothing_can_be_read_nothing_is_imported(run: Terminal, tmp_path: Path) -> None:
    shutil.copytree(DEMO_DATA, tmp_path / "kraj")
    run("import", tmp_path / "kraj", tmp_path / "není.vcf", status=1)
    assert run.count("organisation") == 0
    run("import", tmp_path / "není.vcf", status=1)
    assert run.count("person") == 0


def test_the_first_row_is_a_contact_where_the_command_says_so(
    run: Terminal, tmp_path: Path
) -> None:
    path = tmp_path / "lidé.csv"
    path.write_text("Jan;Novák;starosta\nEva;Malá;ředitelka\n", "utf-8")
    assert "2 added" in run("import", "--dry-run", "--no-header", path)
    assert "2 added" in run("import", "--no-header", path)
    assert run.count("person") == 2


def test_the_file_is_taken_where_the_command_says_so(run: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    text = "BEGIN:VCARD\nVERSION:3.0\nN:Malá;Eva;;;\nNOTE:dřív\nUID:1\nEND:VCARD\n"
    path.write_text(text, "utf-8")
    run("import", path)
    store = open_store(run.data)
    with store.reading() as connection:
        (key,) = connection.execute("SELECT id FROM person").fetchone()
    save(store, ENTITIES["person"], key, 10**9, {"note": "od ruky"})
    store.close()
    path.write_text(text.replace("dřív", "nově"), "utf-8")
    assert "Note: the record says “od ruky”, the file “nově”" in run("import", "--dry-run", path)
    assert "1 changed" in run("import", "--take-file", path)
    assert "nově" in run("show", "persons", key)
