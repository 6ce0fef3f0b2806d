"""The header rows that address books write, as their programs have them in three languages.

Outlook's from its own import (its wizard writes the same words), Thunderbird's from its
translations, Google's, Outlook.com's and Samsung's from files that people published. Apple and
Seznam export vCards; for tables made of those there are the words of their own forms.
"""

from __future__ import annotations

_OUTLOOK = {
    "outlook-en": """
Title;First Name;Middle Name;Last Name;Suffix;Company;Department;Job Title;Business Street
Business Street 2;Business Street 3;Business City;Business State;Business Postal Code
Business Country/Region;Home Street;Home Street 2;Home Street 3;Home City;Home State
Home Postal Code;Home Country/Region;Other Street;Other Street 2;Other Street 3;Other City
Other State;Other Postal Code;Other Country/Region;Assistant's Phone;Business Fax;Business Phone
Business Phone 2;Callback;Car Phone;Company Main Phone;Home Fax;Home Phone;Home Phone 2;ISDN
Mobile Phone;Other Fax;Other Phone;Pager;Primary Phone;Radio Phone;TTY/TDD Phone;Telex;Account
Anniversary;Assistant's Name;Billing Information;Birthday;Business Address PO Box;Categories
Children;Directory Server;E-mail Address;E-mail Type;E-mail Display Name;E-mail 2 Address
E-mail 2 Type;E-mail 2 Display Name;E-mail 3 Address;E-mail 3 Type;E-mail 3 Display Name;Gender
Government ID Number;Hobby;Home Address PO Box;Initials;Internet Free Busy;Keywords;Language
Location;Manager's Name;Mileage;Notes;Office Location;Organizational ID Number
Other Address PO Box;Priority;Private;Profession;Referred By;Sensitivity;Spouse;User 1;User 2
User 3;User 4;Web Page
""",
    "outlook-cs": """
Titul;Jméno;2. křestní jméno;Příjmení;Za příjmením;Společnost;Oddělení;Funkce;Ulice (zam.)
Ulice 2 (zam.);Ulice 3 (zam.);Město (zam.);Země (zam.);PSČ (zam.);Země (zaměstnání);Ulice (dom.)
Ulice 2 (dom.);Ulice 3 (dom.);Město (dom.);Země (dom.);PSČ (dom.);Země (domů);Jiná ulice
Jiná ulice 2;Jiná ulice 3;Jiné město;Jiný okres;Jiné PSČ;Jiná země;Telefon asistenta;Fax (zam.)
Telefon (zam.);Telefon 2 (zam.);Zpětné volání;Telefon do auta;Telefon společnosti;Fax domů
Telefon domů;Telefon 2 domů;ISDN;Mobilní telefon;Jiný fax;Jiný telefon;Operátor;Primární telefon
Radiotelefon;Pro neslyšící;Dálnopis;Účet;Výročí;Jméno asistenta;Fakturační údaje;Narozeniny
Poštovní přihrádka zaměstnání;Kategorie;Děti;E-mailová adresa;Typ e-mailu
Zobrazované jméno e-mailu;E-mailová adresa 2;Typ e-mailu 2;Zobrazované jméno e-mailu 2
E-mailová adresa 3;Typ e-mailu 3;Zobrazované jméno e-mailu 3;Pohlaví;Rodné číslo;Záliby
Poštovní přihrádka domů;Iniciály;Informace o volném čase v síti Internet;Umístění;Jméno správce
Vzdálenost;Poznámky;Umístění pracoviště;Jiná poštovní přihrádka;Priorita;Profese;Utajení
Manžel/manželka;Uživatel 1;Uživatel 2;Uživatel 3;Uživatel 4;Webová stránka
""",
    "outlook-de": """
Anrede;Vorname;Weitere Vornamen;Nachname;Suffix;Firma;Abteilung;Position;Straße geschäftlich
Straße geschäftlich 2;Straße geschäftlich 3;Ort geschäftlich;Region geschäftlich
Postleitzahl geschäftlich;Land/Region geschäftlich;Straße privat;Straße privat 2
Straße privat 3;Ort privat;Bundesland/Kanton privat;Postleitzahl privat;Land/Region privat
Weitere Straße;Weitere Straße 2;Weitere Straße 3;Weiterer Ort;Weiteres/r Bundesland/Kanton
Weitere Postleitzahl;Weiteres/e Land/Region;Telefon Assistent;Fax geschäftlich
Telefon geschäftlich;Telefon geschäftlich 2;Rückmeldung;Autotelefon;Telefon Firma;Fax privat
Telefon (privat);Telefon (privat 2);ISDN;Mobiltelefon;Weiteres Fax;Weiteres Telefon;Pager
Haupttelefon;Mobiltelefon 2;Telefon für Hörbehinderte;Telex;Abrechnungsinformation
Assistent(in);Benutzer 1;Benutzer 2;Benutzer 3;Benutzer 4;Beruf;Büro;E-Mail-Adresse;E-Mail-Typ
E-Mail: Angezeigter Name;E-Mail 2: Adresse;E-Mail 2: Typ;E-Mail 2: Angezeigter Name
E-Mail 3: Adresse;E-Mail 3: Typ;E-Mail 3: Angezeigter Name;Empfohlen von;Geburtstag;Geschlecht
Hobby;Initialen;Internet-Frei/Gebucht;Jahrestag;Kategorien;Kinder;Konto
Name des/r Vorgesetzten;Notizen;Organisationsnr.;Ort;Partner;Postfach geschäftlich
Postfach privat;Priorität;Privat;Reisekilometer;Sozialversicherungsnr.;Sprache;Stichwörter
Vertraulichkeit;Verzeichnisserver;Webseite;Weiteres Postfach
""",
    "outlook.com": """
First Name;Middle Name;Last Name;Title;Suffix;Nickname;Given Yomi;Surname Yomi;E-mail Address
E-mail 2 Address;E-mail 3 Address;Home Phone;Home Phone 2;Business Phone;Business Phone 2
Mobile Phone;Car Phone;Other Phone;Primary Phone;Pager;Business Fax;Home Fax;Other Fax
Company Main Phone;Callback;Radio Phone;Telex;TTY/TDD Phone;IMAddress;Job Title;Department
Company;Office Location;Manager's Name;Assistant's Name;Assistant's Phone;Company Yomi
Business Street;Business City;Business State;Business Postal Code;Business Country/Region
Home Street;Home City;Home State;Home Postal Code;Home Country/Region;Other Street;Other City
Other State;Other Postal Code;Other Country/Region;Personal Web Page;Spouse;Schools;Hobby
Location;Web Page;Birthday;Anniversary;Notes
""",
}
_THUNDERBIRD = {
    "thunderbird-en": """
First Name;Last Name;Display Name;Nickname;Primary Email;Secondary Email;Screen Name;Work Phone
Home Phone;Fax Number;Pager Number;Mobile Number;Home Address;Home Address 2;Home City;Home State
Home ZipCode;Home Country;Work Address;Work Address 2;Work City;Work State;Work ZipCode
Work Country;Job Title;Department;Organization;Web Page 1;Web Page 2;Birth Year;Birth Month
Birth Day;Custom 1;Custom 2;Custom 3;Custom 4;Notes
""",
    "thunderbird-uk": """
First Name;Last Name;Display Name;Nickname;Primary Email;Secondary Email;Screen Name;Work Phone
Home Phone;Fax Number;Pager Number;Mobile Number;Home Address;Home Address 2;Home City
Home County;Home Post Code;Home Country;Work Address;Work Address 2;Work City;Work County
Work Post Code;Work Country;Job Title;Department;Organisation;Web Page 1;Web Page 2;Birth Year
Birth Month;Birth Day;Custom 1;Custom 2;Custom 3;Custom 4;Notes
""",
    "thunderbird-cs": """
Křestní jméno;Příjmení;Zobrazené jméno;Přezdívka;První e-mail;Druhý e-mail;Zobrazené jméno
Telefon do zaměstnání;Telefon domů;Faxové číslo;Číslo na pager;Číslo na mobil;Adresa domů
Adresa domů 2;Město;Kraj;PSČ;Země;Adresa do zaměstnání;Adresa do zaměstnání 2;Město;Kraj;PSČ
Země;Pozice;Oddělení;Společnost;Webová stránka 1;webová stránka 2;Rok narození;Měsíc narození
Den narození;Vlastní 1;Vlastní 2;Vlastní 3;Vlastní 4;Poznámky
""",
    "thunderbird-de": """
Vorname;Nachname;Anzeigename;Spitzname;Primäre E-Mail-Adresse;Sekundäre E-Mail-Adresse
Messenger-Name;Tel. dienstlich;Tel. privat;Fax-Nummer;Pager-Nummer;Mobil-Tel.-Nr.
Privat: Adresse;Privat: Adresse 2;Privat: Ort;Privat: Bundesland;Privat: PLZ;Privat: Land
Dienstlich: Adresse;Dienstlich: Adresse 2;Dienstlich: Ort;Dienstlich: Bundesland
Dienstlich: PLZ;Dienstlich: Land;Arbeitstitel;Abteilung;Organisation;Webseite 1;Webseite 2
Geburtsjahr;Geburtsmonat;Geburtstag;Benutzerdef. 1;Benutzerdef. 2;Benutzerdef. 3
Benutzerdef. 4;Notizen
""",
}
_GOOGLE = {
    "google-old": """
Name;Given Name;Additional Name;Family Name;Yomi Name;Given Name Yomi;Additional Name Yomi
Family Name Yomi;Name Prefix;Name Suffix;Initials;Nickname;Short Name;Maiden Name;Birthday;Gender
Location;Billing Information;Directory Server;Mileage;Occupation;Hobby;Sensitivity;Priority
Subject;Notes;Language;Photo;Group Membership;E-mail 1 - Type;E-mail 1 - Value;E-mail 2 - Type
E-mail 2 - Value;IM 1 - Type;IM 1 - Service;IM 1 - Value;Phone 1 - Type;Phone 1 - Value
Phone 2 - Type;Phone 2 - Value;Address 1 - Type;Address 1 - Formatted;Address 1 - Street
Address 1 - City;Address 1 - PO Box;Address 1 - Region;Address 1 - Postal Code
Address 1 - Country;Address 1 - Extended Address;Address 2 - Type;Address 2 - Formatted
Address 2 - Street;Address 2 - City;Address 2 - PO Box;Address 2 - Region
Address 2 - Postal Code;Address 2 - Country;Address 2 - Extended Address;Address 3 - Type
Address 3 - Street;Address 3 - City;Organization 1 - Type;Organization 1 - Name
Organization 1 - Yomi Name;Organization 1 - Title;Organization 1 - Department
Organization 1 - Symbol;Organization 1 - Location;Organization 1 - Job Description
Organization 2 - Type;Organization 2 - Name;Organization 2 - Title;Organization 2 - Department
Organization 3 - Name;Organization 3 - Title;Relation 1 - Type;Relation 1 - Value
Relation 2 - Type;Relation 2 - Value;Website 1 - Type;Website 1 - Value;Event 1 - Type
Event 1 - Value;Custom Field 1 - Type;Custom Field 1 - Value
""",
    "google-new": """
First Name;Middle Name;Last Name;Phonetic First Name;Phonetic Middle Name;Phonetic Last Name
Name Prefix;Name Suffix;Nickname;File As;Organization Name;Organization Title
Organization Department;Birthday;Notes;Photo;Labels;E-mail 1 - Label;E-mail 1 - Value
E-mail 2 - Label;E-mail 2 - Value;Phone 1 - Label;Phone 1 - Value;Phone 2 - Label
Phone 2 - Value;Address 1 - Label;Address 1 - Formatted;Address 1 - Street;Address 1 - City
Address 1 - PO Box;Address 1 - Region;Address 1 - Postal Code;Address 1 - Country
Address 1 - Extended Address;Relation 1 - Label;Relation 1 - Value;Website 1 - Label
Website 1 - Value;Website 2 - Label;Website 2 - Value;Event 1 - Label;Event 1 - Value
Event 2 - Label;Event 2 - Value;Custom Field 1 - Label;Custom Field 1 - Value
""",
    "samsung": """
First Name;Last Name;Display Name;Nickname;E-mail Address;E-mail 2 Address;E-mail 3 Address
Home Phone;Business Phone;Home Fax;Business Fax;Pager;Mobile Phone;Home Street;Home Address 2
Home City;Home State;Home Postal Code;Home Country;Business Address;Business Address 2
Business City;Business State;Business Postal Code;Business Country;Country Code;Related name
Job Title;Department;Organization;Notes;Birthday;Anniversary;Gender;Web Page;Web Page 2
Categories
""",
}
_APPLE_AND_SEZNAM = {
    "apple-en": """
First name;Last name;Prefix;Middle;Phonetic first;Phonetic last;Suffix;Nickname;Maiden name
Job title;Department;Company;phone work;phone home;iPhone;phone mobile;phone main;phone home fax
phone work fax;phone pager;email home;email work;email other;URL;address home;address work;birthday
anniversary;related name;note
""",
    "apple-cs": """
Jméno;Příjmení;Oslovení;Druhé jméno;Přípona;Přezdívka;Rodné příjmení;Pracovní funkce;Oddělení
Firma;telefon práce;telefon domů;mobil;iPhone;fax domů;fax práce;pager;e-mail domů;e-mail práce
domovská stránka;adresa domů;adresa práce;narozeniny;výročí;příbuzný;poznámka
""",
    "apple-de": """
Vorname;Nachname;Präfix;Zweiter Vorname;Suffix;Spitzname;Geburtsname;Position;Abteilung;Firma
Telefon Arbeit;Telefon privat;Mobil;iPhone;Fax privat;Fax Arbeit;Pager;E-Mail privat
E-Mail Arbeit;Homepage;Adresse privat;Adresse Arbeit;Geburtstag;Jahrestag;Verwandter;Notiz
""",
    "seznam-cs": """
Jméno;Příjmení;Přezdívka;E-mail;Další e-mail;Telefon;Mobil;Firma;Pozice;Ulice;Město;PSČ;Stát
Web;ICQ;Skype;Datum narození;Poznámka;Skupiny
""",
}


def _read(text: str) -> list[str]:
    return text.strip().replace("\n", ";").split(";")


HEADERS = {
    name: _read(text)
    for name, text in (_OUTLOOK | _THUNDERBIRD | _GOOGLE | _APPLE_AND_SEZNAM).items()
}
