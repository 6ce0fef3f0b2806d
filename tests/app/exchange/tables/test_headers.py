from __future__ import annotations

import pytest

from app.entities.contacts import ORGANISATION, PERSON
from app.exchange.tables.headers import NOTE, TARGETS, guess, signature
from app.i18n import Language, translator

OUTLOOK = {
    "en": (
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,"
        "Business Street,Business City,Business Postal Code,Business Country/Region,Home Street,"
        "Home City,Home Postal Code,Business Fax,Business Phone,Home Phone,Mobile Phone,Birthday,"
        "Categories,E-mail Address,E-mail Display Name,E-mail 2 Address,Notes,Web Page"
    ),
    "cs": (
        "Titul,Křestní jméno,Druhé jméno,Příjmení,Přípona,Společnost,Oddělení,Pozice,"
        "Adresa do zaměstnání – ulice,Adresa do zaměstnání – město,Adresa do zaměstnání – PSČ,"
        "Adresa do zaměstnání – země,Adresa domů – ulice,Adresa domů – město,Adresa domů – PSČ,"
        "Fax (zam.),Telefon do zaměstnání,Telefon domů,Mobilní telefon,Narozeniny,Kategorie,"
        "E-mailová adresa,Zobrazované jméno e-mailu,E-mailová adresa 2,Poznámky,Webová stránka"
    ),
    "de": (
        "Titel,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,"
        "Straße geschäftlich,Ort geschäftlich,Postleitzahl geschäftlich,"
        "Land/Region geschäftlich,Straße privat,Ort privat,Postleitzahl privat,Fax geschäftlich,"
        "Telefon geschäftlich,Telefon (privat),Mobiltelefon,Geburtstag,Kategorien,"
        "E-Mail-Adresse,E-Mail: Angezeigter Name,E-Mail 2: Adresse,Notizen,Webseite"
    ),
}
MEANT = [
    "title_before", "given_name", "additional_names", "family_name", "title_after", "organisation",
    "department", "post", "street", "city", "postal_code", "country", "street:home", "city:home",
    "postal_code:home", "fax", "phone:work", "phone:home", "mobile", "birthday", "tags", "email",
    NOTE, "email", "note", "web",
]  # fmt: skip


@pytest.mark.parametrize("language", OUTLOOK)
def test_outlook_in_three_languages(language: str) -> None:
    header = OUTLOOK[language].split(",")
    found = guess(header)
    assert [found.get(number) for number in range(len(header))] == MEANT


def by_name(header: str, mark: str = ",") -> dict[str, str]:
    names = header.split(mark)
    return {names[number]: target for number, target in guess(names).items() if target != NOTE}


def test_google() -> None:
    found = by_name(
        "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Name Suffix,File As,"
        "Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
        "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,"
        "Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Postal Code,"
        "Address 2 - Street,Address 3 - Street,Organization 2 - Name,Website 1 - Label,"
        "Website 1 - Value"
    )
    assert found["E-mail 1 - Value"] == "email"
    assert found["E-mail 1 - Label"] == "email_label"
    assert found["Phone 1 - Label"] == "phone_label"
    assert found["Address 1 - Street"] == "street"
    assert found["Address 1 - Formatted"] == "address"
    assert found["Address 2 - Street"] == "street:2"
    assert found["Organization Title"] == "post"
    assert found["Name Prefix"] == "title_before"
    assert found["Website 1 - Value"] == "web"
    assert found["Website 1 - Label"] == "web_label"
    assert found["Organization 2 - Name"] == "organisation:2"
    for name in ("Photo", "File As", "Address 3 - Street"):
        assert name not in found, "it stands in the note"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Jméno;Příjmení", {"Jméno": "given_name", "Příjmení": "family_name"}),
        ("Name;Vorname", {"Name": "family_name", "Vorname": "given_name"}),
        ("Jméno;E-mail", {"Jméno": "formatted_name", "E-mail": "email"}),
        ("Jméno;IČO", {"Jméno": "organisation", "IČO": "ico"}),
        ("Příjmení a jméno;Tel.", {"Příjmení a jméno": "formatted_name:reversed", "Tel.": "phone"}),
        ("Adresa;Jméno", {"Adresa": "address", "Jméno": "formatted_name"}),
        ("Adresa;Město;Jméno", {"Adresa": "street", "Město": "city", "Jméno": "formatted_name"}),
        ("Ansprechpartner;Handy", {"Ansprechpartner": "formatted_name", "Handy": "mobile"}),
        (
            "Název;IČ;DIČ;Sídlo;ID datové schránky",
            {
                "Název": "organisation",
                "IČ": "ico",
                "DIČ": "dic",
                "Sídlo": "address",
                "ID datové schránky": "data_box",
            },
        ),
        ("Titul;Jméno;Příjmení;Titul", {"Titul": "title_after", "Jméno": "given_name",
                                        "Příjmení": "family_name"}),
        ("Sloupec 1;x;", {}),
    ],
)  # fmt: skip
def test_lists_that_people_keep(header: str, expected: dict[str, str]) -> None:
    assert by_name(header, ";") == expected


@pytest.mark.parametrize("language", list(Language))
def test_labels_of_our_own_screens_are_known(language: Language) -> None:
    tr = translator(language)
    for entity, name in ((PERSON, "birthday"), (PERSON, "diet"), (ORGANISATION, "ico"),
                         (ORGANISATION, "founded_on"), (PERSON, "nationality")):  # fmt: skip
        assert guess([tr.message(entity.by_name[name].label)]) == {0: name}


def test_every_guess_is_a_target() -> None:
    for header in OUTLOOK.values():
        assert set(guess(header.split(",")).values()) <= set(TARGETS)


def test_a_header_is_remembered_whatever_its_capitals_and_accents() -> None:
    assert signature(["Jméno", "E-mail"]) == signature(["JMENO", "e mail"])
    assert signature(["Jméno", "E-mail"]) != signature(["E-mail", "Jméno"])


@pytest.mark.parametrize(
    "header",
    [
        "Meno;Priezvisko;E-mail;Telefón;Ulica;PSČ;Mesto;Krajina;Funkcia;Organizácia",
        "Imię;Nazwisko;Adres e-mail;Telefon;Ulica;Kod pocztowy;Miasto;Państwo;Stanowisko;Firma",
    ],
)
def test_lists_of_the_neighbours(header: str) -> None:
    assert list(guess(header.split(";")).values()) == [
        "given_name", "family_name", "email", "phone", "street", "postal_code", "city", "country",
        "post", "organisation",
    ]  # fmt: skip
