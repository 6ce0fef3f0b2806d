"""German in the quick entry: „am Freitag um 14 Uhr“, „bis Ende Oktober“, „jeden zweiten Montag“."""

from __future__ import annotations

from app.rules.quick_entry.words import Grammar, forms, says, units, words

_TO = (
    r"(?:(?:spatestens|schon|gleich|ungefahr) )?"
    r"(?:(?:bis zum|bis|am|zum|ab|vom|ab dem|an dem|den|dem|auf den) )?(?:den )?"
)
_PART = (
    r"(?P<part>fruh|morgens|vormittags|mittags|nachmittags|abends|nachts|am morgen|am vormittag|"
    r"am nachmittag|am abend|in der fruh)"
)
_AT = r"(?:um|ab|bis|gegen|von|nach|vor)"
_EVERY = r"(?:jeden|jede|jedes|jeder)"

GRAMMAR = Grammar(
    code="de",
    weekdays=forms(
        _0="montag", _1="dienstag", _2="mittwoch", _3="donnerstag", _4="freitag",
        _5="samstag sonnabend", _6="sonntag",
    ),
    short_weekdays=forms(_0="mo", _1="di", _2="mi", _3="do", _4="fr", _5="sa", _6="so"),
    months=forms(
        _1="januar janner jan.", _2="februar feb. feber", _3="marz maerz mrz.",
        _4="april apr.", _5="mai", _6="juni jun.", _7="juli jul.", _8="august aug.",
        _9="september sept. sep.", _10="oktober okt.", _11="november nov.", _12="dezember dez.",
    ),
    numbers=forms(
        _1="ein eine einen einem einer", _2="zwei", _3="drei", _4="vier",
        _5="funf fuenf", _6="sechs", _7="sieben", _8="acht", _9="neun", _10="zehn",
        _12="zwolf zwoelf", _14="vierzehn", _15="funfzehn", _20="zwanzig", _30="dreissig dreisig",
    ),
    ordinals=forms(
        _1="ersten erste erster", _2="zweiten zweite zweiter", _3="dritten dritte dritter",
        _4="vierten vierte vierter", _5="funften fuenften",
    ) | dict.fromkeys(["letzten", "letzte", "letzter"], -1),
    units=units(
        day="tag tage tagen tages", week="woche wochen",
        month="monat monate monaten monats", year="jahr jahre jahren jahres",
        quarter="quartal quartals", half="halbjahr halbjahres halbjahrs",
        hour="stunde stunden", minute="minute minuten",
        working="arbeitstag arbeitstage arbeitstagen werktag werktage werktagen",
    ),
    hours=forms(
        _1="eins ein", _2="zwei", _3="drei", _4="vier", _5="funf fuenf", _6="sechs", _7="sieben",
        _8="acht", _9="neun", _10="zehn", _11="elf", _12="zwolf zwoelf",
    ),
    anchors=units(
        visit="besuch besuchs reise dienstreise auslandsreise delegationsreise delegation "
        "veranstaltung sitzung gesprach gesprachen",
        start="abreise abfahrt abflug ankunft anreise empfang beginn beginn_der_reise "
        "beginn_des_besuchs reisebeginn besuchsbeginn reiseantritt",
        end="ruckkehr rueckkehr heimkehr reiseende ende_der_reise ende_des_besuchs",
        term="vertragsende ende_der_laufzeit laufzeitende ende_des_vertrags ende_der_geltung",
        notice="ende_der_kundigungsfrist kundigungsfrist kundigung",
        signing="unterzeichnung unterschrift",
    ),
    more={
        "and": r"(?:und|oder)(?= )",
        "on": r"am",
        "monthly": r"(?:jeden monat|alle <number> monate)",
        "to": _TO,
        "part": _PART,
        "the": r"(?:der |dem |den |des |die |das |unserer |unserem |unseres )?",
        "days": r"(?P<unit>tagen|tage|tag|wochen|woche|monaten|monate|monat|jahren|jahre|jahr|"
        r"stunden|stunde|minuten|minute|arbeitstagen|arbeitstage|arbeitstag|werktagen|werktage|"
        r"werktag)",
    },
    names_before=words(
        "nach herr herrn frau hr. fr. familie dr. prof. dipl.-ing. mag. ing. schwarzer schwarzen",
        "weisser weiser blauer blauen letzter letzten letzte vergangenen vom seit zeitung",
        "robinson kollege kollegen kollegin blackfriday black",
    ),
    numbers_before=words(
        "nr. nr nummer § art. art artikel abs. abs absatz ziffer ziff. punkt top version",
        "kapitel kap. anlage beschluss gesetz seite s. bd. strasse str. platz verhaltnis",
        "masstab massstab ergebnis tel. tel telefon zimmer raum saal tabelle etage ",
        "gleis",
    ),
    phrases=tuple(
        says("in_days:0", r"(?:(?:bis|noch|gleich) )?heute")
        + says("in_days:1", r"(?:(?:bis|ab|gleich|spatestens) )?(?:spatestens )?morgen"
               r"(?= fruh| um| vormittag| mittag| nachmittag| abend|$|[ ,.;!])", needs="small")
        + says("in_days:2", r"(?:(?:bis|ab) )?(?:ubermorgen|uebermorgen)")
        + says(
            "in_units",
            r"(?:in|binnen|innerhalb von|innerhalb) <number> <days>",
            r"heute in <number> <days>",
        )
        + says("in_half_hour", r"in (?:einer )?halben stunde", r"in einer halben std\.")
        + says("in_half_year", r"in (?:einem )?halben jahr")
        + says("in_units:fortnight", r"in vierzehn tagen")
        + says(
            "weekday",
            r"(?:(?:spatestens|gleich) )?(?:(?:am|bis zum|bis|zum|ab|diesen|an diesem|kommenden|"
            r"am kommenden|auf|spatestens am) )?<weekday>",
        )
        + says("day_before_weekday", r"vor <weekday>")
        + says(
            "weekday_next",
            r"(?:(?:am|bis|bis zum|zum|ab) )?(?:nachsten|naechsten|nachster|nachste) <weekday>",
            r"(?:nachste|naechste|kommende) woche (?:am )?<weekday>",
            r"(?:am )?<weekday> (?:nachster|naechster|kommender|nachste) woche",
        )
        + says("weekday_after_next",
               r"(?:(?:am|bis|zum) )?(?:ubernachsten|uebernaechsten) <weekday>")
        + says("next:week", r"(?:in der |in |bis )?(?:nachste|nachsten|nachster|naechste|kommende|"
               r"kommenden) woche")
        + says("next:month", r"(?:im |bis |bis zum )?(?:nachsten|naechsten|kommenden) monat")
        + says("next:year", r"(?:im )?(?:nachstes|nachsten|naechstes|kommendes|kommenden) jahr")
        + says(
            "day_month",
            rf"{_TO}<day>\. ?<month>(?: <year>)?",
            rf"{_TO}(?P<ordinal>ersten|erster) <month>(?: <year>)?",
        )
        + says("day_of_month", r"(?:bis zum|am|zum|bis|ab dem|spatestens am) <day>\.(?! ?\d)")
        + says(
            "end_of",
            r"(?:(?:bis|zum|gegen|bis zum|am|mit) )?ende (?:der |des |dieser |dieses |diesen )?"
            r"(?P<unit>woche|monats|monat|jahres|quartals|halbjahres)(?: <year>)?",
            r"(?:(?:bis|zum|bis zum|am) )?(?P<unit>monats|jahres|wochen|quartals)(?:ende|schluss)",
            r"(?:(?:bis|zum|gegen|bis zum|am) )?ende <month>(?: <year>)?",
        )
        + says(
            "end_of_next",
            r"(?:(?:bis|zum|gegen|bis zum) )?ende (?:der |des )?(?:nachster|nachsten|naechster|"
            r"naechsten|kommenden) (?P<unit>woche|monats|jahres|quartals)",
        )
        + says("begin_of", r"(?:(?:ab|bis|zu|zum) )?(?:anfang|beginn) <month>(?: <year>)?")
        + says("middle_of", r"(?:(?:ab|bis|zu|zur) )?mitte <month>(?: <year>)?")
        + says("in_month", r"(?:im|bis zum|bis) <month>(?: <year>)?")
        + says("week", r"(?:in (?:der )?|bis )?(?:kw|kalenderwoche) ?(?P<number>\d{1,2})"
               r"(?:(?: |/)<year>)?")
        + says(
            "clock",
            rf"(?:{_AT} )?(?P<h>\d{{1,2}})[:.](?P<m>\d\d) ?(?:uhr|h)(?: {_PART})?",
            rf"{_AT} (?P<h>\d{{1,2}})[:.](?P<m>\d\d)(?![.]? ?\d)(?: {_PART})?",
            rf"(?:{_AT} )?(?P<h>\d{{1,2}}) ?(?:uhr|h)(?: (?P<m>\d\d))?(?: {_PART})?",
            rf"um (?P<h>\d{{1,2}}) {_PART}",
            rf"{_AT} <hour> (?:uhr|{_PART})",
            rf"{_PART} um (?P<h>\d{{1,2}})(?:[:.](?P<m>\d\d))?(?: uhr)?",
        )
        + says("clock", r"um (?P<h>\d{1,2})(?![\d.:,/%])", r"um <hour>", needs="end")
        + says("half_to", rf"(?:um |gegen |bis )?halb <hour>(?: {_PART})?")
        + says("quarter_past", rf"(?:um )?viertel nach <hour>(?: {_PART})?")
        + says("quarter_to", rf"(?:um )?viertel vor <hour>(?: {_PART})?")
        + says("quarter_to_hour:45", rf"(?:um )?dreiviertel <hour>(?: {_PART})?")
        + says("noon", r"(?:zu|am|bis) mittag", r"um zwolf uhr mittags")
        + says("midnight", r"(?:um|bis) mitternacht")
        + says("every_weekdays", rf"{_EVERY} <weekdays>", r"immer (?:am )?<weekdays>",
               r"jede woche am <weekdays>")
        + says("every_weekdays", r"(?:immer )?(?P<weekdays>montags|dienstags|mittwochs|donnerstags|"
               r"freitags|samstags|sonntags)")
        + says("every_other_weekday", rf"{_EVERY} zweiten <weekday>",
               r"alle (?:zwei|2) wochen (?:am )?<weekday>", r"alle vierzehn tage (?:am )?<weekday>")
        + says(
            "every_nth_weekday",
            rf"(?:{_EVERY} |am |immer am )?<ordinal> <weekday> (?:im monat|des monats|eines monats|"
            r"jedes monats|jeden monats|eines jeden monats)",
            r"<monthly> am <ordinal> <weekday>",
        )
        + says(
            "every_last_working_day",
            rf"(?:{_EVERY} |am |immer am )?letzten (?:arbeitstag|werktag) (?:im monat|des monats|"
            r"eines monats|jedes monats|jeden monats)",
            r"<monthly> am letzten (?:arbeitstag|werktag)",
        )
        + says(
            "every_last_day",
            rf"(?:{_EVERY} |am |immer am )?letzten tag (?:im monat|des monats|jedes monats|"
            r"jeden monats)",
            r"(?:immer am|jeweils am|jeweils zum) monatsende",
            r"<monthly> am letzten tag",
        )
        + says(
            "every_day_of_month",
            r"(?:am|immer am|jeweils am|zum) <day>\. (?:jedes|jeden|eines jeden|des|eines) monats",
            r"(?:<monthly>|monatlich) (?:am|zum) <day>\.(?! ?\d)",
            r"jeden <day>\. (?:im monat|des monats)?",
        )
        + says("every_working_day", r"jeden (?:arbeitstag|werktag)", r"werktags",
               r"jeden wochentag")
        + says("every:day", r"jeden tag", r"taglich", r"taeglich")
        + says("every:week", r"jede woche", r"wochentlich", r"woechentlich",
               r"einmal (?:die|pro|in der) woche")
        + says("every:month", r"jeden monat", r"monatlich", r"einmal (?:im|pro) monat")
        + says("every:quarter", r"jedes quartal", r"vierteljahrlich", r"quartalsweise",
               r"einmal (?:im|pro) quartal")
        + says("every:half", r"jedes halbjahr", r"halbjahrlich", r"jedes halbe jahr")
        + says("every:year", r"jedes jahr", r"jahrlich", r"jaehrlich", r"einmal (?:im|pro) jahr")
        + says("every_units", r"alle <number> <days>")
        + says("after_done", r"<number> <days> nach (?:der )?(?:erledigung|erfullung)")
        + says("every_other_weekdays", r"alle <number> wochen am <weekdays>")
        + says("every_units:2", r"(?:jede zweite|jeden zweiten|jedes zweite) <unit>")
        + says(
            "relative",
            r"(?:spatestens |bis )?<number> <days> (?P<way>vor|nach) <the><anchor>",
            r"innerhalb von <number> <days> (?P<way>nach) <the><anchor>",
            r"(?P<way>vor|nach) <the><anchor> innerhalb von <number> <days>",
        )
    ),
)  # fmt: skip
