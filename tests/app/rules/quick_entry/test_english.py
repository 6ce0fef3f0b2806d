"""Said on Monday 23 November 2026 at 9:00."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.i18n import Language
from app.rules.quick_entry.entry import Relative
from app.rules.quick_entry.reading import read

NOW = datetime(2026, 11, 23, 9, 0)

PHRASES = [
    ("call the consulate on Friday at 2 pm", "call the consulate", "2026-11-27T14:00"),
    ("call Anna tomorrow", "call Anna", "2026-11-24"),
    ("send the letter today", "send the letter", "2026-11-23"),
    ("hand in the report the day after tomorrow", "hand in the report", "2026-11-25"),
    ("prepare the papers by tomorrow", "prepare the papers", "2026-11-24"),
    ("meeting on Wednesday at 10", "meeting", "2026-11-25T10:00"),
    ("send the programme by Friday", "send the programme", "2026-11-27"),
    ("call the embassy before Friday", "call the embassy", "2026-11-26"),
    ("book an interpreter for Saturday", "book an interpreter", "2026-11-28"),
    ("pick up the guests on Sunday at 17:30", "pick up the guests", "2026-11-29T17:30"),
    ("call next Friday", "call", "2026-12-04"),
    ("send invitations by next Monday", "send invitations", "2026-11-30"),
    ("meeting on Tuesday next week", "meeting", "2026-12-01"),
    ("meeting next week on Tuesday", "meeting", "2026-12-01"),
    ("send invitations next week", "send invitations", "2026-11-30"),
    ("settle the trip next month", "settle the trip", "2026-12-01"),
    ("this Friday send the list", "send the list", "2026-11-27"),
    ("call on 15 December", "call", "2026-12-15"),
    ("call on the 15th of December", "call", "2026-12-15"),
    ("call on December 15th", "call", "2026-12-15"),
    ("call on December 15, 2026", "call", "2026-12-15"),
    ("reply by 15/1", "reply", "2027-01-15"),
    ("reply by 15/01/2027", "reply", "2027-01-15"),
    ("reply by 15.1.2027", "reply", "2027-01-15"),
    ("reply by 2027-01-15", "reply", "2027-01-15"),
    ("send the report by 30 November", "send the report", "2026-11-30"),
    ("session on 5 March at 2 pm", "session", "2027-03-05T14:00"),
    ("session on 5 May", "session", "2027-05-05"),
    ("pay on the first of December", "pay", "2026-12-01"),
    ("pay by the 10th", "pay", "2026-12-10"),
    ("check the answer in a week", "check the answer", "2026-11-30"),
    ("remind in 3 days", "remind", "2026-11-26"),
    ("send photos in two weeks", "send photos", "2026-12-07"),
    ("send photos two weeks from today", "send photos", "2026-12-07"),
    ("evaluate in a month", "evaluate", "2026-12-23"),
    ("call back in 2 hours", "call back", "2026-11-23T11:00"),
    ("coffee in half an hour", "coffee", "2026-11-23T09:30"),
    ("follow up in 5 working days", "follow up", "2026-11-30"),
    ("answer within 3 days", "answer", "2026-11-26"),
    ("tidy up by the end of the week", "tidy up", "2026-11-29"),
    ("report by the end of the month", "report", "2026-11-30"),
    ("renew by the end of the year", "renew", "2026-12-31"),
    ("call at the end of January", "call", "2027-01-31"),
    ("prepare the plan at the beginning of February", "prepare the plan", "2027-02-01"),
    ("send greetings in the middle of December", "send greetings", "2026-12-15"),
    ("send greetings mid-December", "send greetings", "2026-12-15"),
    ("deliver by the end of next month", "deliver", "2026-12-31"),
    ("draft the programme in week 49", "draft the programme", "2026-12-04"),
    ("meeting today at 9:30", "meeting", "2026-11-23T09:30"),
    ("meeting tomorrow at two o'clock", "meeting", "2026-11-24T14:00"),
    ("meeting tomorrow at 2", "meeting", "2026-11-24T14:00"),
    ("leave tomorrow at 8 am", "leave", "2026-11-24T08:00"),
    ("leave tomorrow at 6 in the morning", "leave", "2026-11-24T06:00"),
    ("reception tomorrow at 8 in the evening", "reception", "2026-11-24T20:00"),
    ("reception tomorrow at 8:30pm", "reception", "2026-11-24T20:30"),
    ("meeting on Tuesday at half past two", "meeting", "2026-11-24T14:30"),
    ("meeting on Tuesday at a quarter past two", "meeting", "2026-11-24T14:15"),
    ("meeting on Tuesday at quarter to nine", "meeting", "2026-11-24T08:45"),
    ("lunch tomorrow at noon", "lunch", "2026-11-24T12:00"),
    ("send the notice by midnight", "send the notice", "2026-11-23T23:59"),
    ("meeting at 15:30", "meeting", "2026-11-23T15:30"),
    ("meeting at 8 am", "meeting", "2026-11-24T08:00"),
    ("museum tomorrow 10:00–11:30", "museum", "2026-11-24T10:00"),
    ("Wed 14:00 meeting", "meeting", "2026-11-25T14:00"),
    ("hand in by Fri.", "hand in", "2026-11-27"),
    ("Friday, 27 November departure", "departure", "2026-11-27"),
    ("Friday: call the governor", "call the governor", "2026-11-27"),
    ("meeting on Tuesday, 1 December at 10", "meeting", "2026-12-01T10:00"),
    ("annual report in May", "annual report", "2027-05-31"),
    ("call Jana am Freitag um 14 Uhr", "call Jana", "2026-11-27T14:00"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "title", "due"), PHRASES)
def test_a_phrase(line: str, title: str, due: str) -> None:
    entry = read(line, NOW, Language.EN)
    assert (entry.title, entry.due) == (title, due)


SERIES = [
    ("meeting every Friday", "meeting", "FREQ=WEEKLY;BYDAY=FR", "2026-11-27"),
    ("meeting every Monday at 10 am", "meeting", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23T10:00"),
    ("every Tuesday and Thursday check mail", "check mail", "FREQ=WEEKLY;BYDAY=TU,TH",
     "2026-11-24"),
    ("every other Wednesday meeting", "meeting", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "2026-11-25"),
    ("check the mailbox every day", "check the mailbox", "FREQ=DAILY", "2026-11-23"),
    ("daily backup at 4 pm", "backup", "FREQ=DAILY", "2026-11-23T16:00"),
    ("every working day at 8:30 print", "print", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
     "2026-11-24T08:30"),
    ("report every two weeks", "report", "FREQ=WEEKLY;INTERVAL=2", "2026-11-23"),
    ("report fortnightly", "report", "FREQ=WEEKLY;INTERVAL=2", "2026-11-23"),
    ("meeting on the first Monday of every month", "meeting", "FREQ=MONTHLY;BYDAY=1MO",
     "2026-12-07"),
    ("report on the last Friday of the month", "report", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27"),
    ("report on the last working day of the month", "report",
     "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-30"),
    ("send the report on the 15th of every month", "send the report",
     "FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15"),
    ("send the overview monthly", "send the overview", "FREQ=MONTHLY", "2026-11-23"),
    ("report quarterly", "report", "FREQ=MONTHLY;INTERVAL=3", "2026-11-23"),
    ("send greetings every year on 5 December", "send greetings", "FREQ=YEARLY", "2026-12-05"),
    ("call every 3 months", "call", "FREQ=MONTHLY;INTERVAL=3", "2026-11-23"),
    ("weekly overview", "overview", "FREQ=WEEKLY", "2026-11-23"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "title", "rule", "due"), SERIES)
def test_a_series(line: str, title: str, rule: str, due: str) -> None:
    entry = read(line, NOW, Language.EN)
    assert (entry.title, entry.recurrence, entry.due) == (title, rule, due)


@pytest.mark.parametrize(
    ("line", "title", "relative"),
    [
        ("buy gifts 3 days before the visit", "buy gifts", Relative("start", 3, "day", True)),
        ("insurance a week before departure", "insurance", Relative("start", 1, "week", True)),
        ("trip report within 10 working days of the return", "trip report",
         Relative("end", 10, "working", False)),
        ("say thanks the day after the visit", "say thanks", Relative("end", 1, "day", False)),
        ("negotiate two months before the end of the term", "negotiate",
         Relative("term", 2, "month", True)),
    ],
)  # fmt: skip
def test_a_deadline_beside_something_else(line: str, title: str, relative: Relative) -> None:
    entry = read(line, NOW, Language.EN)
    assert (entry.title, entry.relative, entry.due) == (title, relative, "")


TRAPS = [
    "Mr Friday is waiting",
    "call Ms Sunday",
    "Good Friday service",
    "Black Friday offer",
    "minutes since Friday",
    "Super Sunday",
    "they may come",
    "march with the guests",
    "the guests march 5 abreast",
    "sat with the consul",
    "sun hats for the guests",
    "wed the two texts",
    "mon ami",
    "fri food",
    "buy 3 parcels",
    "visit 5 regions",
    "meet at 5 locations",
    "raise by 5 percent",
    "check version 2.1",
    "add point 3.1.",
    "check art. 5. 3.",
    "act no. 106/1999",
    "resolution no. 12/5",
    "pay 1.5 million",
    "price 12.50 EUR",
    "strategy 2027",
    "budget for 2027",
    "map with scale 1:50",
    "score 2:10",
    "monthly-report.pdf",
    "day of the region",
    "week of culture",
    "second opinion on the text",
    "first draft",
    "last chapter",
    "1/2 page of text",
    "24/7 operation",
    "IP 10.0.0.1",
    "phone 475 657 111",
    "room for 12 people",
    "august guests",
    "the end of history",
    "next steps",
    "in a hurry",
]


@pytest.mark.parametrize("line", TRAPS)
def test_a_line_without_a_day_stays_text(line: str) -> None:
    entry = read(line, NOW, Language.EN)
    assert (entry.title, entry.due, entry.recurrence, entry.relative) == (line, "", "", None)
