"""Nothing that a file says is dropped without a word: each value is found again somewhere."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from app.db.store import Store
from app.exchange.address_books.files import LEFT_OUT
from app.exchange.address_books.importing import ContactReport, import_contacts
from app.exchange.datasets.importing import refusal_text
from app.exchange.tables.headers import guess
from app.i18n import Language
from tests.app.exchange.real_headers import HEADERS

PRIVATE = ("Government ID Number", "Rodné číslo", "Sozialversicherungsnr.")
"""What is left out, and said: a number by which a state knows its citizens."""

TABLES = ("person", "organisation", "position", "contact_point", "address", "tag")


def stored(store: Store) -> str:
    """All texts of the records."""
    with store.reading() as connection:
        cells = [
            str(cell)
            for table in TABLES
            for row in connection.execute(f'SELECT * FROM "{table}"')
            for cell in row
            if cell is not None
        ]
    return "\n".join(cells)


def said(report: ContactReport) -> str:
    """All texts of the report."""
    refused = [item for file in report.files for item in file.refused]
    return "\n".join(refusal_text(item, Language.EN) for item in (*refused, *report.warnings))


def filled(header: list[str]) -> list[tuple[str, str]]:
    """A value for each column that no other column has, and how it is stored."""
    targets = guess(header)
    found = []
    for number in range(1, len(header) + 1):
        target = targets.get(number - 1, "")
        base = target.partition(":")[0]
        text = wanted = f"slovo{number}x"
        if base == "email":
            text = wanted = f"a{number}@example.org"
        elif base in ("phone", "mobile", "fax"):
            text, wanted = f"+420 475 657 {number:03}", f"+420475657{number:03}"
        elif base == "web":
            text = wanted = f"https://w{number}.example.org"
        elif base == "birthday":
            text, wanted = "1. 5. 1980", "1980-05-01"
        elif base == "birth_year":
            text = wanted = "1980"
        elif base in ("birth_month", "birth_day"):
            text, wanted = "7", "-07"
        elif base == "language":
            text, wanted = "němčina", "de"
        elif base == "gender":
            text, wanted = "žena", "female"
        elif base == "country":
            text, wanted = {"": ("Rakousko", "AT"), "home": ("Polsko", "PL")}.get(
                target.partition(":")[2], ("Slovensko", "SK")
            )
        elif base == "postal_code":
            text = wanted = f"4{number:04}"
        found.append((text, wanted))
    return found


def table(header: list[str], *rows: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()


@pytest.mark.parametrize("program", HEADERS)
def test_every_cell_of_a_real_address_book_leaves_a_trace(
    store: Store, tmp_path: Path, program: str
) -> None:
    header = HEADERS[program]
    values = filled(header)
    path = tmp_path / f"{program}.csv"
    path.write_text(table(header, [text for text, _ in values]), encoding="utf-8")
    report = import_contacts(store, [path])
    assert report.total("added") == 1
    records, told = stored(store), said(report)
    left_out = next((i.values["columns"] for i in report.warnings if i.message == LEFT_OUT), "")
    lost = [
        (name, text)
        for name, (text, wanted) in zip(header, values, strict=True)
        if wanted not in records and wanted not in told and name not in str(left_out).split(", ")
    ]
    assert lost == []
    assert set(str(left_out).split(", ")) <= {"", *PRIVATE}
    again = import_contacts(store, [path])
    assert (again.total("added"), again.total("changed"), again.changes) == (0, 0, None)
    assert stored(store) == records


def imported(store: Store, path: Path, text: str | bytes) -> ContactReport:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_contacts(store, [path])


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        return connection.execute(sql).fetchall()


def test_cells_beyond_the_header_are_kept_and_said(store: Store, tmp_path: Path) -> None:
    text = "Příjmení;Jméno\nKrátký;Jan\nDlouhý;Petr;navíc poznámka;+420603999888\n"
    report = imported(store, tmp_path / "a.csv", text)
    ((note,),) = rows(store, "SELECT note FROM person WHERE family_name = 'Dlouhý'")
    assert note == "C: navíc poznámka\nD: +420603999888"
    assert "a.csv:3" in said(report)
    assert "navíc poznámka" in said(report)


def test_a_title_above_the_columns_is_found_and_said(store: Store, tmp_path: Path) -> None:
    titles = ("Seznam partnerů 2026;;", "Seznam partnerů 2026", "\n;Partneři")
    for number, title in enumerate(titles):
        text = f"{title}\nPříjmení;Jméno;E-mail\nMalý{number};Jan;jan{number}@example.org\n"
        report = imported(store, tmp_path / f"{number}.csv", text)
        assert report.total("added") == 1
        assert title.strip("\n;") in said(report)
    assert [name for (name,) in rows(store, "SELECT family_name FROM person ORDER BY 1")] == [
        "Malý0",
        "Malý1",
        "Malý2",
    ]


def test_all_sheets_of_a_workbook_are_read_and_others_are_said(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        book.add_worksheet("Přehled").write_column(0, 0, ["Čtvrtletí", "I"])
        for name in ("Lidé", "Němečtí"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Příjmení", "Jméno", "Oddělení"])
            sheet.write_row(1, 0, [f"Malý {name}", "Jan", "tisk"])
    report = import_contacts(store, [path])
    assert [(file.file, file.added) for file in report.files] == [
        ("a.xlsx (Přehled)", 0),
        ("a.xlsx (Lidé)", 1),
        ("a.xlsx (Němečtí)", 1),
    ]
    assert "a.xlsx (Přehled):1" in said(report)
    assert import_contacts(store, [path]).changes is None


@pytest.mark.parametrize(
    ("name", "encoding", "told"),
    [
        ("Řeřichová", "cp1250", "Windows-1250"),
        ("Řeřicha Štěpán", "iso8859-2", "ISO 8859-2"),
        ("Владимир Шевченко", "cp1251", "Windows-1251"),
        ("Владимир Шевченко", "koi8-r", "KOI8-R"),
        ("Γεώργιος Παπαδόπουλος", "cp1253", "Windows-1253"),
    ],
)
def test_an_encoding_that_is_not_said_is_guessed_and_told(
    store: Store, tmp_path: Path, name: str, encoding: str, told: str
) -> None:
    report = imported(store, tmp_path / "a.csv", f"Surname;Note\n{name};x\n".encode(encoding))
    assert rows(store, "SELECT family_name FROM person") == [(name,)]
    assert told in said(report)


def test_a_name_that_is_the_organisation_s_is_no_person(store: Store, tmp_path: Path) -> None:
    text = (
        "First Name,Last Name,Display Name,Organization,Primary Email\n"
        ",,Magistrát města Most,Magistrát města Most,posta@most.example\n"
        ",Úřad Děčín,,Úřad Děčín,posta@decin.example\n"
        "Jan,Novák,Magistrát města Most,Magistrát města Most,jan@most.example\n"
    )
    imported(store, tmp_path / "a.csv", text)
    assert rows(store, "SELECT full_name FROM person") == [("Jan Novák",)]
    assert {name for (name,) in rows(store, "SELECT name_cs FROM organisation")} == {
        "Magistrát města Most",
        "Úřad Děčín",
    }


def test_two_rows_without_an_id_are_two_people(store: Store, tmp_path: Path) -> None:
    text = "Příjmení;Jméno;Titul;Město;Funkce\nNovák;Jan;Ing.;Most;starosta\n"
    text += "Novák;Jan;Mgr.;Liberec;starosta\n"
    path = tmp_path / "a.csv"
    imported(store, path, text)
    assert rows(store, "SELECT full_name FROM person ORDER BY 1") == [
        ("Ing. Jan Novák",),
        ("Mgr. Jan Novák",),
    ]
    assert import_contacts(store, [path]).changes is None


def test_a_second_organisation_of_google_is_a_second_position(store: Store, tmp_path: Path) -> None:
    text = (
        "Given Name,Family Name,Organization 1 - Name,Organization 1 - Title,"
        "Organization 2 - Name,Organization 2 - Title\n"
        "Jana,Testová,Univerzita ::: Škola,docentka ::: učitelka,Klub přátel,členka výboru\n"
    )
    imported(store, tmp_path / "a.csv", text)
    assert rows(
        store,
        "SELECT o.name_cs, p.title_cs FROM position p JOIN organisation o"
        " ON o.id = p.organisation_id ORDER BY 1",
    ) == [("Klub přátel", "členka výboru"), ("Univerzita", "docentka"), ("Škola", "učitelka")]


def test_several_tags_in_a_cell(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path / "a.csv", 'Příjmení,Kategorie\nMalý,"Kraj;VIP"\n')
    assert {name for (name,) in rows(store, "SELECT name FROM tag")} == {"Kraj", "VIP"}


MOZILLA = """
dn: cn=Jana Doeová,mail=jana@x.example
objectclass: top
objectclass: person
objectclass: organizationalPerson
objectclass: inetOrgPerson
objectclass: mozillaAbPersonAlpha
givenName: Jana
sn:: RG9lb3bDoQ==
cn:: SmFuYSBEb2VvdsOh
mozillaNickname: Janka
mail: jana@x.example
mozillaSecondEmail: jana2@x.example
nsAIMid: janaaim
modifytimestamp: 0Z
telephoneNumber: +420 475 111 222
homePhone: +420 475 333 444
facsimileTelephoneNumber: +420 475 555 666
pager: +420 475 777 888
mobile: +420 603 111 222
street: Velká 1
mozillaWorkStreet2: 3. patro
l: Ústí nad Labem
st: Ustecky
postalCode: 400 01
c: CZ
co: Czech Republic
mozillaHomeStreet: Domaci 5
mozillaHomeStreet2: přízemí
mozillaHomeLocalityName: Most
mozillaHomeState: Mostecko
mozillaHomePostalCode: 434 01
mozillaHomeCountryName: Slovensko
title: referentka
title: tajemnice
ou: Odbor A
ou: Oddeleni B
o: Magistrat
o: Spolek
mozillaWorkUrl: http://prace.example
mozillaHomeUrl: http://doma.example
birthyear: 1980
birthmonth: 4
birthday: 15
mozillaCustom1: vlastni 1
mozillaCustom4: vlastni 4
description: Popis prvni
description: Popis druhy
"""
INET_ORG_PERSON = """
dn: uid=pnovak,ou=Lide,dc=kraj,dc=example
objectClass: inetOrgPerson
objectClass: posixAccount
cn: Petr Novák
cn: Petr z Mostu
sn: Novák
givenName: Petr
initials: PN
displayName: Petr Novák
uid: pnovak
userPassword:: e1NTSEF9dGFqbmU=
audio: zvuk1
businessCategory: doprava
carLicense: 1U2 3456
departmentNumber: 77
destinationIndicator: cil9
employeeNumber: zam4711
employeeType: stálý
homePhone: +420 475 333 445
homePostalAddress: Domácí 7$434 01$Most
internationaliSDNNumber: isdn42
labeledURI: http://novak.example osobní stránka
mail: petr@x.example
manager: cn=Eva Velká,ou=Lide,dc=kraj,dc=example
secretary: cn=Ivo Malý\\, Mgr.,ou=Lide,dc=kraj,dc=example
seeAlso: cn=Odkaz Sem,dc=kraj,dc=example
physicalDeliveryOfficeName: dveře 214
postOfficeBox: 12
preferredDeliveryMethod: pisemne
preferredLanguage: de-DE, cs;q=0.5
registeredAddress: registrovaná 3
roomNumber: místnost 5
telexNumber: telex8
teletexTerminalIdentifier: teletex3
x121Address: x121a
street: Ulice 9
l: Most
uidNumber: 10042
homeDirectory: /home/pnovak
loginShell: /bin/bash
entryUUID: 6b1c2d1e-0001-4000-8000-000000000001
createTimestamp: 20200101000000Z
"""
ACTIVE_DIRECTORY = """
dn: CN=Hana Šťastná,OU=Zaměstnanci,DC=kraj,DC=local
objectClass: top
objectClass: person
objectClass: organizationalPerson
objectClass: user
cn: Hana Šťastná
sn: Šťastná
givenName: Hana
initials: HŠ
displayName: Šťastná Hana
name: Hana Šťastná
title: vedoucí odboru
description: zastupuje ředitele
physicalDeliveryOfficeName: kancelář 321
telephoneNumber: +420 475 657 321
otherTelephone: +420 475 657 322
ipPhone: +420 475 657 323
facsimileTelephoneNumber: +420 475 657 324
mobile: +420 603 657 325
otherMobile: +420 603 657 326
wwwHomePage: http://kraj.example
url: http://druha.example
streetAddress: Velká Hradební 48
postOfficeBox: P. O. Box 33
l: Ústí nad Labem
st: Ústecký kraj
postalCode: 400 02
c: CZ
co: Česko
countryCode: 203
company: Krajský úřad
department: Odbor strategie
division: sekce Z
employeeID: os123
extensionAttribute1: rozšíření jedna
info: poznámka z telefonů
mail: hana@kraj.example
proxyAddresses: SMTP:hana@kraj.example
proxyAddresses: smtp:stastna@kraj.example
proxyAddresses: X500:/o=Kraj/cn=hana
userPrincipalName: hana@kraj.local
sAMAccountName: hstastna
manager: CN=Jan Ředitel,OU=Vedení,DC=kraj,DC=local
memberOf: CN=Vsichni,DC=kraj,DC=local
msExchAssistantName: Iva Pomocná
thumbnailPhoto:: aaaa
objectSid:: AQUAAAAAAAUVAAAA
objectGUID:: AAECAwQFBgcICQoLDA0ODw==
userAccountControl: 512
whenChanged: 20240101000000.0Z
pwdLastSet: 133000000000000000
"""
LISTS = """
dn: CN=PC-0042,OU=Počítače,DC=kraj,DC=local
objectClass: top
objectClass: person
objectClass: organizationalPerson
objectClass: user
objectClass: computer
cn: PC-0042

dn: OU=Počítače,DC=kraj,DC=local
objectClass: organizationalUnit
ou: Počítače
"""


@pytest.mark.parametrize("text", [MOZILLA, INET_ORG_PERSON, ACTIVE_DIRECTORY])
def test_every_value_of_a_directory_leaves_a_trace(store: Store, tmp_path: Path, text: str) -> None:
    path = tmp_path / "lide.ldf"
    report = imported(store, path, text)
    assert report.total("added") == 1
    records, told = stored(store), said(report)
    ((identity,),) = rows(store, "SELECT value FROM external_id WHERE entity = 'person'")
    kept = f"{records}\n{told}\n{identity}".replace(" ", "")
    lost = []
    for line in text.strip().splitlines():
        name, _, value = line.partition(": ")
        wanted = value
        if name.endswith(":"):
            wanted = {"sn:": "Doeová", "cn:": "Jana Doeová"}.get(name, "")
        if value.lower().startswith(("cn=", "smtp:")):
            wanted = value[3:].split(",")[0].rstrip("\\") if "=" in value else value[5:]
        wanted = {"birthmonth": "-04", "birthday": "-15", "co": "CZ", "countryCode": "countryCode",
                  "mozillaHomeCountryName": "SK", "preferredLanguage": "de",
                  "homePostalAddress": "Domácí 7", "initials": "", "displayName": "",
                  "labeledURI": "http://novak.example"}.get(name, wanted)  # fmt: skip
        technical = f"“{name.rstrip(':')}" in told or f"{name.rstrip(':')}" in told
        if wanted.replace(" ", "") not in kept and not technical:
            lost.append(line)
    assert lost == []
    assert "tajne" not in kept
    again = import_contacts(store, [path])
    assert (again.total("added"), again.total("changed"), again.changes) == (0, 0, None)
    assert stored(store) == records


def test_computers_and_parts_of_a_directory_are_said(store: Store, tmp_path: Path) -> None:
    report = imported(store, tmp_path / "a.ldf", f"{LISTS}\n{ACTIVE_DIRECTORY}")
    assert rows(store, "SELECT family_name FROM person") == [("Šťastná",)]
    assert [item.line for item in report.files[0].refused] == [2]
    assert "organizationalunit" in said(report)


def test_an_old_directory_says_its_letters_were_guessed(store: Store, tmp_path: Path) -> None:
    text = "dn: cn=Řeřicha\nobjectClass: person\nsn: Řeřicha\ncn: Řeřicha\n"
    report = imported(store, tmp_path / "a.ldif", text.encode("cp1250"))
    assert rows(store, "SELECT family_name FROM person") == [("Řeřicha",)]
    assert "Windows-1250" in said(report)
