"""Said on Monday 23 November 2026 at 9:00."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.i18n import Language
from app.rules.quick_entry.entry import Relative
from app.rules.quick_entry.reading import read

NOW = datetime(2026, 11, 23, 9, 0)

PHRASES = [
    ("zavolat zítra", "zavolat", "2026-11-24"),
    ("dnes poslat dopis", "poslat dopis", "2026-11-23"),
    ("pozítří odevzdat zprávu", "odevzdat zprávu", "2026-11-25"),
    ("do zítřka připravit podklady", "připravit podklady", "2026-11-24"),
    ("zavolat v pátek", "zavolat", "2026-11-27"),
    ("zavolat ve středu v 10", "zavolat", "2026-11-25T10:00"),
    ("do pátku dodat program", "dodat program", "2026-11-27"),
    ("do středy opravit překlad", "opravit překlad", "2026-11-25"),
    ("ke čtvrtku připravit seznam hostů", "připravit seznam hostů", "2026-11-26"),
    ("před pátkem zavolat na velvyslanectví", "zavolat na velvyslanectví", "2026-11-26"),
    ("na sobotu objednat tlumočníka", "objednat tlumočníka", "2026-11-28"),
    ("v neděli vyzvednout hosty v 17:30", "vyzvednout hosty", "2026-11-29T17:30"),
    ("zavolat příští pátek", "zavolat", "2026-12-04"),
    ("do příštího pondělí poslat pozvánky", "poslat pozvánky", "2026-11-30"),
    ("příští týden v úterý schůzka", "schůzka", "2026-12-01"),
    ("přespříští středu porada", "porada", "2026-12-09"),
    ("poslat pozvánky příští týden", "poslat pozvánky", "2026-11-30"),
    ("vyúčtovat cestu příští měsíc", "vyúčtovat cestu", "2026-12-01"),
    ("zavolat 15. 12.", "zavolat", "2026-12-15"),
    ("zavolat 15.12.", "zavolat", "2026-12-15"),
    ("zavolat do 15.1.", "zavolat", "2027-01-15"),
    ("zavolat do 15.1", "zavolat", "2027-01-15"),
    ("do 30. listopadu poslat zprávu", "poslat zprávu", "2026-11-30"),
    ("30. ledna 2027 zasedání výboru", "zasedání výboru", "2027-01-30"),
    ("zasedání 5. března ve 14 hodin", "zasedání", "2027-03-05T14:00"),
    ("prvního prosince zaplatit příspěvek", "zaplatit příspěvek", "2026-12-01"),
    ("zaplatit do 10.", "zaplatit", "2026-12-10"),
    ("dne 2027-02-03 v 8:15 odlet", "odlet", "2027-02-03T08:15"),
    ("za týden zkontrolovat odpověď", "zkontrolovat odpověď", "2026-11-30"),
    ("za 3 dny připomenout", "připomenout", "2026-11-26"),
    ("za dva týdny poslat fotografie", "poslat fotografie", "2026-12-07"),
    ("za měsíc vyhodnotit", "vyhodnotit", "2026-12-23"),
    ("za 2 hodiny zavolat zpět", "zavolat zpět", "2026-11-23T11:00"),
    ("za půl hodiny kafe s konzulem", "kafe s konzulem", "2026-11-23T09:30"),
    ("za 5 pracovních dnů urgovat", "urgovat", "2026-11-30"),
    ("do 3 dnů odpovědět", "odpovědět", "2026-11-26"),
    ("do týdne odpovědět Drážďanům", "odpovědět Drážďanům", "2026-11-30"),
    ("do konce týdne uklidit archiv", "uklidit archiv", "2026-11-29"),
    ("do konce měsíce vykázat", "vykázat", "2026-11-30"),
    ("do konce roku obnovit smlouvu", "obnovit smlouvu", "2026-12-31"),
    ("koncem ledna zavolat", "zavolat", "2027-01-31"),
    ("začátkem února připravit plán", "připravit plán", "2027-02-01"),
    ("v polovině prosince poslat přání", "poslat přání", "2026-12-15"),
    ("do konce příštího měsíce dodat", "dodat", "2026-12-31"),
    ("ve 49. týdnu sestavit program", "sestavit program", "2026-12-04"),
    ("schůzka dnes v 9:30", "schůzka", "2026-11-23T09:30"),
    ("schůzka zítra ve dvě", "schůzka", "2026-11-24T14:00"),
    ("schůzka zítra ve 2", "schůzka", "2026-11-24T14:00"),
    ("zítra v 6 hodin odjezd", "odjezd", "2026-11-24T18:00"),
    ("zítra v 7 hodin odjezd", "odjezd", "2026-11-24T07:00"),
    ("zítra v 8 ráno odjezd", "odjezd", "2026-11-24T08:00"),
    ("zítra v 6 ráno odjezd", "odjezd", "2026-11-24T06:00"),
    ("zítra v 8 večer recepce", "recepce", "2026-11-24T20:00"),
    ("v úterý o půl třetí porada", "porada", "2026-11-24T14:30"),
    ("v úterý ve čtvrt na tři porada", "porada", "2026-11-24T14:15"),
    ("v úterý ve tři čtvrtě na devět porada", "porada", "2026-11-24T08:45"),
    ("zítra v poledne oběd", "oběd", "2026-11-24T12:00"),
    ("do půlnoci odeslat hlášení", "odeslat hlášení", "2026-11-23T23:59"),
    ("v 15.30 porada", "porada", "2026-11-23T15:30"),
    ("v 8 hod. porada", "porada", "2026-11-24T08:00"),
    ("10:00–11:30 prohlídka muzea zítra", "prohlídka muzea", "2026-11-24T10:00"),
    ("od 9 do 12 hodin školení v pátek", "školení", "2026-11-27T09:00"),
    ("po 30. 11. odevzdat", "odevzdat", "2026-11-30"),
    ("st 14:00 porada", "porada", "2026-11-25T14:00"),
    ("odevzdat do pá.", "odevzdat", "2026-11-27"),
    ("pátek 27. 11. výjezd", "výjezd", "2026-11-27"),
    ("v úterý 1. prosince v 10 přijetí", "přijetí", "2026-12-01T10:00"),
    ("Pátek: zavolat hejtmanovi", "zavolat hejtmanovi", "2026-11-27"),
    ("nejpozději do 15. 12. 2026 zaslat", "zaslat", "2026-12-15"),
    ("zaslat podklady k návštěvě 12. 12. do pátku", "zaslat podklady k návštěvě 12. 12.",
     "2026-11-27"),
    ("v květnu připravit výroční zprávu", "připravit výroční zprávu", "2027-05-31"),
    ("zavolat Freitag um 14 Uhr", "zavolat", "2026-11-27T14:00"),
    ("call Jana v pátek at 2 pm", "call Jana", "2026-11-27T14:00"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "title", "due"), PHRASES)
def test_a_phrase(line: str, title: str, due: str) -> None:
    entry = read(line, NOW, Language.CS)
    assert (entry.title, entry.due) == (title, due)


SERIES = [
    ("porada každý pátek", "porada", "FREQ=WEEKLY;BYDAY=FR", "2026-11-27"),
    ("každé pondělí v 10 porada", "porada", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23T10:00"),
    ("každé pondělí v 8 porada", "porada", "FREQ=WEEKLY;BYDAY=MO", "2026-11-30T08:00"),
    ("každé úterý a čtvrtek kontrola pošty", "kontrola pošty", "FREQ=WEEKLY;BYDAY=TU,TH",
     "2026-11-24"),
    ("každou druhou středu schůzka", "schůzka", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "2026-11-25"),
    ("každý den zkontrolovat schránku", "zkontrolovat schránku", "FREQ=DAILY", "2026-11-23"),
    ("denně v 16 hodin záloha", "záloha", "FREQ=DAILY", "2026-11-23T16:00"),
    ("každý pracovní den v 8:30 tisk", "tisk", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
     "2026-11-24T08:30"),
    ("každé dva týdny zpráva", "zpráva", "FREQ=WEEKLY;INTERVAL=2", "2026-11-23"),
    ("každý první pondělek v měsíci porada", None, "", ""),
    ("každé první pondělí v měsíci porada", "porada", "FREQ=MONTHLY;BYDAY=1MO", "2026-12-07"),
    ("poslední pátek v měsíci výkaz", "výkaz", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27"),
    ("poslední pracovní den v měsíci výkaz", "výkaz",
     "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-30"),
    ("každý měsíc 15. poslat výkaz", "poslat výkaz", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15"),
    ("každého 1. zaplatit nájem", "zaplatit nájem", "FREQ=MONTHLY;BYMONTHDAY=1", "2026-12-01"),
    ("měsíčně poslat přehled", "poslat přehled", "FREQ=MONTHLY", "2026-11-23"),
    ("čtvrtletně vykázat plnění", "vykázat plnění", "FREQ=MONTHLY;INTERVAL=3", "2026-11-23"),
    ("každý rok 5. 12. poslat přání", "poslat přání", "FREQ=YEARLY", "2026-12-05"),
    ("jednou za 3 měsíce zavolat", "zavolat", "FREQ=MONTHLY;INTERVAL=3", "2026-11-23"),
    ("poslední den v měsíci uzávěrka", "uzávěrka", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30"),
    ("týdně přehled", "přehled", "FREQ=WEEKLY", "2026-11-23"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "title", "rule", "due"), SERIES)
def test_a_series(line: str, title: str | None, rule: str, due: str) -> None:
    entry = read(line, NOW, Language.CS)
    if title is None:
        assert not entry.recurrence
    else:
        assert (entry.title, entry.recurrence, entry.due) == (title, rule, due)


@pytest.mark.parametrize(
    ("line", "title", "relative"),
    [
        ("3 dny před návštěvou koupit dary", "koupit dary", Relative("start", 3, "day", True)),
        ("týden před odjezdem pojištění", "pojištění", Relative("start", 1, "week", True)),
        (
            "do 10 pracovních dnů po návratu zpráva z cesty",
            "zpráva z cesty",
            Relative("end", 10, "working", False),
        ),
        ("den po návštěvě poděkovat", "poděkovat", Relative("end", 1, "day", False)),
        (
            "dva měsíce před koncem platnosti jednat o prodloužení",
            "jednat o prodloužení",
            Relative("term", 2, "month", True),
        ),
        (
            "týden před cestou v 10 hodin porada",
            "porada",
            Relative("start", 1, "week", True, "10:00"),
        ),
    ],
)
def test_a_deadline_beside_something_else(line: str, title: str, relative: Relative) -> None:
    entry = read(line, NOW, Language.CS)
    assert (entry.title, entry.relative, entry.due) == (title, relative, "")


TRAPS = [
    "zavolat paní Sobotové",
    "předat vzkaz panu Pátkovi",
    "schůzka s panem Sobota",
    "dopis pro Václava Sobotu",
    "zápis z pátku",
    "jít do práce",
    "odpovědět po obědě",
    "poslat to po Novákovi",
    "tak so stane",
    "koupit 3 balíčky",
    "navštívit 5 krajů",
    "v 5 krajích ověřit zájem",
    "opravit verze 2.1",
    "doplnit bod 3.1. zápisu",
    "zkontrolovat čl. 5. 3. dohody",
    "žádost podle zákona č. 106/1999 Sb.",
    "usnesení č. 12/5 rady kraje",
    "zaplatit 1.5 mil. Kč",
    "cena 12.50 Kč",
    "strategie 2027",
    "rozpočet na rok 2027",
    "mapa v měřítku 1:50",
    "výsledek 2:10",
    "doručit na ulici 17. listopadu 15",
    "sraz na náměstí 28. října",
    "přečíst noviny z minulého týdne",
    "ticho po pěšině",
    "velký pátek",
    "nákup na black friday",
    "kniha Říjen",
    "zpráva za listopad",
    "ověřit verzi 24.11",
    "poměr 3:10",
    "stůl pro 12 osob",
    "sál 14.00.1",
    "ptát se pro jistotu",
    "pro starostu připravit mapu",
    "mi pošli zprávu",
    "so far so good",
    "di Caprio",
    "1/2 stránky textu",
    "provoz 24/7",
    "IP 10.0.0.1",
    "tel. 475 657 111",
    "dort k narozeninám",
    "setkání hejtmanů",
]


@pytest.mark.parametrize("line", TRAPS)
def test_a_line_without_a_day_stays_text(line: str) -> None:
    entry = read(line, NOW, Language.CS)
    assert (entry.title, entry.due, entry.recurrence, entry.relative) == (line, "", "", None)
