"""What the columns of address books are called in Czech, German and English.

The commonest of Slovak and Polish lists are among them.

The words of Outlook, Google Contacts, Thunderbird and of lists that people keep in Excel. All
texts here are folded (`app.rules.folding.fold`): no accents, no capitals, no signs.
"""

from __future__ import annotations

WORK = frozenset(
    [
        "work",
        "business",
        "office",
        "company",
        "praci",
        "prace",
        "zamestnani",
        "zam",
        "pracovni",
        "pracoviste",
        "sluzebni",
        "firemni",
        "geschaftlich",
        "dienstlich",
        "beruflich",
        "buro",
        "arbeit",
        "seat",
        "sidlo",
        "sidla",
    ]
)
HOME = frozenset(
    [
        "home",
        "private",
        "personal",
        "dom",
        "domu",
        "domaci",
        "domovni",
        "doma",
        "bydliste",
        "byt",
        "soukrome",
        "soukromy",
        "soukroma",
        "osobni",
        "privat",
        "trvale",
    ]
)
OTHER = frozenset(
    [
        "other",
        "second",
        "secondary",
        "sekundare",
        "sekundar",
        "alternate",
        "alternative",
        "dalsi",
        "jiny",
        "jina",
        "jine",
        "druhy",
        "druha",
        "druhe",
        "ostatni",
        "weitere",
        "weiterer",
        "weiteres",
        "andere",
        "zweite",
        "zweiter",
    ]
)
"""Words that say which of several addresses or numbers is meant."""

FILLERS = frozenset(
    [
        "do",
        "na",
        "v",
        "pro",
        "of",
        "the",
        "for",
        "and",
        "a",
        "der",
        "die",
        "das",
        "fur",
        "primary",
        "primare",
        "primarni",
        "main",
        "default",
        "hlavni",
        "prvni",
        "haupt",
    ]
)
"""Words that say nothing about what a column holds."""

LABELS = frozenset(["label", "type", "stitek", "typ", "bezeichnung", "beschriftung", "popisek"])
"""Google's columns that say what the next one is; its own word for the other is a value."""

VALUES = frozenset(["value", "hodnota", "wert"])

_BARE = """
formatted_name: meno a priezvisko; priezvisko a meno; imie i nazwisko; nazwisko i imie
  cele jmeno; jmeno a prijmeni; plne jmeno; zobrazene jmeno; titul jmeno prijmeni
  titul jmeno a prijmeni; jmeno prijmeni; jmeno vcetne titulu; jmeno s tituly; kontaktni osoba
  full name; display name; displayname; contact; contact name; contact person; person; osoba
  name vorname nachname; vollstandiger name; anzeigename; angezeigter name; ansprechpartner
  kontaktperson; vor und nachname; vorname und nachname; vorname nachname; statutarni zastupce
  first and last name; given name and family name; jmeno kontaktni osoby; vorname und name
formatted_name:reversed: prijmeni a jmeno; prijmeni jmeno; nachname vorname; name vorname
  last name first name; surname and name; surname first name; family name given name
  nachname und vorname; name und vorname
title_before: titul pred jmenem; titul pred; tituly pred; tituly pred jmenem; titul; tituly
  title before; name prefix; prefix; titel; akademischer titel; titel vor dem namen
  akademicky titul; academic title; honorific; titel vorangestellt; predpona jmena
title_after: za prijmenim; titul za jmenem; titul za; tituly za; tituly za jmenem; title after
  name suffix
  suffix; namenszusatz; titel nach dem namen; titel nachgestellt; pripona; dovetek; pripona jmena
  hodnost za jmenem; vedecka hodnost
given_name: imie; krstne meno
  krestni jmeno; krestni; jmeno osoby; first name; firstname; given name; forename
  givenname; vorname; rufname
additional_names: 2 krestni jmeno; dalsi krestni jmena; dalsi krestni jmeno; druhe jmeno
  dalsi jmeno; dalsi jmena; prostredni jmeno; stredni jmeno
  middle name; additional name; middle names; weitere vornamen; zweiter vorname; additional names
family_name: priezvisko; nazwisko
  prijmeni; last name; lastname; surname; family name; familyname; nachname
  familienname; zuname
nickname: prezdivka; nickname; spitzname; nick
name_native: name in own script; puvodni zapis jmena
pronunciation: phonetic middle name; additional name yomi; yomi; surname yomi; given yomi
  nachname yomi; vorname yomi; foneticke jmeno; foneticke prijmeni; phonetischer vorname
  phonetischer nachname; yomi name; given name yomi; family name yomi; phonetic first name
  phonetic last name; phonetic name; vyslovnost; aussprache
organisation: organizacia; institucia; instytucja; spolocnost; zamestnavatel
  organizace; nazev organizace; instituce; spolecnost; firma; nazev firmy; podnik
  nazev spolecnosti; obchodni firma; zamestnavatel; subjekt; urad; nazev instituce; nazev
  organisation; organization; company; company name; organisation name; organization name
  institution; employer; unternehmen; einrichtung; behorde; nazev subjektu; nazev uradu
  verein; firmenname; obec; partner; partnerska organizace; vysilajici organizace
department: oddelenie; wydzial; departament
  oddeleni; odbor; utvar; odbor oddeleni; department; division; abteilung; referat
  organization department; organisation department; dezernat; section; sekce; organisationseinheit
post: funkcia; stanowisko; pracovna pozicia; funkcja
  arbeitstitel; pracovni funkce; pracovni titul; titul zamestnani; nazev pozice
  organization job title; stellenbezeichnung; dienstbezeichnung; jobtitle; funkce; pozice
  pracovni pozice; pracovni zarazeni; funkce ve firme; zarazeni; post
  job title; position; organization title; organisation title; function; funktion; amt
  berufsbezeichnung; stelle; funkce v organizaci; profese; occupation; funkce v instituci
role: role; aufgabe; rolle
email: adres e mail; adres email; mailova adresa
  adresa elektronicke posty; adresa e mailu; adresa emailu; elektronicka adresa e mail
  kontakt e mail; e mailu; e mailovy kontakt; mailova adresa; elektronische adresse; e mail; email
  mail; e mail adresa; e mailova adresa; emailova adresa; email adresa
  e mail address; email address; e mail adresse; email adresse; mailadresse; mail adresse
  elektronicka adresa; elektronicka posta; emaily; e maily; emails; e mails; kontaktni e mail
  e mail kontakt; email kontakt; mail adresa
phone: telefonne cislo; numer telefonu; nr telefonu
  telefon; tel; telefonni cislo; cislo telefonu; telefony; c telefonu; pevna linka; linka
  phone; phone number; telephone; telephone number; telefonnummer; rufnummer; fon; festnetz
  tel cislo; tel c; telefonni spojeni; telefonni kontakt; kontaktni telefon; tel nr; tel no
  phone numbers; haupttelefon; primary phone; primarni telefon; hlavni telefon
  vorwahl und rufnummer
phone:other: pager; pagernummer; pager nummer; pager number; cislo na pager; operator; isdn
  car phone; autotelefon; telefon do auta; radio phone; radiotelefon; funktelefon; funkruf
  callback; zpetne volani; ruckmeldung; tty tdd phone; telefon fur horbehinderte; pro neslysici
  company main phone; telefon firma; telefon spolecnosti; company phone; firemni telefon
mobile: mobil tel nr; cislo na mobil; mobiltelefonnummer; mobilni tel; iphone; mobil
  mobilni telefon; mobilni cislo; cislo mobil; cislo mobilu; mobilni; gsm
  mobile; mobile phone; mobile number; cell; cell phone; cellphone; cellular
  handy; mobiltelefon; mobilnummer; mobilfunk; handynummer; mobil telefon; mob; mobil tel
fax: fax nummer; fax; faxove cislo; cislo faxu; fax number; faxnummer; telefax
web: domovska stranka; web; www; webova stranka; webove stranky; internetove stranky
  internetova adresa; url
  webova adresa; adresa webu; stranky; website; web page; webpage; web address; home page
  homepage; webseite; internet; internetadresse; internetseite; site
street: ulica; ulica a cislo; ulica i numer
  extended address; address extended address; street name; ulice; ulice a cislo; ulice a cp
  ulice cp; ulice c p; ulice cislo; ulice a c p
  ulice a cislo popisne; ulice c; street; street address; street and number; strasse
  strasse und hausnummer; strasse hausnummer; strasse nr; strasse und nr; adresa ulice
  address street; address line; adresni radek; adresse strasse; ulice a cislo domu; strasse hnr
postal_code: kod pocztowy; postove smerovacie cislo
  psc; postovni smerovaci cislo; smerovaci cislo; postal code; postcode; post code
  zip; zip code; zipcode; postal zip code; address postal code; plz; postleitzahl; adresa psc
city: miasto; miejscowosc
  mesto; mesto obec; obec mesto; mesto a obec; sidelni obec; town; city; locality; ort; stadt
  wohnort; address city; adresa mesto; posta; gemeinde
region: bundesland kanton; kanton; zeme kanton; kraj; okres; oblast; region; state; province
  county; bundesland; landkreis; district
  state province; address region; kraj okres; adresa kraj; stat kraj; state county
region:2: weiteres r bundesland kanton; weiteres bundesland kanton
country:2: weiteres e land region; weiteres land region
country: krajina; panstwo
  stat; zeme; country; country region; land; land region; staat; zeme oblast; stat zeme
  address country; adresa stat; adresa zeme; country code; kod zeme; stat oblast; zeme region
address: adresa; sidlo; adresa sidla; address; adresse; anschrift; postal address; postovni adresa
  postadresse; postanschrift; dorucovaci adresa; korespondencni adresa; mailing address
  address formatted; kontaktni adresa; cela adresa; uplna adresa; formatted address; full address
po_box: postovni prihradka adresa; adresa postovni prihradka; address po box; postfachnummer
  po box; postfach; address po box; p o box; postovni prihradka
birthday: narozeniny; datum narozeni; birthday; date of birth; birth date; birthdate; geburtstag
  geburtsdatum; narozen; dat narozeni
birth_year: birth year; rok narozeni; geburtsjahr
birth_month: birth month; mesic narozeni; geburtsmonat
birth_day: birth day; den narozeni; geburtstag tag
gender: pohlavi; gender; sex; geschlecht; osloveni; anrede; salutation
language: jazyk; language; sprache; jazyk korespondence; korrespondenzsprache; komunikacni jazyk
nationality: narodnost; statni prislusnost; nationality; nationalitat; staatsangehorigkeit
  obcanstvi; statni obcanstvi; citizenship
note: uwagi; notatka
  poznamka; poznamky; note; notes; notiz; notizen; bemerkung; bemerkungen; anmerkung
  komentar; comment; comments; kommentar; anmerkungen; remark; remarks; pozn
tags: kategorie; stitky; categories; category; group membership; labels; tags; kategorien
  schlagworte; klicova slova; skupina; skupiny; groups; group; gruppe; gruppen; keywords; tag
ico: ico; ic; identifikacni cislo; ico organizace; ico ic; company number; company id; reg no
  registration number; firmenbuchnummer; handelsregisternummer; ico subjektu
dic: dic; danove cislo; vat; vat id; vat number; tax number; tax id; ust id; ust idnr; uid nummer
  umsatzsteuer id; dic organizace; steuernummer
data_box: datova schranka; id datove schranky; isds; id ds; data box; datenbox; ds
  datenbox id; id schranky; cislo datove schranky
abbreviation: zkratka; abbreviation; abkurzung; kurzzeichen
diet: dieta; diet; strava; stravovani; ernahrung
"""

_NOTED = """
e mail display name; email display name; e mail angezeigter name; e mail zobrazene jmeno
e mail zobrazovane jmeno; organization type; organisation type; assistants phone
assistant s phone; telefon assistent; telefon asistenta
managers name; manager s name; assistants name; assistant s name; company yomi; custom field type
custom field value; custom field label; relation label; relation value; relation type; event label
event value; event type; im type; im service; im value; account
organization symbol; organization location; organization job description; organization yomi name
organization phonetic name; photo; initials; initialen; organization where
file as; nickname type; home page type; privat; private; soukromy; soukrome; telex; dalnopis
screen name; messenger name; location; umisteni; umisteni pracoviste; office location; buro
personal web page type; zobrazovane jmeno e mailu; firma yomi; yomi name company
name assistent; jmeno asistenta; jmeno spravce; name des der vorgesetzten; name des r vorgesetzten
partner ehepartner; internet free busy; home phone type
"""

_AGAIN = """
e mail display name; email display name; e mail angezeigter name; e mail zobrazene jmeno
e mail zobrazovane jmeno; zobrazovane jmeno e mailu; initials; initialen; inicialy; file as
name; full name; display name; anzeigename; zobrazene jmeno; zobrazovane jmeno; sort name
"""

_STATES = """
priority; priorita; prioritat; private; privat; soukromy; soukrome; sensitivity; utajeni
vertraulichkeit; gender; pohlavi; geschlecht; e mail type; e mail typ; typ e mailu; email type
"""


def _listed(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.replace("\n", ";").split(";")) - {""}


AGAIN = _listed(_AGAIN)
"""Columns (without their numbers) that mostly say again what others say."""

STATES = _listed(_STATES)
"""Columns in which a program writes the usual value of a field into each row."""

USUAL = _listed(
    "normal; normalni; false; nepravda; falsch; no; ne; nein; low; unspecified; nespecifikovano"
    "; nezadano; keine angabe; nicht angegeben; smtp; ex; 0; unknown; neuvedeno"
)
"""The usual values of such columns: they say nothing."""

EVERYBODY = frozenset({"mycontacts", "my contacts", "moje kontakty", "meine kontakte"})
"""What Google calls the group of all contacts."""

PRIVATE_NUMBERS = _listed(
    "government id number; rodne cislo; regierungsnr; sozialversicherungsnr; social security number"
    "; birth number; cislo op; cislo obcanskeho prukazu; personalausweisnummer"
)
"""Numbers of the state for its citizens: they are not imported unless somebody says so."""


def _read(text: str) -> dict[str, str]:
    words: dict[str, str] = {}
    target = ""
    for line in text.strip().splitlines():
        if not line.startswith(" "):
            target = line.rpartition(": ")[0]
        words |= {word.strip(): target for word in line.rpartition(": ")[2].split(";")}
    return words


TARGET_BY_NAME = _read(_BARE)
"""The target of a column by its folded name, without the words that say which one is meant."""

NOTED = _listed(_NOTED)
"""Columns that have no field, though their names look like others."""

NAMES = frozenset({"jmeno", "name", "jmena", "meno"})
"""A column that holds a given name, a family name or both: its neighbours decide."""

TITLE = "title"
"""A title before the name in Outlook, a post where there is no other column of posts."""
