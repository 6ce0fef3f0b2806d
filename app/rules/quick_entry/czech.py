"""Czech in the quick entry: „zavolat v pátek v 14“, „do konce října“, „každé druhé úterý“."""

from __future__ import annotations

from app.rules.quick_entry.words import Grammar, forms, says, units, words

_AS_SAID = forms(  # nominative and accusative
    _0="pondeli", _1="utery", _2="streda stredu", _3="ctvrtek", _4="patek", _5="sobota sobotu",
    _6="nedele nedeli",
)  # fmt: skip
_GENITIVE = forms(
    _0="pondeli pondelka", _1="utery uterka", _2="stredy", _3="ctvrtka ctvrtku", _4="patku",
    _5="soboty", _6="nedele",
)  # fmt: skip
_DATIVE = forms(
    _0="pondeli pondelku", _1="utery uterku", _2="strede", _3="ctvrtku", _4="patku", _5="sobote",
    _6="nedeli",
)  # fmt: skip
_INSTRUMENTAL = forms(
    _0="pondelim pondelkem", _1="uterym uterkem", _2="stredou", _3="ctvrtkem", _4="patkem",
    _5="sobotou", _6="nedeli",
)  # fmt: skip


def _one_of(words: dict[str, int]) -> str:
    return "(?P<weekday>" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_DECIDED = r"(?:(?:az|nejpozdeji|uz|hned|nejdrive|zhruba|kolem|asi) )?"
_TO = rf"{_DECIDED}(?:(?:v|ve|na|do|k|ke|od|dne|ke dni|do dne) )?"
_PART = r"(?P<part>rano|dopoledne|odpoledne|vecer|v noci)"
_O_CLOCK = r"(?:hodinu|hodiny|hodine|hodin|hod\.|hod|h)"
_EVERY = r"(?:kazdy|kazde|kazdou|kazda|kazdeho|kazdych)"
GRAMMAR = Grammar(
    code="cs",
    weekdays=_AS_SAID,
    more_weekdays={**_GENITIVE, **_DATIVE, **_INSTRUMENTAL},
    short_weekdays=forms(_0="po", _1="ut", _2="st", _3="ct", _4="pa", _5="so", _6="ne"),
    months=forms(
        _1="leden ledna lednu lednem", _2="unor unora unoru unorem",
        _3="brezen brezna breznu breznem", _4="duben dubna dubnu dubnem",
        _5="kveten kvetna kvetnu kvetnem", _6="cerven cervna cervnu cervnem",
        _7="cervenec cervence cervenci cervencem", _8="srpen srpna srpnu srpnem",
        _9="zari zarim", _10="rijen rijna rijnu rijnem",
        _11="listopad listopadu listopadem", _12="prosinec prosince prosinci prosincem",
    ),
    numbers=forms(
        _1="jeden jednu jedno jednoho", _2="dva dve dvou dvema", _3="tri tremi trech",
        _4="ctyri ctyr ctyrmi", _5="pet peti", _6="sest sesti", _7="sedm sedmi", _8="osm osmi",
        _9="devet deviti", _10="deset deseti", _12="dvanact dvanacti", _14="ctrnact ctrnacti",
        _15="patnact patnacti", _20="dvacet dvaceti", _30="tricet triceti",
    ),
    ordinals=forms(
        _1="prvni prvniho prvnim", _2="druhy druhe druhou druha druheho",
        _3="treti tretiho", _4="ctvrty ctvrte ctvrtou ctvrta ctvrteho",
        _5="paty pate patou pata pateho",
    ) | dict.fromkeys(["posledni", "posledniho"], -1),
    units=units(
        day="den dny dni dnu dnech dnem dne", week="tyden tydny tydnu tydne tydnem",
        month="mesic mesice mesicu mesici mesicem", year="rok roky roku rokem lety let",
        quarter="ctvrtleti", half="pololeti", hour="hodinu hodiny hodin hodinou",
        minute="minutu minuty minut", working="pracovni",
    ),
    hours=forms(
        _1="jednu jedne", _2="dve dvou", _3="tri trech",
        _4="ctyri ctyr", _5="pet peti pate", _6="sest sesti seste", _7="sedm sedmi sedme",
        _8="osm osmi osme", _9="devet deviti devate", _10="deset deseti desate",
        _11="jedenact jedenacti jedenacte", _12="dvanact dvanacti dvanacte",
    ),
    more={
        "and": r"(?:a|i|nebo)(?= )",
        "on": r"v|ve",
        "monthly": rf"(?:{_EVERY} mesic|{_EVERY} <number> (?:mesice|mesicu))",
        "to": _TO,
        "part": _PART,
        "half": r"(?P<half>jedne|druhe|treti|ctvrte|pate|seste|sedme|osme|devate|desate|jedenacte|"
        r"dvanacte)",
        "days": r"(?P<unit>dny|dni|dnu|den|tydny|tydnu|tyden|mesice|mesicu|mesic|roky|let|rok|"
        r"hodiny|hodin|hodinu|minut|minuty|minutu)",
        "working": r"(?:(?P<working>pracovni|pracovnich) )?",
    },
    anchors=units(
        visit="navstevou navsteve navstevy cestou ceste cesty akci akce jednanim jednani delegaci "
        "delegace sluzebni_cestou sluzebni_ceste zahranicni_cestou zahranicni_ceste",
        start="odjezdem odjezdu odletem odletu prijezdem prijezdu priletem priletu prijetim "
        "prijeti zahajenim zahajeni zacatkem_navstevy zacatkem_cesty zacatkem_akce",
        end="navratem navratu skoncenim_navstevy skonceni_navstevy skonceni_cesty "
        "skonceni_akce koncem_navstevy koncem_cesty koncem_akce ukonceni_cesty",
        term="koncem_platnosti koncem_smlouvy koncem_dohody skoncenim_platnosti "
        "skoncenim_smlouvy skoncenim_dohody skonceni_smlouvy uplynutim_doby uplynutim_smlouvy",
        notice="vypovedni_lhutou koncem_vypovedni_lhuty vypovedi lhutou_pro_vypoved",
        signing="podpisem podpisu podepsanim podepsani",
    ),
    names_before=words(
        "pan pana panu panem pani pane p. ing. mgr. judr. mudr. phdr. bc. z ze od o po s velky",
        "velkeho velkou cerny cerneho popelecni zeleny bila bilou kvetna kvetnou modre skareda",
        "minuly minule minulou minuleho kazdy kazdou kazde starosta starostu hejtman reditel",
        "reditele rodina panove pratele ulice ulici jak noviny",
    ),
    numbers_before=words(
        "c. c cj. cj cislo cisla cisel bod bodu bode bodem clanek clanku cl. cl § par. odst.",
        "odst verze verzi priloha prilohy priloze kapitola kapitole kap. kap usneseni zakon",
        "zakona zakonem ulice ulici namesti trida tride tr. nam. ul. strana strane str. pomer",
        "pomeru skore meritko meritku vysledek vysledku tel. tel mistnost mistnosti kancelar",
        "kancelari dvere dveri patro patre sal salu tabulka tabulce ",
    ),
    phrases=tuple(
        # days
        says("in_days:0", rf"{_DECIDED}(?:do |na )?(?:dnesk(?:a|u)|dneska|dnes)")
        + says("in_days:0", r"(?:dnes|dneska) (?=vecer|odpoledne|dopoledne|rano|v )")
        + says("in_days:1", rf"{_DECIDED}(?:do |na |od )?(?:zitra|zejtra|zitrka|zitrek|zitrku)")
        + says("in_days:2", rf"{_DECIDED}(?:do |na )?(?:pozitri|pozitrku|pozitrka)")
        + says(
            "in_units",
            rf"{_DECIDED}za <number> <working><days>",
            rf"{_DECIDED}za (?P<unit>tyden|mesic|rok|hodinu|minutu)",
            rf"{_DECIDED}(?:do|behem) <number> <working>(?P<unit>dnu|tydnu|mesicu|hodin|minut|let)",
            rf"{_DECIDED}(?:do|behem) (?P<unit>tydne|mesice|roku|hodiny)(?! <year>)",
            r"ode dneska za <number> <working><days>",
            r"(?:ode dneska|dnes) za (?P<unit>tyden|mesic|rok)",
        )
        + says("in_half_hour", r"za pul hodiny", r"do pul hodiny")
        + says("in_half_year", r"za pul roku", r"do pul roku")
        + says(
            "weekday",
            rf"{_DECIDED}(?:(?:v|ve|na|tento|tuto|toto) )?{_one_of(_AS_SAID)}",
            rf"{_DECIDED}(?:do|od) (?:tohoto |teto )?{_one_of(_GENITIVE)}",
            rf"{_DECIDED}(?:k|ke) {_one_of(_DATIVE)}",
        )
        + says("day_before_weekday", rf"(?:nejpozdeji )?pred {_one_of(_INSTRUMENTAL)}")
        + says(
            "weekday_next",
            rf"(?:(?:v|ve|na) )?(?:pristi|nasledujici) {_one_of(_AS_SAID)}",
            rf"(?:(?:do|od) )?(?:pristiho|pristi|nasledujiciho|nasledujici) {_one_of(_GENITIVE)}",
            rf"(?:v|ve) {_one_of(_AS_SAID)} pristi tyden",
            rf"pristi tyden (?:v|ve) {_one_of(_AS_SAID)}",
        )
        + says("weekday_after_next", rf"(?:(?:v|ve|na) )?prespristi {_one_of(_AS_SAID)}")
        + says("next:week", r"(?:na |v )?pristi tyden", r"(?:do|behem) pristiho tydne")
        + says("next:month", r"(?:na |v )?pristi mesic", r"(?:do|behem) pristiho mesice")
        + says("next:year", r"(?:na )?pristi rok", r"v pristim roce", r"napresrok")
        + says(
            "day_month",
            rf"{_TO}<day>\. ?<month>(?: <year>)?",
            rf"{_TO}(?P<ordinal>prvniho|prvni) <month>(?: <year>)?",
        )
        + says("day_of_month", r"(?:do|k|ke|od|dne|na) <day>\.(?! ?\d)")
        + says(
            "end_of",
            rf"{_DECIDED}(?:do |ke |na |v )?(?:konce|konci|koncem|konec) (?:tohoto )?"
            r"(?P<unit>tydne|mesice|roku|ctvrtleti|pololeti)(?: <year>)?",
            rf"{_DECIDED}(?:do |ke |na |v )?(?:konce|konci|koncem|konec) <month>(?: <year>)?",
        )
        + says(
            "end_of_next",
            r"(?:do |ke |na |v )?(?:konce|konci|koncem|konec) pristiho "
            r"(?P<unit>tydne|mesice|roku|ctvrtleti|pololeti)",
        )
        + says(
            "begin_of",
            r"(?:do |k |od |na )?(?:zacatku|zacatkem|zacatek|pocatkem|pocatku) <month>(?: <year>)?",
        )
        + says(
            "middle_of",
            r"(?:do |v |k |na )?(?:poloviny|polovine|polovinu|pulce|pulky|pulku) "
            r"<month>(?: <year>)?",
        )
        + says("in_month", r"(?:v|ve|behem|do) <month>(?: <year>)?")
        + says("week", r"(?:v |ve |do )?(?P<number>\d{1,2})\. (?:tyden|tydnu|tydne)(?: <year>)?")
        # times of the day
        + says(
            "clock",
            rf"(?:(?:v|ve|od|do|po|na|kolem) )?(?P<h>\d{{1,2}})[:.](?P<m>\d\d) ?{_O_CLOCK}"
            rf"(?: {_PART})?",
            rf"(?:v|ve|od|do|na|kolem) (?P<h>\d{{1,2}})[:.](?P<m>\d\d)(?![.]? ?\d)(?: {_PART})?",
            rf"(?:(?:v|ve|od|do|po|na|kolem) )?(?P<h>\d{{1,2}}) ?{_O_CLOCK}(?: {_PART})?",
            rf"(?:v|ve|od|do|na|kolem) (?P<h>\d{{1,2}}) {_PART}",
            rf"(?:v|ve) <hour>(?: {_O_CLOCK})?(?: {_PART})",
            rf"(?:v|ve) <hour> {_O_CLOCK}",
            rf"{_PART} (?:v|ve) (?P<h>\d{{1,2}})(?:[:.](?P<m>\d\d))?(?: ?{_O_CLOCK})?",
        )
        + says("clock", r"(?:v|ve) (?P<h>\d{1,2})(?![\d.:,/])", r"(?:v|ve) <hour>", needs="end")
        + says("half", rf"(?:v |o )?pul <half>(?: {_PART})?")
        + says("quarter_to_hour:15", rf"(?:ve? )?ctvrt na <hour>(?: {_PART})?")
        + says("quarter_to_hour:45", rf"(?:ve? )?(?:tri ctvrte|trictvrte) na <hour>(?: {_PART})?")
        + says("noon", r"v poledne", r"do poledne", r"k poledni")
        + says("midnight", r"o pulnoci", r"do pulnoci")
        # again and again
        + says("every_weekdays", rf"{_EVERY} <weekdays>", r"vzdy (?:v|ve) <weekdays>",
               rf"{_EVERY} tyden (?:v|ve) <weekdays>")
        + says("every_other_weekday", rf"(?:{_EVERY} )(?:druhy|druhe|druhou) {_one_of(_AS_SAID)}")
        + says("every_other_weekday", rf"(?:jednou za )(?:14 dni|dva tydny) (?:v|ve) "
               rf"{_one_of(_AS_SAID)}")
        + says(
            "every_nth_weekday",
            rf"(?:{_EVERY} |vzdy )?<ordinal> {_one_of(_AS_SAID)} (?:v|kazdeho) mesic(?:i|e)",
            rf"vzdy (?:v|ve) <ordinal> {_one_of(_AS_SAID)} (?:v|kazdeho) mesic(?:i|e)",
            rf"<monthly> (?:v |ve )?<ordinal> {_one_of(_AS_SAID)}",
        )
        + says(
            "every_last_working_day",
            rf"(?:{_EVERY} |vzdy )?posledni pracovni den (?:v|kazdeho) mesic(?:i|e)",
            r"<monthly> (?:v )?posledni pracovni den",
        )
        + says(
            "every_last_day",
            rf"(?:{_EVERY} |vzdy )?posledni den (?:v|kazdeho) mesic(?:i|e)",
            r"(?:vzdy )?(?:ke )?konc(?:i|em) (?:kazdeho )mesice",
            r"vzdy koncem mesice",
            r"<monthly> (?:v )?posledni den",
        )
        + says(
            "every_day_of_month",
            r"(?:<monthly>|mesicne|kazdeho|vzdy|vzdy k) <day>\.(?: (?:den|v mesici|dne))?",
            r"<day>\. (?:den )?(?:v|kazdeho) mesic(?:i|e)",
        )
        + says("every_working_day", rf"{_EVERY} (?:pracovni|vsedni) den", r"v pracovni dny")
        + says("every:day", rf"{_EVERY} den", r"denne")
        + says("every:week", rf"{_EVERY} tyden", r"jednou za tyden")
        + says("every:week", r"(?:jednou )?tydne", needs="ě")  # „týdne“ is another word
        + says("every:month", rf"{_EVERY} mesic", r"mesicne", r"jednou (?:mesicne|za mesic)")
        + says("every:quarter", rf"{_EVERY} ctvrtleti", r"ctvrtletne", r"jednou za ctvrt roku")
        + says("every:half", rf"{_EVERY} pololeti", r"pololetne", r"jednou za pul roku")
        + says("every:year", rf"{_EVERY} rok", r"(?:kazdorocne|rocne)", r"jednou (?:rocne|za rok)")
        + says(
            "every_units",
            rf"{_EVERY} <number> <days>",
            r"jednou za <number> <days>",
            r"co <number> <days>",
        )
        + says("after_done", r"<number> <days> (?:po|od) (?:splneni|dokonceni|vyrizeni|hotovem)")
        + says("after_done", r"<number> <days> pote, co byl splnen")
        + says("every_other_weekdays", rf"{_EVERY} <number> (?:tydny|tydnu) (?:v|ve) <weekdays>")
        + says("every_units:2", rf"{_EVERY} (?:druhy|druhe|druhou) <unit>")
        # before and after something
        + says(
            "relative",
            r"(?:nejpozdeji )?<number> <working><days> (?P<way>pred|po) <anchor>",
            r"(?P<unit>den|tyden|mesic|rok) (?P<way>pred|po) <anchor>",
            r"do <number> <working><days> (?P<way>po|od) <anchor>",
            r"do (?P<unit>tydne|mesice|roku|dne) (?P<way>po|od) <anchor>",
        )
    ),
)  # fmt: skip
