"""English in the quick entry: “on Friday at 2 pm”, “by the end of October”, “every other week”."""

from __future__ import annotations

from app.rules.quick_entry.words import Grammar, forms, says, units, words

_TO = r"(?:(?:by|on|until|till|before the|from|for) )?(?:the )?"
_AMPM = r"(?: ?(?P<part>a\.m\.|p\.m\.|am|pm))"
_PART = (
    r"(?P<part>in the morning|in the afternoon|in the evening|at night|this morning|"
    r"this afternoon|this evening)"
)
_AT = r"(?:at|by|from|until|till|around|after)"
_TH = r"(?:st|nd|rd|th)"

GRAMMAR = Grammar(
    code="en",
    weekdays=forms(
        _0="monday", _1="tuesday", _2="wednesday", _3="thursday", _4="friday", _5="saturday",
        _6="sunday",
    ),
    short_weekdays=forms(
        _0="mon", _1="tue tues", _2="wed", _3="thu thur thurs", _4="fri", _5="sat", _6="sun"
    ),
    months=forms(
        _1="january jan. jan", _2="february feb. feb", _3="march mar. mar", _4="april apr. apr",
        _5="may", _6="june jun. jun", _7="july jul. jul", _8="august aug. aug",
        _9="september sept. sept sep. sep", _10="october oct. oct", _11="november nov. nov",
        _12="december dec. dec",
    ),
    numbers=forms(
        _1="a an one", _2="two", _3="three", _4="four", _5="five", _6="six", _7="seven",
        _8="eight", _9="nine", _10="ten", _12="twelve", _14="fourteen", _15="fifteen",
        _20="twenty", _30="thirty",
    ),
    ordinals=forms(_1="first 1st", _2="second 2nd", _3="third 3rd", _4="fourth 4th", _5="fifth")
    | {"last": -1},
    units=units(
        day="day days", week="week weeks", month="month months", year="year years",
        quarter="quarter quarters", hour="hour hours", minute="minute minutes",
        fortnight="fortnight fortnights",
    ),
    hours=forms(
        _1="one", _2="two", _3="three", _4="four", _5="five", _6="six", _7="seven", _8="eight",
        _9="nine", _10="ten", _11="eleven", _12="twelve",
    ),
    anchors=units(
        visit="visit trip journey delegation event mission meeting",
        start="departure arrival reception start_of_the_visit start_of_the_trip "
        "beginning_of_the_visit",
        end="return end_of_the_visit end_of_the_trip end_of_the_journey",
        term="end_of_the_term end_of_the_agreement end_of_the_contract expiry",
        notice="notice_period end_of_the_notice_period notice_day notice",
        signing="signing signature",
    ),
    more={
        "and": r"(?:and|or|&)(?= )",
        "on": r"on",
        "monthly": r"(?:(?:every|each) month|every <number> months)",
        "to": _TO,
        "part": _PART,
        "the": r"(?:the |our |his |her |their )?",
        "working": r"(?:(?P<working>working|business|office) )?",
        "days": r"(?P<unit>days|day|weeks|week|months|month|years|year|hours|hour|minutes|minute|"
        r"fortnights|fortnight)",
    },
    names_before=words(
        "mr mr. mrs mrs. ms ms. dr dr. miss good black holy palm easter ash super last past",
        "since robinson casual girl joe man cyber bloody maundy shrove whit",
    ),
    numbers_before=words(
        "no. no number nr. section sec. article art. art paragraph para version v. chapter",
        "annex resolution act page p. item point ratio scale score room tel. tel phone table",
        "floor figure gate platform suite",
    ),
    phrases=tuple(
        says("in_days:0", r"(?:(?:by|for|later) )?today", r"(?:by )?tonight", r"this (?:morning|"
             r"afternoon|evening)")
        + says("in_days:1", r"(?:(?:by|for|until|from) )?(?:tomorrow|tmrw)")
        + says("in_days:2", r"(?:by |on )?(?:the )?day after tomorrow")
        + says(
            "in_units",
            r"(?:in|within) <number> <working><days>",
            r"<number> <working><days> from (?:today|now)",
            r"(?:in|within) the next <number> <working><days>",
        )
        + says("in_half_hour", r"in half an hour", r"in (?:a )?half hour")
        + says("in_half_year", r"in half a year")
        + says("weekday", r"(?:(?:on|by|until|till|this|by this|for|from|before the|no later than|"
               r"coming|this coming) )?<weekday>")
        + says("day_before_weekday", r"before <weekday>")
        + says(
            "weekday_next",
            r"(?:(?:on|by|until|for) )?next <weekday>",
            r"(?:on )?<weekday> next week",
            r"next week(?: on)? <weekday>",
        )
        + says("weekday_week", r"(?:on )?<weekday> week", r"a week on <weekday>")
        + says("next:week", r"(?:by |during )?next week")
        + says("next:month", r"(?:by |during |in )?next month")
        + says("next:year", r"(?:by |during )?next year")
        + says(
            "day_month",
            rf"{_TO}<day>{_TH}?(?: of)? <month>(?:,? <year>)?",
            rf"{_TO}<month> <day>(?:{_TH})?(?:,? <year>)?(?![:.]\d|\d)",
            rf"{_TO}(?P<ordinal>first)(?: of)? <month>(?:,? <year>)?",
        )
        + says("day_of_month", rf"(?:by|on|until|from) the <day>{_TH}(?! of)")
        + says(
            "end_of",
            r"(?:(?:by|at|before|until|till|towards) )?(?:the )?end of (?:the |this )?"
            r"(?P<unit>week|month|year|quarter)(?: <year>)?",
            r"(?:(?:by|at|before|until|till|towards) )?(?:the )?end of <month>(?: <year>)?",
        )
        + says(
            "end_of_next",
            r"(?:(?:by|at|before|until) )?(?:the )?end of next (?P<unit>week|month|year|quarter)",
        )
        + says("begin_of", r"(?:(?:by|at|in|from) )?(?:the )?(?:beginning|start) of <month>"
               r"(?: <year>)?", r"(?:in |by )?early <month>(?: <year>)?")
        + says("middle_of", r"(?:(?:by|in) )?(?:the )?(?:middle of|mid|mid-) ?<month>(?: <year>)?")
        + says("in_month", r"(?:in|by|during) <month>(?: <year>)?", needs="capital")
        + says("week", r"(?:in |by )?week (?P<number>\d{1,2})(?:(?: of)? <year>)?")
        + says(
            "clock",
            rf"(?:{_AT} )?(?P<h>\d{{1,2}})(?:[:.](?P<m>\d\d))?{_AMPM}",
            rf"{_AT} (?P<h>\d{{1,2}})[:.](?P<m>\d\d)(?![.]? ?\d)(?: {_PART})?",
            rf"(?:{_AT} )?(?P<h>\d{{1,2}})(?: ?o'clock)(?: {_PART})?",
            rf"{_AT} (?P<h>\d{{1,2}}) {_PART}",
            rf"(?:{_AT} )?<hour> o'clock(?: {_PART})?",
            rf"{_AT} <hour>(?: {_PART})",
            rf"(?:{_AT} )?<hour>{_AMPM}",
        )
        + says("clock", r"(?:at|by) (?P<h>\d{1,2})(?![\d.:,/%])", r"at <hour>", needs="end")
        + says("half_past", rf"(?:{_AT} )?half past <hour>(?: {_PART})?")
        + says("quarter_past", rf"(?:{_AT} )?(?:a )?quarter past <hour>(?: {_PART})?")
        + says("quarter_to", rf"(?:{_AT} )?(?:a )?quarter to <hour>(?: {_PART})?")
        + says("noon", r"(?:at|by|before|until) (?:noon|midday)")
        + says("midnight", r"(?:at|by|before|until) midnight")
        + says("every_weekdays", r"(?:every|each) <weekdays>",
               r"(?:every|each) week on <weekdays>")
        + says("every_weekdays", r"(?:on )?(?P<weekdays>mondays|tuesdays|wednesdays|thursdays|"
               r"fridays|saturdays|sundays)")
        + says("every_other_weekday", r"every (?:other|second) <weekday>",
               r"every (?:two|2) weeks on <weekday>", r"fortnightly on <weekday>",
               r"every fortnight on <weekday>")
        + says(
            "every_nth_weekday",
            r"(?:on )?(?:the |every |each )?<ordinal> <weekday> (?:of|in) (?:the|every|each) month",
            r"<monthly> on the <ordinal> <weekday>",
            r"monthly on the <ordinal> <weekday>",
        )
        + says(
            "every_last_working_day",
            r"(?:on )?(?:the |every |each )?last (?:working|business) day (?:of|in) "
            r"(?:the|every|each) month",
            r"<monthly> on the last (?:working|business) day",
        )
        + says("every_last_day", r"(?:on )?(?:the |every )?last day (?:of|in) (?:the|every|each) "
               r"month", r"at the end of (?:every|each) month",
               r"<monthly> on the last day")
        + says(
            "every_day_of_month",
            rf"(?:on )?(?:the )?<day>{_TH} (?:of|in) (?:every|each) month",
            rf"(?:<monthly>|monthly) on the <day>{_TH}",
            r"<monthly> on day <day>",
        )
        + says("every_working_day", r"every (?:weekday|working day|business day)", r"on weekdays")
        + says("every:day", r"(?:every|each) day", r"daily")
        + says("every:week", r"(?:every|each) week", r"weekly", r"once a week")
        + says("every_units:2 week", r"fortnightly", r"every fortnight", r"biweekly")
        + says("every:month", r"(?:every|each) month", r"monthly", r"once a month")
        + says("every:quarter", r"(?:every|each) quarter", r"quarterly", r"once a quarter")
        + says("every:half", r"(?:every|each) half-?year", r"half-?yearly", r"twice a year")
        + says("every:year", r"(?:every|each) year", r"yearly", r"annually", r"once a year")
        + says("every_units", r"every <number> <days>")
        + says("after_done", r"<number> <days> after (?:it was|it is|being) done")
        + says("every_other_weekdays", r"every <number> weeks on <weekdays>")
        + says("every_units:2", r"every (?:other|second) <unit>")
        + says(
            "relative",
            r"(?:no later than |within )?<number> <working><days> (?P<way>before|after|of) "
            r"<the><anchor>",
            r"the (?P<unit>day|week) (?P<way>before|after) <the><anchor>",
        )
    ),
)  # fmt: skip
