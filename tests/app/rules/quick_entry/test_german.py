"""Said on Monday 23 November 2026 at 9:00."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.i18n import Language
from app.rules.quick_entry.entry import Relative
from app.rules.quick_entry.reading import read

NOW = datetime(2026, 11, 23, 9, 0)

PHRASES = [
    ("Frau Müller am Freitag anrufen", "Frau Müller anrufen", "2026-11-27"),
    ("Frau Müller morgen anrufen", "Frau Müller anrufen", "2026-11-24"),
    ("heute Brief schicken", "Brief schicken", "2026-11-23"),
    ("übermorgen Bericht abgeben", "Bericht abgeben", "2026-11-25"),
    ("bis morgen Unterlagen vorbereiten", "Unterlagen vorbereiten", "2026-11-24"),
    ("am Mittwoch um 10 Besprechung", "Besprechung", "2026-11-25T10:00"),
    ("bis Freitag Programm senden", "Programm senden", "2026-11-27"),
    ("bis zum Mittwoch Übersetzung prüfen", "Übersetzung prüfen", "2026-11-25"),
    ("spätestens am Donnerstag Gästeliste", "Gästeliste", "2026-11-26"),
    ("vor Freitag in der Botschaft anrufen", "in der Botschaft anrufen", "2026-11-26"),
    ("zum Samstag Dolmetscher bestellen", "Dolmetscher bestellen", "2026-11-28"),
    ("am Sonntag um 17:30 Gäste abholen", "Gäste abholen", "2026-11-29T17:30"),
    ("nächsten Freitag anrufen", "anrufen", "2026-12-04"),
    ("bis nächsten Montag Einladungen senden", "Einladungen senden", "2026-11-30"),
    ("nächste Woche am Dienstag Treffen", "Treffen", "2026-12-01"),
    ("am Dienstag nächster Woche Treffen", "Treffen", "2026-12-01"),
    ("übernächsten Mittwoch Beratung", "Beratung", "2026-12-09"),
    ("Einladungen nächste Woche senden", "Einladungen senden", "2026-11-30"),
    ("Reise nächsten Monat abrechnen", "Reise abrechnen", "2026-12-01"),
    ("am 15.12. anrufen", "anrufen", "2026-12-15"),
    ("am 15. 12. anrufen", "anrufen", "2026-12-15"),
    ("bis 15.1. antworten", "antworten", "2027-01-15"),
    ("bis zum 15.1. antworten", "antworten", "2027-01-15"),
    ("bis zum 30. November Bericht senden", "Bericht senden", "2026-11-30"),
    ("am 30. Januar 2027 Sitzung", "Sitzung", "2027-01-30"),
    ("am 5. März um 14 Uhr Sitzung", "Sitzung", "2027-03-05T14:00"),
    ("am 5. Mai Empfang", "Empfang", "2027-05-05"),
    ("am ersten Dezember zahlen", "zahlen", "2026-12-01"),
    ("bis zum 10. zahlen", "zahlen", "2026-12-10"),
    ("in einer Woche nachfragen", "nachfragen", "2026-11-30"),
    ("in 3 Tagen erinnern", "erinnern", "2026-11-26"),
    ("in zwei Wochen Fotos senden", "Fotos senden", "2026-12-07"),
    ("in einem Monat auswerten", "auswerten", "2026-12-23"),
    ("in 2 Stunden zurückrufen", "zurückrufen", "2026-11-23T11:00"),
    ("in einer halben Stunde Kaffee", "Kaffee", "2026-11-23T09:30"),
    ("in 5 Arbeitstagen nachhaken", "nachhaken", "2026-11-30"),
    ("innerhalb von 3 Tagen antworten", "antworten", "2026-11-26"),
    ("bis Ende der Woche aufräumen", "aufräumen", "2026-11-29"),
    ("bis Ende des Monats melden", "melden", "2026-11-30"),
    ("bis Monatsende melden", "melden", "2026-11-30"),
    ("bis Ende des Jahres verlängern", "verlängern", "2026-12-31"),
    ("Ende Januar anrufen", "anrufen", "2027-01-31"),
    ("Anfang Februar Plan vorbereiten", "Plan vorbereiten", "2027-02-01"),
    ("Mitte Dezember Grüße senden", "Grüße senden", "2026-12-15"),
    ("bis Ende des nächsten Monats liefern", "liefern", "2026-12-31"),
    ("in KW 49 Programm aufstellen", "Programm aufstellen", "2026-12-04"),
    ("heute um 9:30 Treffen", "Treffen", "2026-11-23T09:30"),
    ("morgen um zwei Treffen", "Treffen", "2026-11-24T14:00"),
    ("morgen um 2 Treffen", "Treffen", "2026-11-24T14:00"),
    ("morgen um 8 Uhr morgens Abfahrt", "Abfahrt", "2026-11-24T08:00"),
    ("morgen um 6 Uhr morgens Abfahrt", "Abfahrt", "2026-11-24T06:00"),
    ("morgen um 8 Uhr abends Empfang", "Empfang", "2026-11-24T20:00"),
    ("am Dienstag um halb drei Beratung", "Beratung", "2026-11-24T14:30"),
    ("am Dienstag um Viertel nach zwei Beratung", "Beratung", "2026-11-24T14:15"),
    ("am Dienstag um Viertel vor neun Beratung", "Beratung", "2026-11-24T08:45"),
    ("bis Mitternacht Meldung senden", "Meldung senden", "2026-11-23T23:59"),
    ("um 15.30 Uhr Beratung", "Beratung", "2026-11-23T15:30"),
    ("um 8 Uhr Beratung", "Beratung", "2026-11-24T08:00"),
    ("10:00–11:30 Museum morgen", "Museum", "2026-11-24T10:00"),
    ("von 9 bis 12 Uhr Schulung am Freitag", "Schulung", "2026-11-27T09:00"),
    ("Mi 14:00 Beratung", "Beratung", "2026-11-25T14:00"),
    ("abgeben bis Fr.", "abgeben", "2026-11-27"),
    ("Freitag, den 27. November Ausfahrt", "Ausfahrt", "2026-11-27"),
    ("Freitag: Landrat anrufen", "Landrat anrufen", "2026-11-27"),
    ("am Dienstag, 1. Dezember um 10 Empfang", "Empfang", "2026-12-01T10:00"),
    ("im Mai Jahresbericht vorbereiten", "Jahresbericht vorbereiten", "2027-05-31"),
    ("anrufen v pátek v 14 hodin", "anrufen", "2026-11-27T14:00"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "title", "due"), PHRASES)
def test_a_phrase(line: str, title: str, due: str) -> None:
    entry = read(line, NOW, Language.DE)
    assert (entry.title, entry.due) == (title, due)


SERIES = [
    ("jeden Freitag Beratung", "Beratung", "FREQ=WEEKLY;BYDAY=FR", "2026-11-27"),
    ("jeden Montag um 10 Beratung", "Beratung", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23T10:00"),
    ("jeden Dienstag und Donnerstag Post", "Post", "FREQ=WEEKLY;BYDAY=TU,TH", "2026-11-24"),
    ("jeden zweiten Mittwoch Treffen", "Treffen", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
     "2026-11-25"),
    ("alle zwei Wochen am Mittwoch Treffen", "Treffen", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
     "2026-11-25"),
    ("freitags Bericht", "Bericht", "FREQ=WEEKLY;BYDAY=FR", "2026-11-27"),
    ("jeden Tag Postfach prüfen", "Postfach prüfen", "FREQ=DAILY", "2026-11-23"),
    ("täglich um 16 Uhr Sicherung", "Sicherung", "FREQ=DAILY", "2026-11-23T16:00"),
    ("jeden Arbeitstag um 8:30 Druck", "Druck", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
     "2026-11-24T08:30"),
    ("alle zwei Wochen Bericht", "Bericht", "FREQ=WEEKLY;INTERVAL=2", "2026-11-23"),
    ("jeden ersten Montag im Monat Beratung", "Beratung", "FREQ=MONTHLY;BYDAY=1MO",
     "2026-12-07"),
    ("am letzten Freitag des Monats Abrechnung", "Abrechnung", "FREQ=MONTHLY;BYDAY=-1FR",
     "2026-11-27"),
    ("am letzten Arbeitstag des Monats Abrechnung", "Abrechnung",
     "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-30"),
    ("am 15. jedes Monats Bericht senden", "Bericht senden", "FREQ=MONTHLY;BYMONTHDAY=15",
     "2026-12-15"),
    ("monatlich Übersicht senden", "Übersicht senden", "FREQ=MONTHLY", "2026-11-23"),
    ("vierteljährlich melden", "melden", "FREQ=MONTHLY;INTERVAL=3", "2026-11-23"),
    ("jedes Jahr am 5.12. Grüße", "Grüße", "FREQ=YEARLY", "2026-12-05"),
    ("alle 3 Monate anrufen", "anrufen", "FREQ=MONTHLY;INTERVAL=3", "2026-11-23"),
    ("wöchentlich Übersicht", "Übersicht", "FREQ=WEEKLY", "2026-11-23"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "title", "rule", "due"), SERIES)
def test_a_series(line: str, title: str, rule: str, due: str) -> None:
    entry = read(line, NOW, Language.DE)
    assert (entry.title, entry.recurrence, entry.due) == (title, rule, due)


@pytest.mark.parametrize(
    ("line", "title", "relative"),
    [
        ("3 Tage vor dem Besuch Geschenke kaufen", "Geschenke kaufen",
         Relative("start", 3, "day", True)),
        ("eine Woche vor der Abreise Versicherung", "Versicherung",
         Relative("start", 1, "week", True)),
        ("10 Arbeitstage nach der Rückkehr Reisebericht", "Reisebericht",
         Relative("end", 10, "working", False)),
        ("zwei Monate vor Vertragsende verhandeln", "verhandeln",
         Relative("term", 2, "month", True)),
        ("eine Woche vor der Reise um 10 Uhr Beratung", "Beratung",
         Relative("start", 1, "week", True, "10:00")),
    ],
)  # fmt: skip
def test_a_deadline_beside_something_else(line: str, title: str, relative: Relative) -> None:
    entry = read(line, NOW, Language.DE)
    assert (entry.title, entry.relative, entry.due) == (title, relative, "")


TRAPS = [
    "Frau Freitag anrufen",
    "Herrn Sonntag schreiben",
    "Brief an Familie Montag",
    "Dr. Mai einladen",
    "Bericht seit Freitag offen",
    "nach Freitag fragen",
    "Guten Morgen Text schreiben",
    "so etwas klären",
    "do it yourself",
    "mi casa",
    "3 Pakete kaufen",
    "um 5 Prozent erhöhen",
    "um 5 Punkte kürzen",
    "um ein Treffen bitten",
    "Version 2.1 prüfen",
    "Punkt 3.1. ergänzen",
    "Art. 5. 3. prüfen",
    "Gesetz Nr. 106/1999",
    "Beschluss Nr. 12/5",
    "1.5 Mio. EUR zahlen",
    "Preis 12.50 EUR",
    "Strategie 2027",
    "Haushalt für das Jahr 2027",
    "Karte im Maßstab 1:50",
    "Ergebnis 2:10",
    "Monatsbericht schreiben",
    "Jahresplan prüfen",
    "Tagesordnung",
    "Wochenmarkt besuchen",
    "Augustusbrücke besichtigen",
    "Märzrevolution Text",
    "Bericht über die Sitzung",
    "Blick in die Woche",
    "1/2 Seite Text",
    "24/7 Betrieb",
    "IP 10.0.0.1",
    "Tel. 351 564 11",
    "Saal für 12 Personen",
    "im Haus anrufen",
    "Mitte des Landes beschreiben",
    "Ende der Geschichte",
    "Anfang der Rede",
    "den Landrat grüßen",
]


@pytest.mark.parametrize("line", TRAPS)
def test_a_line_without_a_day_stays_text(line: str) -> None:
    entry = read(line, NOW, Language.DE)
    assert (entry.title, entry.due, entry.recurrence, entry.relative) == (line, "", "", None)
