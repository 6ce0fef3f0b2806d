from __future__ import annotations

from pathlib import Path

import pytest

from app.db.store import Store
from app.exchange.address_books.files import REPEATED, cards_of
from app.exchange.address_books.importing import import_contacts
from app.exchange.cards.card import MAX_NAME, NAME_TOO_LONG, Card, Fault
from tests.factories import count


def every(path: Path) -> list[Card | Fault]:
    found = list(cards_of(path, None))
    assert all(isinstance(item, (Card, Fault)) for item in found)
    return found  # type: ignore[return-value]


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(("Jméno;E-mail;Poznámka", *rows)) + "\n", encoding="utf-8")
    return path


def test_a_row_that_is_repeated_without_end_is_taken_a_hundred_times(tmp_path: Path) -> None:
    rows = ["Jan Novák;jan@example.org;"] * 1500 + ["Eva Malá;;"] + ["Petr Dub;;"] * 102
    found = every(table(tmp_path / "a.csv", *rows))
    assert sum(isinstance(item, Card) for item in found) == 100 + 1 + 100
    faults = [item for item in found if isinstance(item, Fault)]
    assert [(item.reason, item.line, item.values) for item in faults] == [
        (REPEATED, 102, {"count": 1400}),
        (REPEATED, 1603, {"count": 2}),
    ]
    left = [item.given_name for item in found if isinstance(item, Card)]
    assert left == ["Jan"] * 100 + ["Eva"] + ["Petr"] * 100


@pytest.mark.parametrize("name", ["x" * 90_000, "Jan Novák " * 9_000])
def test_a_name_that_is_none_is_left_out_and_the_rest_arrives(tmp_path: Path, name: str) -> None:
    long = f"{name};a@example.org;"
    fault, card = every(table(tmp_path / "a.csv", long, f"Eva Malá;;{'x' * 50_000}"))
    assert isinstance(fault, Fault)
    assert (fault.reason, fault.line) == (NAME_TOO_LONG, 2)
    assert isinstance(card, Card)
    assert len(card.note) == 50_000, "a note may be long"
    vcf = tmp_path / "a.vcf"
    cards = (f"FN:{name * 30}", f"N:{name * 30};;;;", f"ORG:{name * 30}", "FN:Eva Malá")
    vcf.write_text(
        "".join(f"BEGIN:VCARD\nVERSION:3.0\n{card}\nEND:VCARD\n" for card in cards),
        encoding="utf-8",
    )
    assert [type(item) for item in every(vcf)] == [Fault, Fault, Fault, Card]


def test_the_longest_name_is_read(tmp_path: Path) -> None:
    (card,) = every(table(tmp_path / "a.csv", f"{'x' * (MAX_NAME // 2)};;"))
    assert isinstance(card, Card)


VCARD = "BEGIN:VCARD\nVERSION:3.0\nN:Vzácný;Karel;;;\nEMAIL:{mail}\nEND:VCARD\n"
MAIL = (
    "From: Jan Novák <jan@kraj.example>\nSubject: Vizitka\n"
    "Content-Type: multipart/mixed; boundary=A\n\n"
    "--A\nContent-Type: text/plain\n\nv příloze\n"
    "--A\nContent-Type: {kind}\nContent-Disposition: {how}; filename=a.vcf\n\n{card}\n--A--\n"
)


@pytest.mark.parametrize("kind", ["text/vcard", "text/x-vcard", "application/octet-stream"])
@pytest.mark.parametrize("how", ["attachment", "inline"])
def test_a_vcard_that_is_attached_to_a_mail_is_imported(
    store: Store, tmp_path: Path, kind: str, how: str
) -> None:
    path = tmp_path / "mail.eml"
    text = MAIL.format(kind=kind, how=how, card=VCARD.format(mail="karel@x.example"))
    path.write_text(text, "utf-8")
    report = import_contacts(store, [path])
    assert report.total("added") == 2
    with store.reading() as connection:
        names = connection.execute("SELECT full_name FROM person ORDER BY full_name").fetchall()
        (text,) = connection.execute("SELECT text FROM interaction").fetchone()
    assert names == [("Jan Novák",), ("Karel Vzácný",)]
    assert "VCARD" not in text
    assert "a.vcf" in text
    assert import_contacts(store, [path]).total("unchanged") == 2


def test_the_card_of_the_sender_becomes_the_sender(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    card = VCARD.format(mail="jan@kraj.example")
    path.write_text(MAIL.format(kind="text/vcard", how="attachment", card=card), "utf-8")
    import_contacts(store, [path])
    assert count(store, "person") == 1
