"""Every value of every fixture is in a record, in a note or in the report: nothing is dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.db.store import Store
from app.exchange.address_books.importing import import_contacts, preview
from tests.app.exchange.accounting import (
    evidence,
    mail_values,
    missing,
    picture_base64,
    vcard_values,
)
from tests.factories import count

RED, BLUE = picture_base64("red"), picture_base64("blue")


def card(version: str, *lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


OLD = card(
    "2.1",
    "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Nov=C3=A1k;Jan;Karel;Ing.;CSc.",
    "FN:Ing. Jan Karel Novák CSc.",
    "ORG:Krajský úřad;Odbor kultury;Oddělení památek",
    "TITLE:vedoucí odboru",
    "ROLE:předseda komise",
    f"PHOTO;ENCODING=BASE64;PNG:{RED}",
    "",
    f"LOGO;ENCODING=BASE64;PNG:{BLUE}",
    "",
    "BDAY:19600102",
    "ADR;DOM;WORK;PARCEL;POSTAL;INTL:P.O. Box 12;Blok B;Dlouhá 1;Most;Ústecký;43401;Česko",
    "LABEL;WORK;ENCODING=QUOTED-PRINTABLE:Dlouh=C3=A1 1=0D=0AMost=0D=0Azadn=C3=AD vchod",
    "TEL;WORK;VOICE;MSG;PREF:+420 475 657 111",
    "TEL;HOME;FAX:+420 475 657 112",
    "TEL;CELL:+420 602 123 456",
    "TEL;PAGER:12345",
    "TEL;CAR:+420 603 123 456",
    "TEL;ISDN:+420 604 123 456",
    "TEL;MODEM:+420 605 123 456",
    "TEL;BBS:+420 606 123 456",
    "TEL;VIDEO:+420 607 123 456",
    "EMAIL;INTERNET;PREF:jan@kraj.example",
    "EMAIL;X400:c=cz/a=400net/s=Novak",
    "EMAIL;CompuServe:71234.567",
    "MAILER:Pine 3",
    "TZ:+01:00",
    "GEO:14.04,50.66",
    "AGENT:",
    "BEGIN:VCARD",
    "VERSION:2.1",
    "N:Pátek;Petr",
    "TEL:+420 608 123 456",
    "END:VCARD",
    "NOTE;ENCODING=QUOTED-PRINTABLE:prvn=C3=AD =",
    "=C5=99=C3=A1dek=0D=0Adruh=C3=BD",
    "REV:19951031T222710Z",
    f"SOUND;WAVE;BASE64:{RED}",
    "",
    "URL:https://www.kraj.example/novak",
    "UID:19950401-080045-40000F192713-0052",
    f"KEY;X509;ENCODING=BASE64:{BLUE}",
    "",
    "X-WAB-GENDER:2",
    "X-ANYTHING;TYPE=home:něco dalšího",
    "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Honza;1;;;",
)
THIRD = card(
    "3.0",
    "PROFILE:VCARD",
    "NAME:Adresář kraje",
    "SOURCE:ldap://ldap.example/cn=Jana",
    "N:Nováková;Jana;Marie,Eva;Ing.,Mgr.;Ph.D.",
    "FN:Jana z Mostu",
    "NICKNAME:Janička,Jája",
    "SORT-STRING:Zvláštní řazení",
    "item1.ORG:Ministerstvo;Kabinet",
    "item1.TITLE:ředitelka",
    "item1.ROLE:mluvčí",
    "item2.ORG:Spolek přátel",
    "item2.TITLE:předsedkyně",
    f"PHOTO;ENCODING=b;TYPE=PNG:{RED}",
    f"PHOTO;TYPE=PNG:{BLUE}",
    "PHOTO;VALUE=uri:https://www.example.cz/jana.jpg",
    "LOGO;VALUE=uri:https://www.example.cz/logo.png",
    "SOUND;VALUE=uri:https://www.example.cz/jmeno.wav",
    "KEY;VALUE=uri:https://www.example.cz/klic.asc",
    "BDAY;VALUE=date:--0105",
    "ADR;TYPE=home,pref:;3. patro;Krátká 2;Děčín;;405 02;Česká republika",
    "LABEL;TYPE=home:Krátká 2\\, Děčín\\nu pana domácího",
    "TEL;TYPE=work,voice,msg:475 111 222\\, 475 111 333",
    "TEL;TYPE=home,x-tajne:06 03 11 12 22",
    "EMAIL;TYPE=internet,work:\"Jana N.\" <jana@ministerstvo.example>",
    "EMAIL:a@spolek.example; b@spolek.example",
    "MAILER:Evolution",
    "TZ;VALUE=text:-05:00; EST; Raleigh/North America",
    "GEO:50.66;14.04",
    "AGENT:BEGIN:VCARD\\nFN:Zdena Zástupná\\nTEL:+420 609 123 456\\nEND:VCARD",
    "CATEGORIES:tisk,rozhlas\\, televize",
    "NOTE;LANGUAGE=cs:první řádek\\ndruhý\\; a další",
    "PRODID:-//Jiny program//CS",
    "REV:2020-01-02T03:04:05Z",
    "CLASS:PRIVATE",
    "URL;TYPE=home:https://jana.example/blog",
    "UID:jana-1",
    "CALURI:https://www.example.cz/jana.ics",
    "CALADRURI:mailto:kalendar@example.cz",
    "FBURL:https://www.example.cz/jana.ifb",
    "CAPURI:cap://kalendar.example/jana",
    "IMPP;TYPE=work;X-SERVICE-TYPE=Jabber:xmpp:jana@jabber.example",
    "X-AIM;TYPE=HOME:janaaim", "X-ICQ:123456789", "X-JABBER:jana@jab.example", "X-MSN:janamsn",
    "X-YAHOO:janayahoo", "X-SKYPE-USERNAME:janaskype", "X-GADUGADU:777888",
    "X-GROUPWISE:janagw", "X-GOOGLE-TALK:janagoogle", "X-TWITTER:janatwitter",
    "X-SOCIALPROFILE;type=facebook;x-user=janafb:https://facebook.example/jana",
    "X-EVOLUTION-ASSISTANT:Alena Asistentka", "X-EVOLUTION-MANAGER:Milan Manažer",
    "X-EVOLUTION-SPOUSE:Karel Manžel", "X-EVOLUTION-ANNIVERSARY:2001-02-03",
    "X-EVOLUTION-BLOG-URL:https://blog.example/jana", "X-EVOLUTION-FILE-AS:Nováková\\, Jana",
    "X-EVOLUTION-TELEX:998877", "X-EVOLUTION-CALLBACK:+420 610 123 456",
    "X-KADDRESSBOOK-X-Department:Odbor KDE", "X-KADDRESSBOOK-X-Profession:inženýrka",
    "X-KADDRESSBOOK-X-AssistantsName:Adam Asistent", "X-KADDRESSBOOK-X-SpousesName:Karel M.",
    "X-KADDRESSBOOK-X-Office:dveře 123", "X-ASSISTANT:Anna A.", "X-MANAGER:Marie M.",
    "X-SPOUSE:Karel S.", "X-ANNIVERSARY:2002-03-04", "X-GENDER:Female",
    "X-PHONETIC-FIRST-NAME:Jana f", "X-PHONETIC-LAST-NAME:Novakova f", "X-CLASS:CONFIDENTIAL",
    "item3.X-ABDATE;type=pref:2003-04-05", "item3.X-ABLabel:_$!<Anniversary>!$_",
    "item4.X-ABDATE:2004-05-06", "item4.X-ABLabel:promoce",
    "item5.X-ABRELATEDNAMES:Alžběta Apple", "item5.X-ABLabel:_$!<Assistant>!$_",
    "item6.X-ABRELATEDNAMES:Bára Apple", "item6.X-ABLabel:teta",
    "item7.ADR;type=WORK:;;Weg 1;Dresden;;01067;", "item7.X-ABADR:de", "item7.X-ABLabel:pobočka",
    "item8.TEL;type=WORK:+49 351 564 1234", "item8.X-ABLabel:sekretariát",
    "item9.EMAIL;type=INTERNET:jana@jinde.example", "item9.X-ABLabel:_$!<Other>!$_",
    "item10.URL:https://www.example.cz/portal", "item10.X-ABLabel:_$!<HomePage>!$_",
    "item11.X-CUSTOM:něco svého", "item11.X-ABLabel:popisek",
    "X-ABUID:5AD380FD:ABPerson", "X-MS-OL-DEFAULT-POSTAL-ADDRESS:2",
    "X-MS-IMADDRESS:jana@im.example", "X-MS-CARDPICTURE;ENCODING=b:" + BLUE,
    "X-DEPARTMENT:Odbor X", "X-PROFESSION:tlumočnice", "X-CUSTOM1;X-NEW=1:vlastní pole",
    "řádek bez dvojtečky",
)  # fmt: skip
FOURTH = card(
    "4.0",
    "SOURCE;PID=1.1:https://www.example.cz/karta.vcf",
    "KIND:individual",
    "XML:<config xmlns='http://config.example'><setting>1</setting></config>",
    "FN;ALTID=1;LANGUAGE=cs:Tomáš Dvořák",
    "FN;ALTID=1;LANGUAGE=uk:Томаш Дворжак",
    "N;SORT-AS=\"Dvorak,Tomas\":Dvořák;Tomáš;Jan;doc.;DSc.;Havel;ml.",
    "NICKNAME;TYPE=work;PREF=1:Tom",
    f"PHOTO:data:image/png;base64,{RED}",
    "PHOTO;PREF=2:https://www.example.cz/tomas.gif",
    "BDAY;CALSCALE=gregorian:19700203T101500Z",
    "ANNIVERSARY:20090808T1430-0500",
    "DEATHDATE:20200101",
    "BIRTHPLACE;VALUE=text:Babice nad Řekou",
    "DEATHPLACE;VALUE=uri:geo:46.769307\\,-71.283079",
    "GENDER:O;jiné pohlaví",
    "GRAMGENDER:masculine",
    "PRONOUNS;LANGUAGE=cs;PREF=1:on/jeho",
    "LANGUAGE:cs",
    "ADR;GEO=\"geo:50.1,14.4\";TZ=Europe/Prague;LABEL=\"Pan Tomáš^nPříčná 5^nTeplice\":"
    ";;Příčná 5;Teplice;;415 01;Česko;dveře 7;byt 8;2. patro;5;Příčná;Dům U Lva;blok C;"
    "Trnovany;okres Teplice;u mostu;sever",
    "TEL;VALUE=uri;PREF=2;TYPE=\"voice,home\":tel:+420-475-222-333;ext=102",
    "TEL;TYPE=textphone,video,text:+420 475 222 444",
    "TEL;TYPE=main-number:+420 475 222 555",
    "EMAIL;TYPE=work;PREF=50;INDEX=2:tomas@x.example",
    "IMPP;PREF=1;SERVICE-TYPE=Signal;USERNAME=tomas.77:sgnl://tomas",
    "LANG;TYPE=work;PREF=1:cs-CZ",
    "LANG;PREF=2:de",
    "TZ:Europe/Prague",
    "GEO:geo:50.2\\,14.5",
    "TITLE:primátor",
    "ROLE:zastupitel",
    f"LOGO:data:image/png;base64,{BLUE}",
    "ORG;SORT-AS=\"Obec\":Město Teplice;Kancelář primátora",
    "MEMBER:urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af",
    "RELATED;TYPE=spouse;VALUE=text:Tereza Dvořáková",
    "RELATED;TYPE=friend,colleague:https://www.example.cz/pritel.vcf",
    "RELATED;TYPE=emergency;VALUE=text:Sestra Jitka +420 611 123 456",
    "CATEGORIES:sport,kultura",
    "NOTE;AUTHOR=\"https://autor.example\";AUTHOR-NAME=Petr Pisatel;CREATED=20210101T000000Z"
    ":poznámka čtyři",
    "PRODID:-//ONLINE DIRECTORY//NONSGML Version 1//EN",
    "REV:20210203T040506Z",
    "SOUND;MEDIATYPE=audio/ogg:https://www.example.cz/tomas.ogg",
    "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
    "CLIENTPIDMAP:1;urn:uuid:53e374d9-337e-4727-8803-a1e9c14e0556",
    "URL;LEVEL=high:https://www.example.cz/tomas",
    "KEY;MEDIATYPE=application/pgp-keys:https://www.example.cz/tomas.asc",
    "KEY:data:application/pgp-keys;base64," + RED,
    "FBURL;PREF=1:https://www.example.cz/busy/tomas",
    "CALADRURI;PREF=1:mailto:tomas@kal.example",
    "CALURI;PREF=1:https://www.example.cz/kal/tomas",
    "CONTACT-URI;PREF=1:https://www.example.cz/napiste",
    "CREATED:20220708T093000Z",
    "EXPERTISE;LEVEL=expert;INDEX=1:dějiny kraje",
    "HOBBY;LEVEL=medium:šachy",
    "INTEREST;INDEX=1;LEVEL=high:lední hokej",
    "ORG-DIRECTORY;INDEX=1:https://adresar.example",
    "SOCIALPROFILE;SERVICE-TYPE=Mastodon;USERNAME=tomasm:https://social.example/@tomas",
    "SOCIALPROFILE;VALUE=text;SERVICE-TYPE=Sitka:tomas123",
    "JSPROP;JSPTR=x:\"hodnota\"",
    "X-VZTAHY-NECO:vlastní neznámé",
    "X-DALSI;X-PAR=parametr:dalších pár slov",
)  # fmt: skip
COMPANY = card(
    "3.0",
    "N:Jensen;Jens;;Dr.;",
    "FN:Kunsthalle Aarhus",
    "ORG:Kunsthalle Aarhus;Oddělení výstav",
    "TITLE:ředitel",
    "ROLE:kurátor",
    "NICKNAME:Kunsti",
    "BDAY:1970-02-03",
    "TEL;TYPE=CELL:20 30 40 50",
    "ADR:;;J.M. Mørks Gade 13;Aarhus;;8000;Dánsko",
    f"LOGO;ENCODING=b:{RED}",
    "X-ABShowAs:COMPANY",
    "NOTE:kontakt přes recepci",
    "X-SPOUSE:nikdo",
)
BODY = card(
    "4.0",
    "KIND:org",
    "FN:Krajský úřad – Odbor strategie",
    "ORG:Krajský úřad;Odbor strategie;Oddělení zahraničních vztahů",
    "NICKNAME:Krajka",
    "ROLE:veřejná správa",
    "BDAY:20000101",
    "LANG:cs",
    "GENDER:N",
    "N:;;;;",
    "URL;TYPE=work:https://www.kraj.example",
)
PLACE = card("4.0", "KIND:location", "FN:Zámek Děčín", "ADR:;;Dlouhá jízda 1254;Děčín;;405 02;CZ")
GROUP = card(
    "4.0",
    "KIND:group",
    "FN:Ústecký tým",
    "NOTE:schází se v úterý",
    "MEMBER:urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af",
    "MEMBER:mailto:clen@example.cz",
)
NOBODY = card("3.0", "NOTE:jen poznámka", "BDAY:1980-01-01", "X-FOO:bar")
PICTURE_ONLY = card("3.0", "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo=", "KEY:data:,abcdefgh")
FILES = {
    "2.1": OLD,
    "picture only": PICTURE_ONLY,
    "logo only": card("3.0", "LOGO;ENCODING=b;TYPE=PNG:iVBORw0KGgo="),
    "technical only": card("3.0", "REV:2020-01-01T00:00:00Z", "PRODID:-//Program//EN"),
    "sound only": card("3.0", "SOUND;ENCODING=b;TYPE=BASIC:iVBORw0KGgo="),
    "3.0": THIRD,
    "4.0": FOURTH,
    "company": COMPANY,
    "body": BODY,
    "place": PLACE,
    "group": GROUP,
    "nobody": NOBODY,
    "outside": "něco před vizitkou\n" + PLACE + "VERSION:3.0\nFN:Bez začátku\n",
    "short outside": "ab\nněco dalšího\n\nještě něco\n" + PLACE,
    "all": OLD + THIRD + FOURTH + COMPANY + BODY + PLACE + GROUP + NOBODY,
}


@pytest.mark.parametrize("name", FILES)
def test_every_value_of_a_vcard_is_in_records_note_or_report(
    store: Store, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "karty.vcf"
    path.write_bytes(FILES[name].encode())
    values = list(vcard_values(path.read_bytes()))
    assert values
    seen = preview(store, [path])
    report = import_contacts(store, [path])
    assert missing(values, evidence(store, report)) == []
    assert len(seen.warnings) == len(report.warnings)
    before = count(store, "log_operation"), count(store, "log_header")
    again = import_contacts(store, [path])
    assert (again.total("added"), again.total("changed")) == (0, 0)
    assert (count(store, "log_operation"), count(store, "log_header")) == before


def test_the_accounting_finds_what_is_missing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "karty.vcf"
    path.write_bytes(PLACE.encode())
    found = evidence(store, import_contacts(store, [path]))
    assert missing(vcard_values(THIRD.encode()), found)
    assert missing([("NOTE", "jinde")], found) == ["NOTE: jinde"]


MAILS = {
    "plain": (
        "From: Novak, Petr <petr@x.example>\nSender: Sekretariat <sekr@x.example>\n"
        "Reply-To: odpovedi@x.example\nTo: Eva <eva@y.example>, Mala, Jana <jana@y.example>\n"
        "Cc: Karel <karel@y.example>\nBcc: Tajny <tajny@y.example>\nOrganization: Kraj\n"
        "Date: kdysi\nSubject: Pozvani\n\nprvni radek\ndruhy radek\n"
    ),
    "parts": (
        "From: petr@x.example\nDate: Mon, 3 Nov 2025 18:24:00 +0100\nSubject: Dve casti\n"
        "Content-Type: multipart/mixed; boundary=A\n\n"
        "--A\nContent-Type: text/plain\n\ntext zpravy\n"
        "--A\nContent-Type: application/pdf; name=program.pdf\n"
        "Content-Disposition: attachment; filename=program.pdf\n\nx\n"
        "--A\nContent-Type: text/plain\n\npaticka seznamu\n--A--\n"
    ),
    "nobody": "From: undisclosed\nSubject: Bez odesilatele\nTo: vsem@x.example\n\nzprava vsem\n",
}


@pytest.mark.parametrize("name", MAILS)
def test_every_value_of_a_mail_is_in_records_or_report(
    store: Store, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "zprava.eml"
    path.write_text(MAILS[name], "utf-8")
    report = import_contacts(store, [path])
    assert missing(mail_values(path), evidence(store, report)) == []
    assert count(store, "person") == (name != "nobody")
    before = count(store, "log_header")
    assert import_contacts(store, [path]).total("added") == 0
    assert count(store, "log_header") == before
