from __future__ import annotations

import time
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.exchange.mails import reader as mail_reader
from app.exchange.mails.reader import MailAddress, kind_of, local_minute, read_mail


def mail(tmp_path: Path, data: bytes | str, name: str = "mail.eml") -> mail_reader.Mail:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    assert kind_of(path) == "mail"
    return read_mail(path)


def message() -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ing. Jana Nováková <jana.novakova@kraj.cz>"
    made["To"] = "Sächsische Staatskanzlei <info@sk.sachsen.de>, petr@maly.cz"
    made["Cc"] = '"Dlouhá, Eva" <eva@dlouha.cz>'
    made["Subject"] = "Přijetí delegace – Drážďany"
    made["Date"] = "Sun, 01 Mar 2026 14:30:00 +0000"
    made.set_content("Dobrý den,\n\nposílám program.\n")
    return made


def test_a_mail_of_the_internet(tmp_path: Path) -> None:
    made = message()
    made.add_attachment(
        b"%PDF-", maintype="application", subtype="pdf", filename="Program cesty.pdf"
    )
    found = mail(tmp_path, made.as_bytes())
    assert found.sender_name == "Ing. Jana Nováková"
    assert found.sender_address == "jana.novakova@kraj.cz"
    assert found.subject == "Přijetí delegace – Drážďany"
    assert found.recipients == (
        MailAddress("Sächsische Staatskanzlei", "info@sk.sachsen.de"),
        MailAddress("", "petr@maly.cz"),
        MailAddress("Dlouhá, Eva", "eva@dlouha.cz"),
    )
    assert found.text == "Dobrý den,\n\nposílám program."
    assert found.attachments == ("Program cesty.pdf",)
    expected = datetime(2026, 3, 1, 14, 30, tzinfo=UTC).astimezone()
    assert found.sent_at == expected.strftime("%Y-%m-%dT%H:%M")


def test_only_a_page(tmp_path: Path) -> None:
    made = message()
    made.set_content("<html><body><p>Dobrý&nbsp;den</p><script>x()</script></body></html>", "html")
    found = mail(tmp_path, made.as_bytes())
    assert "Dobrý" in found.text
    assert "x()" not in found.text
    assert "<p>" not in found.text


def test_a_mail_within_a_mail_is_an_attachment(tmp_path: Path) -> None:
    inner = message()
    outer = EmailMessage()
    outer["From"] = "petr@maly.cz"
    outer["Subject"] = "FW"
    outer.set_content("viz níže")
    outer.add_attachment(inner)
    found = mail(tmp_path, outer.as_bytes())
    assert found.sender_address == "petr@maly.cz"
    assert found.text == "viz níže"
    assert found.attachments == ("Přijetí delegace – Drážďany.eml",)


@pytest.mark.parametrize(
    ("head", "subject"),
    [
        ("=?iso-8859-2?Q?P=F8ijet=ED?=", "Přijetí"),
        ("=?windows-1250?B?UPhpamV07Q==?=", "Přijetí"),
        ("=?utf-8?Q?P=C5=99ij?= =?utf-8?Q?et=C3=AD?=", "Přijetí"),
        ("=?neznama?Q?P=F8ijet=ED?=", "Přijetí"),
        ("=?utf-8?B?ne-base64", "=?utf-8?B?ne-base64"),
        ("Plain", "Plain"),
    ],
)
def test_headers_as_old_programs_encode_them(tmp_path: Path, head: str, subject: str) -> None:
    found = mail(tmp_path, f"From: a@b.cz\nSubject: {head}\n\nText\n")
    assert found.subject == subject


def test_bytes_of_no_known_charset_are_those_of_windows(tmp_path: Path) -> None:
    found = mail(tmp_path, "From: a@b.cz\nSubject: x\n\nPřijetí".encode("cp1250"))
    assert found.text == "Přijetí"


def test_a_mail_without_a_sender_has_an_empty_one(tmp_path: Path) -> None:
    found = mail(tmp_path, "Subject: Koncept\n\nText\n")
    assert (found.sender_name, found.sender_address, found.sent_at) == ("", "", "")


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"hello", b"%PDF-1.7 ...", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_mail_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UserError):
        mail(tmp_path, data)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        read_mail(tmp_path / "není.eml")


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_reader, "MAX_BYTES", 10)
    with pytest.raises(UserError) as caught:
        mail(tmp_path, message().as_bytes())
    assert caught.value.message == mail_reader.TOO_LARGE


def test_a_moment_that_no_calendar_holds() -> None:
    assert local_minute(None) == ""
    assert local_minute(datetime(1, 1, 1, tzinfo=UTC))[:4] == "0001"


@pytest.mark.parametrize(
    "data",
    [
        b"From: " + b"<" * 50_000 + b"\nSubject: x\n\n",
        b"From: a@b.cz\nSubject: " + b"=?utf-8?Q?" * 20_000 + b"\n\n",
        b"From: " + b",".join(b"a%d@b.cz" % n for n in range(20_000)) + b"\n\nx",
        b"From: a@b.cz\n" + b"X: y\n" * 50_000 + b"\n",
        b"From: a@b.cz\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 30_000,
        b"From: a@b.cz\n"
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(300)
        ),
        b"From: a@b.cz\nContent-Type: message/rfc822\n\n" * 300,
    ],
    ids=["brackets", "words", "senders", "headers", "parts", "nested", "mails"],
)
def test_a_mail_made_in_bad_faith_neither_hangs_nor_crashes(tmp_path: Path, data: bytes) -> None:
    start = time.process_time()
    try:
        found = mail(tmp_path, data)
    except UserError:
        return
    assert len(found.recipients) <= mail_reader.MAX_RECIPIENTS
    assert len(found.attachments) <= mail_reader.MAX_ATTACHMENTS
    assert time.process_time() - start < 20


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=400), st.integers(0, 400))
def test_bytes_put_into_a_mail_only_spoil_it(tmp_path: Path, data: bytes, at: int) -> None:
    whole = message().as_bytes()
    path = tmp_path / "mail.eml"
    path.write_bytes(whole[:at] + data + whole[at:])
    try:
        found = read_mail(path)
    except UserError:
        return
    assert "\0" not in found.text
    assert "\n" not in found.subject


def test_of_large_attachments_only_the_names_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_reader, "_PART", 4_000)
    monkeypatch.setattr(mail_reader, "_WHOLE", 10_000)
    monkeypatch.setattr(mail_reader, "_HEAD", 400)
    made = message()
    for number in range(5):
        made.add_attachment(
            bytes(range(256)) * 100,
            maintype="application",
            subtype="pdf",
            filename=f"Příloha {number}.pdf",
        )
    data = made.as_bytes()
    path = tmp_path / "mail.eml"
    path.write_bytes(data)
    assert len(mail_reader._without_bulk(path)) < 15_000 < len(data)
    found = mail(tmp_path, data)
    assert found.attachments == tuple(f"Příloha {number}.pdf" for number in range(5))
    assert found.text.startswith("Dobrý den")
    assert found.sender_address == "jana.novakova@kraj.cz"
    small = message().as_bytes()
    path.write_bytes(small)
    assert mail_reader._without_bulk(path) == small


def test_a_line_without_end_begins_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_reader, "_LINE", 10)
    monkeypatch.setattr(mail_reader, "_PART", 50)
    path = tmp_path / "mail.eml"
    path.write_bytes(b"From: a@example.org\n\n" + b"x" * 7 + b"--" * 100 + b"\n--end\nkonec\n")
    kept = mail_reader._without_bulk(path)
    assert kept.endswith(b"--end\nkonec\n")
    assert len(kept) < 100


@pytest.mark.parametrize(
    ("header", "name", "address"),
    [
        ("Novak, Petr <petr@x.cz>", "Novak, Petr", "petr@x.cz"),
        ("Novák, Ing. Petr, Ph.D. <petr@x.cz>", "Novák, Ing. Petr, Ph.D.", "petr@x.cz"),
        ('"Novak, Petr" <petr@x.cz>', "Novak, Petr", "petr@x.cz"),
        ("petr@x.cz (Novak, Petr)", "Novak, Petr", "petr@x.cz"),
        ("a@x.cz, b@x.cz", "", "a@x.cz"),
        ("Jan Novák", "Jan Novák", ""),
        ("undisclosed", "", ""),
        ("undisclosed-recipients:;", "", ""),
        ("Unknown <petr@x.cz>", "", "petr@x.cz"),
        ("=?utf-8?Q?Nov=C3=A1k=2C?= Petr <petr@x.cz>", "Novák, Petr", "petr@x.cz"),
    ],
)
def test_a_sender_as_people_and_programs_write_it(
    tmp_path: Path, header: str, name: str, address: str
) -> None:
    path = tmp_path / "a.eml"
    path.write_text(f"From: {header}\nSubject: x\n\ntext", "utf-8")
    found = read_mail(path)
    assert (found.sender_name, found.sender_address) == (name, address)


def test_several_names_with_commas_are_several_recipients(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(
        "From: a@x.cz\nTo: Novak, Petr <p@x.cz>, Mala, Eva <e@x.cz>, c@x.cz\n\nx", encoding="utf-8"
    )
    assert [(item.name, item.address) for item in read_mail(path).recipients] == [
        ("Novak, Petr", "p@x.cz"),
        ("Mala, Eva", "e@x.cz"),
        ("", "c@x.cz"),
    ]


def test_all_texts_of_a_mail_are_read_and_alternatives_once(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(
        "From: a@x.cz\nContent-Type: multipart/mixed; boundary=A\n\n"
        "--A\nContent-Type: multipart/alternative; boundary=B\n\n"
        "--B\nContent-Type: text/plain\n\nprvní\n"
        "--B\nContent-Type: text/html\n\n<p>první hezky</p>\n--B--\n"
        "--A\nContent-Type: text/plain\n\npatička\n"
        "--A\nContent-Type: text/html\n\n<p>strana</p>\n"
        "--A\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nx\n"
        "--A--\n",
        "utf-8",
    )
    found = read_mail(path)
    assert found.text == "první\n\npatička\n\nstrana"
    assert found.attachments == ("a.txt",)


@pytest.mark.parametrize(
    ("header", "body", "text"),
    [
        # A boundary with signs that need quotes, as Outlook Express writes it.
        ("multipart/alternative; boundary=----=_Next_000",
         "------=_Next_000\nContent-Type: text/plain\n\nDobry den\n------=_Next_000--\n",
         "Dobry den"),
        ("multipart/report; report-type=delivery-status; boundary=A",
         "--A\nContent-Type: message/delivery-status\n\nTo se nepovedlo\n--A--\n",
         "To se nepovedlo"),
    ],
)  # fmt: skip
def test_no_text_is_lost_in_odd_mails(tmp_path: Path, header: str, body: str, text: str) -> None:
    path = tmp_path / "a.eml"
    path.write_text(f"From: a@x.cz\nSubject: x\nContent-Type: {header}\n\n{body}", encoding="utf-8")
    assert read_mail(path).text == text


def test_addresses_without_commas_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text("From: a@x.cz b@x.cz\nTo: c@x.cz d@x.cz\n\nx", encoding="utf-8")
    found = read_mail(path)
    assert found.sender_address == "a@x.cz"
    assert [item.address for item in found.recipients] == ["c@x.cz", "d@x.cz"]


def test_parts_without_a_name_and_quoted_news_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(
        "From: a@x.cz\nContent-Type: multipart/mixed; boundary=A\n\n"
        "--A\nContent-Type: text/plain\n\nviz nize\n"
        "--A\nContent-Type: message/news\n\nSubject: zprava\n\ntext zpravy\n"
        "--A\nContent-Type: image/gif\n\nx\n--A--\n",
        "utf-8",
    )
    found = read_mail(path)
    assert found.text.startswith("viz nize")
    assert "text zpravy" in found.text
    assert found.attachments == ("image/gif",)
