"""How a person is addressed in a letter: the salutation, and the name line on the envelope.

All of it is a suggestion that is shown before use and can be overridden. Sources: the ÚJČ's
Internetová jazyková příručka (vocative, titles); Duden and DIN 5008, and for offices the *Ratgeber
für Anschriften und Anreden* of the German Ministry of the Interior (only the highest title is
said, Professor written out; an office without the name; Excellency for foreign ambassadors). Duden,
*Briefe gut und richtig schreiben*, for names with a former rank: *Graf von Berg* needs no *Herr*,
*Herr Dr. Graf von Berg* does, *Edler* and *Ritter* are not said. Czech knows no ranks since zákon
č. 61/1918 Sb. A British knight is *Sir* with his given name, in German as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from app.i18n import N_, Language
from app.rules.folding import fold
from app.rules.people.names import person_name
from app.rules.people.titles import beside_dr, has_unknown_title, spoken_title

Formality = Literal["formal", "semi_formal"]

CHECK_VOCATIVE = N_("Check the Czech vocative of the family name.")
GENDER_UNKNOWN = N_("The gender is not known; check the salutation.")
FAMILY_NAME_MISSING = N_("The family name is missing; check the salutation.")
TITLE_UNKNOWN = N_("One of the titles is not known; check the salutation.")
OWN_AMBASSADOR = N_("“Excellency” is for foreign ambassadors, not for those of one’s own state.")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A salutation, which ends with a comma, and the message ids of what to check in it."""

    text: str
    doubts: tuple[str, ...] = ()


Forms = tuple[str, str]
"""What is said to a man and to a woman; empty where the name is said instead."""


@dataclass(frozen=True, slots=True)
class Office:
    """How the holder of an office is addressed, without *Vážený*, *Sehr geehrter*, *Dear*.

    A `predicate` (Excellency) is the whole salutation, for women and men alike.
    """

    cs: Forms
    de: Forms
    en: Forms
    predicate: bool = False

    def form(self, language: Language, *, female: bool) -> str:
        """The address in `language`, or nothing."""
        return {Language.CS: self.cs, Language.DE: self.de, Language.EN: self.en}[language][female]


def _office(cs: str, de: str, en: str) -> Office:
    """An office of ``male/female`` words; one word without a slash is for both."""

    def pair(words: str, man: str, woman: str) -> Forms:
        if not words:
            return "", ""
        male, _, female = words.partition("/")
        return f"{man}{male}", f"{woman}{female or male}"

    mr, madam = ("Mr ", "Madam ") if en in ("President", "Vice-President", "Speaker") else ("", "")
    return Office(pair(cs, "pane ", "paní "), pair(de, "Herr ", "Frau "), pair(en, mr, madam))


def _predicate(cs: str, de: str, en: str) -> Office:
    return Office((cs, cs), (de, de), (en, en), predicate=True)


OFFICES: dict[str, Office] = {
    "president": _office("prezidente/prezidentko", "Präsident/Präsidentin", "President"),
    "federal_president": _office(
        "prezidente/prezidentko", "Bundespräsident/Bundespräsidentin", "President"
    ),
    "vice_president": _office(
        "viceprezidente/viceprezidentko", "Vizepräsident/Vizepräsidentin", "Vice-President"
    ),
    "speaker": _office("předsedo/předsedkyně", "Präsident/Präsidentin", "Speaker"),
    "senate_president": _office("předsedo/předsedkyně", "Präsident/Präsidentin", "President"),
    "prime_minister": _office(
        "předsedo vlády/předsedkyně vlády",
        "Ministerpräsident/Ministerpräsidentin",
        "Prime Minister",
    ),
    "deputy_prime_minister": _office(
        "místopředsedo vlády/místopředsedkyně vlády",
        "stellvertretender Ministerpräsident/stellvertretende Ministerpräsidentin",
        "Deputy Prime Minister",
    ),
    "federal_chancellor": _office(
        "kancléři/kancléřko", "Bundeskanzler/Bundeskanzlerin", "Chancellor"
    ),
    "chancellor": _office("kancléři/kancléřko", "Kanzler/Kanzlerin", "Chancellor"),
    "vice_chancellor": _office(
        "vicekancléři/vicekancléřko", "Vizekanzler/Vizekanzlerin", "Vice-Chancellor"
    ),
    "vice_speaker": _office(
        "místopředsedo/místopředsedkyně", "Vizepräsident/Vizepräsidentin", "Vice-President"
    ),
    "union_president": _office("předsedo/předsedkyně", "Präsident/Präsidentin", "President"),
    "minister_president": _office(
        "ministerský předsedo/ministerská předsedkyně",
        "Ministerpräsident/Ministerpräsidentin",
        "Minister-President",
    ),
    "deputy_minister_president": _office(
        "náměstku/náměstkyně",
        "stellvertretender Ministerpräsident/stellvertretende Ministerpräsidentin",
        "Deputy Minister-President",
    ),
    "minister": _office("ministře/ministryně", "Minister/Ministerin", "Minister"),
    "state_minister": _office("ministře/ministryně", "Staatsminister/Staatsministerin", "Minister"),
    "deputy_minister": _office(
        "náměstku/náměstkyně",
        "stellvertretender Minister/stellvertretende Ministerin",
        "Deputy Minister",
    ),
    "state_secretary": _office(
        "státní tajemníku/státní tajemnice", "Staatssekretär/Staatssekretärin", "State Secretary"
    ),
    "secretary_of_state": _office(
        "ministře/ministryně", "Staatssekretär/Staatssekretärin", "Secretary of State"
    ),
    "deputy": _office("náměstku/náměstkyně", "", ""),
    "commissioner": _office("komisaři/komisařko", "Kommissar/Kommissarin", "Commissioner"),
    "nuncio": _predicate("Vaše Excelence", "Exzellenz", "Your Excellency"),
    "charge_daffaires": _office(
        "chargé d’affaires", "Geschäftsträger/Geschäftsträgerin", "Chargé d’Affaires"
    ),
    "ambassador": _predicate("Vaše Excelence", "Exzellenz", "Your Excellency"),
    "consul_general": _office(
        "generální konzule/generální konzulko", "Generalkonsul/Generalkonsulin", "Consul General"
    ),
    "vice_consul": _office("vicekonzule/vicekonzulko", "Vizekonsul/Vizekonsulin", "Vice-Consul"),
    "consul": _office("konzule/konzulko", "Konsul/Konsulin", "Consul"),
    "senator": _office("senátore/senátorko", "Senator/Senatorin", "Senator"),
    "mp": _office("poslanče/poslankyně", "Abgeordneter/Abgeordnete", ""),
    "governor": _office("hejtmane/hejtmanko", "Regionspräsident/Regionspräsidentin", "Governor"),
    "deputy_governor": _office(
        "náměstku/náměstkyně",
        "stellvertretender Regionspräsident/stellvertretende Regionspräsidentin",
        "Deputy Governor",
    ),
    "gouverneur": _office("guvernére/guvernérko", "Gouverneur/Gouverneurin", "Governor"),
    "deputy_gouverneur": _office(
        "viceguvernére/viceguvernérko", "Vizegouverneur/Vizegouverneurin", "Vice Governor"
    ),
    "marshal": _office("maršálku/maršálko", "Marschall/Marschallin", "Marshal"),
    "vice_marshal": _office(
        "místomaršálku/místomaršálko", "Vizemarschall/Vizemarschallin", "Vice-Marshal"
    ),
    "voivode": _office("vojvodo", "Woiwode/Woiwodin", "Voivode"),
    "vice_voivode": _office("vicevojvodo", "Vizewoiwode/Vizewoiwodin", "Vice-Voivode"),
    "zupan": _office("župane/županko", "", ""),
    "gespan": _office("župane/županko", "Gespan/Gespanin", ""),
    "vice_zupan": _office("vicežupane/vicežupanko", "", ""),
    "prefect": _office("prefekte/prefektko", "Präfekt/Präfektin", "Prefect"),
    "starost": _office("starosto/starostko", "Landrat/Landrätin", "Starost"),
    "deputy_starost": _office(
        "místostarosto/místostarostko",
        "stellvertretender Landrat/stellvertretende Landrätin",
        "Deputy Starost",
    ),
    "regierungsprasident": _office("", "Regierungspräsident/Regierungspräsidentin", ""),
    "landeshauptmann": _office("hejtmane/hejtmanko", "Landeshauptmann/Landeshauptfrau", "Governor"),
    "deputy_landeshauptmann": _office(
        "náměstku/náměstkyně",
        "Landeshauptmann-Stellvertreter/Landeshauptmann-Stellvertreterin",
        "Deputy Governor",
    ),
    "bezirkshauptmann": _office(
        "okresní hejtmane/okresní hejtmanko", "Bezirkshauptmann/Bezirkshauptfrau", ""
    ),
    "landesrat": _office("zemský radní/zemská radní", "Landesrat/Landesrätin", ""),
    **{
        fold(men): _office("", f"{men}/{women}", "")
        for men, women in (
            ("Stadtrat", "Stadträtin"),
            ("Nationalrat", "Nationalrätin"),
            ("Bundesrat", "Bundesrätin"),
            ("Regierungsrat", "Regierungsrätin"),
            ("Staatsrat", "Staatsrätin"),
            ("Landammann", "Landammann"),
            ("Beigeordneter", "Beigeordnete"),
            ("Superintendent", "Superintendentin"),
        )
    },
    # A woman in this office has no settled Czech name.
    "landrat": Office(
        ("pane zemský rado", ""),
        ("Herr Landrat", "Frau Landrätin"),
        ("District Administrator",) * 2,
    ),
    "deputy_landrat": _office(
        "", "stellvertretender Landrat/stellvertretende Landrätin", "Deputy District Administrator"
    ),
    "governing_mayor": _office(
        "primátore/primátorko",
        "Regierender Bürgermeister/Regierende Bürgermeisterin",
        "Governing Mayor",
    ),
    "lord_mayor": _office(
        "primátore/primátorko", "Oberbürgermeister/Oberbürgermeisterin", "Lord Mayor"
    ),
    "deputy_lord_mayor": _office(
        "náměstku/náměstkyně",
        "stellvertretender Oberbürgermeister/stellvertretende Oberbürgermeisterin",
        "Deputy Mayor",
    ),
    "vice_lord_mayor": _office(
        "viceprimátore/viceprimátorko",
        "stellvertretender Oberbürgermeister/stellvertretende Oberbürgermeisterin",
        "Deputy Mayor",
    ),
    "stadtprasident": _office("primátore/primátorko", "Stadtpräsident/Stadtpräsidentin", "Mayor"),
    "gemeindeprasident": _office(
        "starosto/starostko", "Gemeindepräsident/Gemeindepräsidentin", "Mayor"
    ),
    "vice_mayor": _office(
        "místostarosto/místostarostko", "Vizebürgermeister/Vizebürgermeisterin", "Deputy Mayor"
    ),
    "mayor": _office("starosto/starostko", "Bürgermeister/Bürgermeisterin", "Mayor"),
    "deputy_mayor": _office(
        "místostarosto/místostarostko",
        "stellvertretender Bürgermeister/stellvertretende Bürgermeisterin",
        "Deputy Mayor",
    ),
    "councillor": _office("radní", "", "Councillor"),
    "assembly_member": _office("zastupiteli/zastupitelko", "", ""),
    "rector": Office(
        ("Vaše Magnificence",) * 2, ("Magnifizenz",) * 2, ("Dear Rector",) * 2, predicate=True
    ),
    "vice_rector": _office("prorektore/prorektorko", "Prorektor/Prorektorin", "Vice-Rector"),
    "vice_dean": _office("proděkane/proděkanko", "Prodekan/Prodekanin", "Vice-Dean"),
    "dean": _office("děkane/děkanko", "Dekan/Dekanin", "Dean"),
    "cardinal": _predicate("Vaše Eminence", "Eminenz", "Your Eminence"),
    "archbishop": _office("arcibiskupe/arcibiskupko", "Erzbischof/Erzbischöfin", "Archbishop"),
    "bishop": _office("biskupe/biskupko", "Bischof/Bischöfin", "Bishop"),
    "vicar_general": _office("generální vikáři", "Generalvikar", ""),
    "parish_priest": _office("faráři/farářko", "Pfarrer/Pfarrerin", ""),
    "abbot": _office("opate/abatyše", "Abt/Äbtissin", "Abbot/Abbess"),
    "provost": _office("probošte/proboštko", "Propst/Pröpstin", "Provost"),
    "rabbi": _office("rabíne/rabínko", "Rabbiner/Rabbinerin", "Rabbi"),
    "prince": _predicate("Vaše Jasnosti", "Durchlaucht", "Your Serene Highness"),
    "king": _predicate("Vaše Veličenstvo", "Majestät", "Your Majesty"),
    "court_president": _office("předsedo/předsedkyně", "Präsident/Präsidentin", ""),
    "chair": _office("předsedo/předsedkyně", "Vorsitzender/Vorsitzende", "Chair"),
    "vice_chair": _office(
        "místopředsedo/místopředsedkyně",
        "stellvertretender Vorsitzender/stellvertretende Vorsitzende",
        "Vice-Chair",
    ),
    "general": _office("generále/generálko", "General/Generalin", "General"),
    "colonel": _office("plukovníku/plukovnice", "Oberst", "Colonel"),
    "police_president": _office(
        "policejní prezidente/policejní prezidentko", "Polizeipräsident/Polizeipräsidentin", ""
    ),
    "director_general": _office("generální řediteli/generální ředitelko", "", ""),
    "chief_director": _office("vrchní řediteli/vrchní ředitelko", "", ""),
    "director": _office("řediteli/ředitelko", "", ""),
    "secretary_general": _office(
        "generální tajemníku/generální tajemnice",
        "Generalsekretär/Generalsekretärin",
        "Secretary General",
    ),
    "secretary": _office("tajemníku/tajemnice", "", ""),
}
"""The offices by which a person is addressed instead of by name and title."""

_BEFORE_OFFICE = re.compile(
    r"(?:\d|i{1,3}|pan|pani|herr|frau|mr|ms|prvni|druh[ya]|povereny|poverena|statutarni|generalni|"
    r"honorarni|mistni|uradujici|zastupujici|vykonn[ya]|stal[ya]|apostolsk[ya]|apostolic|apostolischer|papezsk[ya]|vrchni|politick[ya]|"
    r"zemsk[ya]|krajsk[ya]|oblastni|zupni|regionalni|regional|county|the|spolkov[ya]|federal|"
    r"first|second|acting|executive|erste|erster|zweite|zweiter|amtierende|amtierender|general|"
    r"managing|honorary|"
    r"mimoradn[ya] a zplnomocnen[ya]|extraordinary and plenipotentiary|"
    r"ausserordentliche und bevollmachtigte|ausserordentlicher und bevollmachtigter) "
)
_AFTER_OFFICE = r"(?! (?:s|office|assistant|adviser|advisor|counsellor|plenipotentiary)\b)\b"
_DEPUTY = r"(?:stellvertretende|stellvertretender|stellv)"

_COUNTY = r"(?:okresu|powiatu|powiat|zupy)"
_CHAMBER = (
    r"(?:poslanecke snemovny|narodni rady|narodnej rady|(?:\w+ )?zemskeho snemu|snemu|"
    r"parlamentu|spolkoveho snemu|spolkove rady)"
)

_OFFICE_WORDS: tuple[tuple[str, str], ...] = (
    ("deputy_governor", r"namest(?:ek|kyne) hejtman(?:a|ky)"),
    ("deputy_governor", rf"{_DEPUTY} regionsprasident(?:in)?|vizeregionsprasident(?:in)?"),
    ("deputy_governor", r"deputy (?:regional )?governor"),
    ("deputy_landeshauptmann", r"namest(?:ek|kyne) zemsk(?:eho|e) hejtman(?:a|ky)"),
    ("deputy_landeshauptmann", r"landeshaupt(?:mann|frau) stellvertreter(?:in)?"),
    ("deputy_landrat", rf"{_DEPUTY} (?:landrat|landratin)|vizelandrat|vizelandratin"),
    (
        "deputy_lord_mayor",
        rf"namest(?:ek|kyne) primator(?:a|ky)|{_DEPUTY} oberburgermeister(?:in)?",
    ),
    ("deputy_lord_mayor", r"deputy lord mayor"),
    ("deputy_minister", rf"namest(?:ek|kyne) minist(?:ra|ryne)|{_DEPUTY} minister(?:in)?"),
    ("deputy_minister", r"vizeminister(?:in)?|deputy minister"),
    (
        "deputy_starost",
        rf"(?:misto|vice)staros(?:ta|tka) (?:\w+ )?{_COUNTY}|wicestarosta|deputy starost",
    ),
    ("vice_lord_mayor", r"viceprimator(?:ka)?"),
    ("vice_mayor", r"vizeburgermeister(?:in)?|vice mayor"),
    ("deputy_mayor", r"zastup(?:ce|kyne) staros(?:ty|tky)"),
    ("deputy_mayor", r"(?:2|3|zweite|zweiter|dritte|dritter) burgermeister(?:in)?"),
    ("deputy_minister_president", r"namest(?:ek|kyne) ministersk(?:eho|e) predsed(?:y|kyne)"),
    ("deputy_minister_president", r"mistopredsed(?:a|kyne) zemske vlady"),
    ("deputy_mayor", rf"mistostarost(?:a|ka)|{_DEPUTY} burgermeister(?:in)?|deputy mayor"),
    ("deputy_prime_minister", r"mistopredsed(?:a|kyne) vlady|vi[cz]epremier(?:ka)?"),
    ("deputy_prime_minister", rf"{_DEPUTY} ministerprasident(?:in)?|deputy prime minister"),
    ("vice_speaker", rf"(?:mistopredsed|podpredsed)(?:a|kyne|nicka) (?:senatu|{_CHAMBER})"),
    ("vice_speaker", r"mistopredsed(?:a|kyne) evropsk(?:e komise|eho parlamentu|e rady)"),
    ("vice_speaker", r"(?:bundestags|landtags)?vizeprasident(?:in)? des \w+"),
    ("vice_speaker", r"(?:vice president|deputy speaker) of the (?:senate|chamber of deputies)"),
    ("vice_speaker", r"vice president of the european (?:commission|parliament|council)"),
    ("vice_speaker", r"vizeprasident(?:in)? der europaischen kommission"),
    ("union_president", r"predsed(?:a|kyne) evropsk(?:e komise|eho parlamentu|e rady)"),
    ("union_president", r"president of the european (?:commission|parliament|council)"),
    (
        "union_president",
        r"prasident(?:in)? (?:der|des) europaischen (?:kommission|parlaments|rates)",
    ),
    ("deputy_gouverneur", r"viceguverner(?:ka)?|vizegouverneur(?:in)?|vice governor"),
    ("gouverneur", r"guverner(?:ka)?|gubernator(?:ka)?|gouverneur(?:in)?"),
    ("vice_marshal", r"(?:misto|vice)marsal(?:ek|ka|kyne)|wicemarszalek|vizemarschall(?:in)?"),
    ("vice_marshal", r"(?:vice|deputy) marshal"),
    ("marshal", r"marsalek|marsalka|marsalkyne|marschall(?:in)?|marszalek|marshal"),
    ("vice_voivode", r"(?:misto|vice)vojvod(?:a|kyne)|wicewojewoda|vizewoiwod(?:e|in)"),
    ("vice_voivode", r"(?:vice|deputy) voivode"),
    ("voivode", r"vojvod(?:a|kyne)|woiwodin|woiwode|wojewod[ay]|voivode"),
    ("vice_zupan", r"(?:vice|pod)zupan(?:ka)?|zastup(?:ce|kyne) zupan(?:a|ky)"),
    ("zupan", r"zupan(?:ka)?"),
    ("gespan", r"gespan(?:in)?"),
    ("prefect", r"prefekt(?:ka)?|prafekt(?:in)?|prefect"),
    ("starost", rf"staros(?:ta|tka) (?:\w+ )?{_COUNTY}|okresni staros(?:ta|tka)|starost"),
    ("regierungsprasident", r"regierungsprasident(?:in)?"),
    ("vice_chancellor", r"vicekancler(?:ka)?|vizekanzler(?:in)?|vice chancellor"),
    ("federal_chancellor", r"spolkov[ya] kancler(?:ka)?|bundeskanzler(?:in)?|federal chancellor"),
    ("chancellor", r"kancler(?:ka)?|kanzler(?:in)?|chancellor"),
    ("nuncio", r"nuncius|nuntius|nuncio"),
    ("charge_daffaires", r"charge d affaires|geschaftstrager(?:in)?"),
    ("police_president", r"policejni prezident(?:ka)?|polizeiprasident(?:in)?"),
    ("director_general", r"generalni reditel(?:ka)?"),
    ("chief_director", r"vrchni reditel(?:ka)?"),
    ("secretary_general", r"generalni tajemn(?:ik|ice)|generalsekretar(?:in)?|secretary general"),
    ("vicar_general", r"generalni vikar|generalvikar|vicar general"),
    (
        "general",
        r"(?:brigadni |major |lieutenant |brigadier )?(?:arm[ae]dni )?general"
        r"(?! \w*(?:director|manager|secretary|konsul|consul|counsel|practit))",
    ),
    ("general", r"general(?:major|porucik|leutnant|oberst)"),
    ("colonel", r"plukovni(?:k|ce)|oberst|colonel"),
    ("vice_chair", rf"(?:mistopredsed|podpredsed)(?:a|kyne|nicka)|{_DEPUTY} vorsitzender?"),
    ("vice_chair", r"(?:vice|deputy) (?:chair|chairman|chairwoman|chairperson)"),
    ("court_president", r"predsed(?:a|kyne) (?:\w+ ){0,2}soudu|gerichtsprasident(?:in)?"),
    ("court_president", r"prasident(?:in)? des (?:\w+)?gerichtse?s?"),
    ("vice_president", r"viceprezident(?:ka)?|vizeprasident(?:in)?|vice president"),
    ("landeshauptmann", r"landeshauptmann|landeshauptfrau"),
    ("bezirkshauptmann", r"okresni hejtman(?:ka)?|bezirkshauptmann|bezirkshauptfrau"),
    ("landeshauptmann", r"zemsk[ya] hejtman(?:ka)?"),
    ("governor", r"hejtman(?:ka)?|regionsprasident(?:in)?|kreishauptmann|kreishauptfrau"),
    ("governor", r"governor(?! general)"),
    ("landesrat", r"zemsk[ya] radni|landesrat|landesratin"),
    ("stadtprasident", r"stadtprasident(?:in)?"),
    ("gemeindeprasident", r"gemeindeprasident(?:in)?"),
    ("stadtrat", r"stadtrat|stadtratin"),
    ("nationalrat", r"nationalrat|nationalratin"),
    ("bundesrat", r"bundesrat|bundesratin"),
    ("regierungsrat", r"regierungsrat|regierungsratin"),
    ("staatsrat", r"staatsrat|staatsratin"),
    ("landammann", r"landammann"),
    ("beigeordneter", r"beigeordneter?"),
    ("superintendent", r"superintendent(?:in)?"),
    ("landrat", r"landrat|landratin|district administrator|zemsk[ya] rad(?:a|ova)"),
    ("prime_minister", r"predsed(?:a|kyne) vlady|premier(?:ka)?|prime minister"),
    ("prime_minister", r"ministerprasident(?:in)? der \w+ republik"),
    ("minister_president", r"ministersky predseda|ministerska predsedkyne|minister president"),
    ("minister_president", r"ministerprasident(?:in)?"),
    ("state_minister", r"statni ministr(?:yne)?|staatsminister(?:in)?|minister of state"),
    ("secretary_of_state", r"secretary of state"),
    ("state_secretary", r"statni tajemn(?:ik|ice)|staatssekretar(?:in)?|state secretary"),
    ("minister", r"ministr(?:yne)?|(?:bundes)?minister(?:in)?"),
    ("commissioner", r"(?:evropsk[ya] |euro)komisar(?:ka)?|eu kommissar(?:in)?|eu commissioner"),
    ("commissioner", r"european commissioner"),
    ("ambassador", r"high commissioner"),
    ("ambassador", r"velvyslan(?:ec|kyne)|botschafter(?:in)?|ambassador"),
    ("consul_general", r"general(?:ni )?konzul(?:ka)?|generalkonsul(?:in)?|consul general"),
    ("vice_consul", r"vicekonzul(?:ka)?|vizekonsul(?:in)?|vice consul"),
    ("consul", r"konzul(?:ka)?|(?:honorar)?konsul(?:in)?|consul"),
    ("senate_president", r"predsed(?:a|kyne) senatu|president of the senate"),
    ("senate_president", r"prasident(?:in)? des senats"),
    ("senator", r"senator(?:ka|in)?"),
    ("speaker", rf"predsed(?:a|kyne|nicka) {_CHAMBER}|speaker"),
    ("speaker", r"(?:landtags|bundestags|bundesrats|nationalrats|bezirkstags)prasident(?:in)?"),
    ("speaker", r"prasident(?:in)? des (?:\w+ )?(?:landtag|bundestag|abgeordnetenhaus)e?s"),
    ("mp", r"(?:euro)?poslan(?:ec|kyne)|clen(?:ka)? evropskeho parlamentu|mep|mp|mdb|mdl|mdep"),
    ("mp", r"(?:bundestags|landtags|europa)?abgeordneter?"),
    ("mp", r"mitglied des (?:\w+ )?(?:(?:landtag|bundestag)e?s|europaischen parlaments)"),
    ("mp", r"member of (?:the )?(?:european )?parliament"),
    ("federal_president", r"spolkov[ya] prezident(?:ka)?|bundesprasident(?:in)?"),
    ("federal_president", r"federal president"),
    ("president", r"prezident(?:ka)?|prasident(?:in)?|president"),
    ("governing_mayor", r"regierende[rn]? burgermeister(?:in)?|governing mayor"),
    ("lord_mayor", r"primator(?:ka)?|oberburgermeister(?:in)?|lord mayor"),
    ("mayor", r"starost(?:a|ka)|burgermeister(?:in)?|mayor"),
    ("councillor", r"radni|councillor"),
    ("assembly_member", r"zastupitel(?:ka)?"),
    ("vice_dean", r"prodekan(?:ka|in)?|vice dean"),
    ("vice_rector", r"prorektor(?:ka|in)?|vice rector"),
    ("rector", r"rektor(?:ka|in)?|rector"),
    ("dean", r"dekan(?:ka|in)?|dean"),
    ("cardinal", r"kardinal|cardinal"),
    ("archbishop", r"arcibiskup(?:ka)?|erzbischof|erzbischofin|archbishop"),
    ("bishop", r"biskup(?:ka)?|bischof|bischofin|landesbischof|landesbischofin|bishop"),
    ("parish_priest", r"farar(?:ka)?|pfarrer(?:in)?"),
    ("abbot", r"opat|abatyse|abt|abtissin|abbot|abbess"),
    ("provost", r"probost(?:ka)?|(?:dom)?propst|(?:dom)?propstin|provost"),
    ("rabbi", r"(?:vrchni )?rabin(?:ka)?|(?:ober|landes)?rabbiner(?:in)?|(?:chief )?rabbi"),
    (
        "prince",
        r"knize|kn[ei]zna|(?:dedicny |regierende )?princ|prince|prinz|furst|furstin|erbprinz",
    ),
    ("king", r"kral(?:ovna)?|konig(?:in)?|king|queen"),
    ("chair", r"predsed(?:a|kyne|nicka)|vorsitzender?|chair|chairman|chairwoman|chairperson"),
    ("deputy", r"namest(?:ek|kyne)"),
    ("director", r"reditel(?:ka)?"),
    ("secretary", r"tajemn(?:ik|ice)"),
)
_RETIRED = re.compile(r".*\b(?:a d|v v|i r|im ruhestand|ret|retired|em|emeritus|emerita)$")
_FORMER = re.compile(
    r"(?:byval[ya]|emeritni|ehemaliger?|former|ex|alt(?:oberburgermeister|burgermeister)"
    r"(?:in)?)\b"
)


@cache
def _office_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    # Compiled when the first title is looked at: that takes a tenth of a second.
    return tuple((code, re.compile(f"(?:{words}){_AFTER_OFFICE}")) for code, words in _OFFICE_WORDS)


_JOINED = re.compile(r"[,;/()]| [–-] |\b(?:a(?!\.)|und|and|sowie)\b|&")
_SERVES = re.compile(
    r"\b(?:asistent|poradce|poradkyne|tajemn|mluvci|sekretari|kancelar|assistant|advis[eo]r|office|"
    r"secretary to|sekretariat|buro|referent|sprecher|spokes\w+|to|for|fur|bei|beim)"
)
"""What stands in the titles of those who work for the holder of an office."""


def office_of(post_title: str) -> str:
    """The code in `OFFICES` of a post's title in Czech, German or English, or "" for none.

    *hejtman Ústeckého kraje* is a governor, *asistentka hejtmana* and a former governor are
    not: the office must be the head of the title. Of several posts in one title the first that is
    an office counts (*člen rady, náměstek hejtmana*).
    """
    if found := _office_at_the_head(fold(post_title)):
        return found
    if _RETIRED.match(fold(post_title)):
        return ""
    parts = [fold(part) for part in _JOINED.split(post_title)]
    if len(parts) < 2 or _SERVES.search(parts[0]):
        return ""
    return next(filter(None, map(_office_at_the_head, parts)), "")


def _office_at_the_head(title: str) -> str:
    if _FORMER.match(title) or _RETIRED.match(title):
        return ""
    starts = [0]
    while before := _BEFORE_OFFICE.match(title, starts[-1]):
        starts.append(before.end())
    for code, pattern in _office_patterns():
        if any(pattern.match(title, start) for start in reversed(starts)):
            return code
    return ""


def guess_gender(given_name: str, family_name: str) -> str:
    """``female`` where a Czech family name shows it (-ová, -á), else ``unknown``.

    A name that stands wholly in the field of the given name is read too.
    """
    words = re.split(r"[\s-]+", (family_name.strip() or given_name.strip()).casefold())
    shown = any(re.fullmatch(r"\w{2,}á", word) for word in words)
    return "female" if shown else "unknown"


def salutation(
    language: Language,
    *,
    gender: str | None,
    given_name: str,
    family_name: str,
    title_before: str = "",
    title_after: str = "",
    office: str = "",
    formality: Formality = "formal",
    is_czech_name: bool | None = None,
) -> Suggestion:
    """The salutation of a letter to one person.

    `gender` is ``female``, ``male`` or anything else for unknown; `office` a code of `OFFICES`
    (an unknown one counts as none). `is_czech_name` says whether a man's name is declined in
    Czech; where it is None, the name itself decides. Raises nothing: whatever is missing makes
    the salutation more general and adds a doubt.
    """
    person = _Person(
        gender if gender in ("female", "male") else "",
        _clean(given_name),
        _clean(family_name),
        title_before,
        title_after,
    )
    doubts: list[str] = []
    address = _by_office(language, person, office)
    if office == "ambassador" and is_czech_name:
        doubts.append(OWN_AMBASSADOR)
    if address is None:
        if has_unknown_title(title_before, title_after):
            doubts.append(TITLE_UNKNOWN)
        address = _by_name(language, person, is_czech_name, doubts)
    return Suggestion(f"{_greeting(language, address, formality)},", tuple(dict.fromkeys(doubts)))


@dataclass(frozen=True, slots=True)
class _Person:
    gender: str
    given: str
    family: str
    title_before: str
    title_after: str

    @property
    def female(self) -> bool:
        return self.gender == "female"

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()

    def title(self, language: Language) -> str:
        return spoken_title(self.title_before, self.title_after, language, female=self.female)


@dataclass(frozen=True, slots=True)
class _Address:
    """Whom the greeting is for: `text` without it; `whole` needs none. No text is anybody."""

    text: str
    gender: str = ""
    whole: bool = False


def _clean(name: str) -> str:
    return " ".join(name.split()).strip(" ,")


def _greeting(language: Language, address: _Address, formality: Formality) -> str:
    text, female = address.text, address.gender == "female"
    if address.whole:
        return text
    if language is Language.EN:
        return f"Dear {text or 'Sir or Madam'}"
    if formality == "semi_formal":
        if language is Language.DE:
            return f"Guten Tag {text}".strip()
        return "Dobrý den" if text in ("", "pane", "paní") else f"Dobrý den, {text}"
    if language is Language.CS:
        if not address.gender:
            return "Vážená paní, vážený pane"
        return f"Vážená {text}" if female else f"Vážený {text}"
    if not address.gender:
        return "Sehr geehrte Damen und Herren"
    return f"Sehr geehrte {text}" if female else f"Sehr geehrter {text}"


def _by_office(language: Language, person: _Person, code: str) -> _Address | None:
    """The address by the office, or None where the name is said."""
    office = OFFICES.get(code)
    if office is None:
        return None
    form = office.form(language, female=person.female)
    if office.predicate:
        return _Address(form, whole=True)
    if not form or (not person.gender and office.form(language, female=True) != form):
        return None  # nobody is addressed so in this language, or the gender is not known
    return _Address(form, person.gender)


def _by_name(
    language: Language, person: _Person, czech: bool | None, doubts: list[str]
) -> _Address:
    if not person.family:
        doubts.append(FAMILY_NAME_MISSING)
    if language is Language.EN:
        return _english(person, doubts)
    if not person.gender:
        doubts.append(GENDER_UNKNOWN)
        return _Address("" if language is Language.CS else person.name)
    title = person.title(language)
    if language is Language.CS:
        word = "paní" if person.female else "pane"
        family, sure = _vocative(person, czech)
        if not sure:
            doubts.append(CHECK_VOCATIVE)
        return _Address(" ".join(filter(None, (word, title, family))), person.gender)
    if not person.family:
        return _Address("")
    if knight := _knighthood(person):
        return _Address(knight, person.gender)
    if _NOBLE.match(person.family) and not title:
        return _Address(person.family, person.gender)
    word = "Frau" if person.female else "Herr"
    family = _UNSAID_RANK.sub("", person.family)
    return _Address(" ".join(filter(None, (word, title, family))), person.gender)


def _knighthood(person: _Person) -> str:
    """*Sir* or *Dame* with the given name, or nothing."""
    found = re.search(r"\b(?:Sir|Dame)\b", person.title_before)
    return f"{found[0]} {person.given.split()[0]}" if found and person.given else ""


def _english(person: _Person, doubts: list[str]) -> _Address:
    if knight := _knighthood(person):
        return _Address(knight, person.gender)
    title = person.title(Language.EN)
    if not title and _NOBLE.match(person.family):
        return _Address(person.family, person.gender)
    if not title and person.gender:
        title = "Ms" if person.female else "Mr"
    if not title:
        doubts.append(GENDER_UNKNOWN)
    if title and person.family:
        return _Address(f"{title} {person.family}", person.gender)
    return _Address(person.name, person.gender)


# The Czech vocative

_CZECH_LETTERS = re.compile(r"[ěščřžďťňů]")
_CZECH_ENDING = re.compile(r"(?:ák|ek|ík|ec|ý|á|a)\b")
_FOREIGN = re.compile(r"[wxqäöüßłńśźżćęąøåñç]|sch|sz|cz|tz|th|ck|([a-z])\1")
_CZECH_GIVEN = re.compile(
    r".*slav|(?:bohu|jaro|ka|vlasti)mil|petr|pavel|karel|jakub|milan|marek|radek|libor|radim"
    r"|dalibor|otakar|filip|michal|vladim[ií]r|bohumír|jarom[ií]r|václav"
)
_COMMON_GIVEN = frozenset(
    [
        "adam", "alan", "albert", "albin", "ales", "alexandr", "alfons", "alfred", "alois",
        "alojz", "ambroz", "andrej", "antonin", "arnold", "arnost", "artur", "augustin",
        "bartolomej", "bedrich", "benedikt", "benjamin", "bernard", "blazej", "bohdan", "bohumil",
        "bohumir", "bonifac", "boris", "bretislav", "bruno", "cenek", "cestmir", "ctibor",
        "ctirad", "cyril", "dalibor", "dalimil", "damian", "daniel", "david", "denis", "dezider",
        "dominik", "drahomir", "drahoslav", "dusan", "eduard", "edvard", "elias", "emanuel",
        "emerich", "emil", "erik", "ervin", "evzen", "fabian", "felix", "ferdinand", "filip",
        "frantisek", "gabriel", "gejza", "gustav", "hanus", "havel", "herman", "hubert", "hugo",
        "hynek", "ignac", "igor", "ilja", "imrich", "ivan", "ivo", "jachym", "jakub", "jan",
        "jarolim", "jaromir", "jaroslav", "jeronym", "jindrich", "jiri", "joachim", "jonas",
        "josef", "jozef", "julius", "juraj", "kamil", "karel", "kazimir", "klement", "konstantin",
        "kornel", "kristian", "krystof", "kvetoslav", "kvido", "ladislav", "leo", "leopold",
        "leos", "lev", "libor", "lubomir", "lubor", "lubos", "ludek", "ludovit", "ludvik",
        "lukas", "lumir", "marcel", "marek", "marian", "mario", "martin", "matej", "matous",
        "matus", "matyas", "max", "maxim", "maxmilian", "metodej", "michael", "michal", "mikulas",
        "milan", "milos", "miloslav", "miroslav", "mojmir", "nikolas", "norbert", "oldrich",
        "oleg", "oliver", "ondrej", "oskar", "ota", "otakar", "otmar", "oto", "otto", "patrik",
        "pavel", "pavol", "peter", "petr", "pravoslav", "premysl", "prokop", "radek", "radim",
        "radislav", "radomir", "radoslav", "radovan", "rafael", "rastislav", "rene", "richard",
        "robert", "robin", "roman", "rostislav", "rudolf", "samuel", "sebastian", "severin",
        "silvestr", "simon", "slavoj", "slavomir", "stanislav", "stefan", "stepan", "svatopluk",
        "svatoslav", "svetozar", "tadeas", "teodor", "tibor", "timotej", "tobias", "tomas",
        "vaclav", "valentin", "vavrinec", "vendelin", "viktor", "vilem", "viliam", "vincenc",
        "vit", "vitezslav", "vladan", "vladimir", "vladislav", "vlastimil", "vlastislav",
        "vojtech", "vratislav", "zbynek", "zbysek", "zdenek", "zdislav", "zigmund", "zikmund",
    ]
)  # fmt: skip
"""Given names, folded, that are common in Czech; who bears one is declined, if in doubt."""

_ELSEWHERE_TOO = frozenset(
    [
        "adam", "albert", "alexander", "alfred", "andrej", "arnold", "artur", "augustin",
        "benedikt", "benjamin", "bernard", "boris", "bruno", "damian", "daniel", "david", "denis",
        "dominik", "eduard", "edvard", "emanuel", "emil", "erik", "ervin", "fabian", "felix",
        "ferdinand", "gabriel", "gejza", "gustav", "hubert", "hugo", "igor", "ivan", "joachim",
        "julius", "kamil", "klement", "konstantin", "leo", "leopold", "lev", "marcel", "marian",
        "mario", "max", "maxim", "michael", "norbert", "oleg", "oliver", "oskar", "otmar", "oto",
        "otto", "patrik", "peter", "rafael", "rene", "richard", "robert", "robin", "rudolf",
        "samuel", "sebastian", "severin", "simon", "stefan", "tibor", "tobias", "valentin",
        "viktor",
    ]
)  # fmt: skip
"""Of these, the names that are as common among the neighbours."""

_NOBLE = re.compile(
    r"(?:Graf|Gräfin|Freiherr|Freifrau|Freiin|Baron|Baronin|Fürst|Fürstin|Prinz|"
    r"Prinzessin|Herzog|Herzogin) (?:von|vom|zu|zum|zur|und|de)\b|(?:Graf|Gräfin) \w"
)
"""Names that begin with a rank: *Freiherr von Berg*, *Graf Lambsdorff*; *Graf* alone is a name."""

_UNSAID_RANK = re.compile(r"(?:Edler|Edle|Ritter) (?=(?:von|vom|zu|zum|zur|und|de)\b)")
"""Ranks that are written on the envelope and not said: *Edler von Holz* is *Herr von Holz*."""

_UNCHANGED = re.compile(r"(?:[áâăàäãéěèêëęíîïóôõöőøúůùûüűýeiouy]|[yi]j)$")
"""Endings that stay in the vocative: every vowel but *a*, and *-yj*, *-ij* (*Zelenskyj*)."""

_PARTICLES = {
    "z", "ze", "von", "van", "de", "du", "da", "di", "del", "la", "le", "zu", "der", "den",
}  # fmt: skip


def _looks_czech(given: str, family: str) -> bool:
    """Whether a man's name is likely to be one that Czech declines by its own patterns."""
    given, family = given.casefold(), family.casefold()
    if _CZECH_LETTERS.search(given) or _CZECH_GIVEN.fullmatch(given):
        return True
    if _FOREIGN.search(family):
        return False
    return bool(_CZECH_LETTERS.search(family) or _CZECH_ENDING.search(family))


def _vocative(person: _Person, czech: bool | None) -> tuple[str, bool]:
    """The family name in the vocative, and whether it can be relied on."""
    family = person.family
    if person.female:
        # A woman's name ends in -á or is not declined, but for one like Svoboda.
        return family, not family.casefold().endswith("a")
    if re.search(r"ić\b", family.casefold()):
        czech = True  # Serbian, Croatian, Bosnian: by the pattern *muž*
    if _NOBLE.match(family) or _UNSAID_RANK.match(family):
        return family, False  # no Czech rule declines *Graf von Berg*
    sure = True
    if czech is None:
        czech = _looks_czech(person.given, family)
        given = set(fold(person.given).split())
        particles = _PARTICLES.intersection(family.casefold().split()) - {"z", "ze"}
        foreign = bool(particles or _FOREIGN.search(family.casefold()))
        if not czech and given & _COMMON_GIVEN and not (foreign and given <= _ELSEWHERE_TOO):
            czech = True
            sure = not foreign and not given <= _ELSEWHERE_TOO
    if not czech:
        return family, not family or bool(_UNCHANGED.search(family.casefold()))
    if re.match(r"(?:z|ze) ", family, re.IGNORECASE):
        return family, True  # what follows says where from: *z Lobkowicz*
    parts = re.split(r"([\s-]+)", family)
    # Whether the name is foreign does not matter where it stays as it is (*Netolický*).
    sure = sure or all(_UNCHANGED.search(part.casefold()) for part in parts if part.isalpha())
    sure = sure and not any(_DOUBTFUL.search(part.casefold()) for part in parts)
    return "".join(_declined(part) for part in parts), sure


_KEPT_VOWEL = frozenset(("kysel",))
"""Names in -el that keep the vowel: *Kysele*."""

_DOUBTFUL = re.compile(r"(?<!dani)(?<!hav)(?<!pav)(?<!kar)(?<!kys)el$|(?<!pe)tr$")
"""Names whose vocative goes two ways: *Kozle* or *Kozele*, *Vítře* or *Vítre*."""


def _declined(word: str) -> str:
    """One word of a man's family name in the vocative, in the capitals it was written in."""
    from vokativ import vokativ  # type: ignore[import-untyped]  # ships no types

    if not word.isalpha() or word.casefold() in _PARTICLES:
        return word
    if _UNCHANGED.search(word.casefold()):
        return word
    if word.casefold() in _KEPT_VOWEL:
        return f"{word}{'E' if word.isupper() else 'e'}"
    if word.casefold().endswith("ić"):
        return f"{word}{'I' if word.isupper() else 'i'}"
    vocative = str(vokativ(word, woman=False, last_name=True))
    if word.isupper() and len(word) > 1:
        return vocative.upper()
    same = 0
    while same < min(len(word), len(vocative)) and word[same].lower() == vocative[same]:
        same += 1
    return word[:same] + vocative[same:]


def address_name(
    language: Language,
    *,
    gender: str | None,
    given_name: str,
    family_name: str,
    title_before: str = "",
    title_after: str = "",
    excellency: bool = False,
) -> list[str]:
    """The lines of an envelope that name a person; none where there is no name.

    Czech ``Vážený pan`` above the name with all titles, German ``Herrn Dr. Max Müller`` (the
    accusative, DIN 5008), English ``Mr``, ``Ms``, ``Dr`` or ``Professor`` before the name. For
    an unknown gender the name stands alone. An `excellency` (a foreign ambassador, a nuncio) is
    called one before it: ``J. E.``, ``S. E.`` or ``I. E.``, ``H.E.``
    """
    given, family = _clean(given_name), _clean(family_name)
    before, after = _clean(title_before), _clean(title_after)
    if not given and not family:
        return []
    known = gender in ("female", "male")
    female = gender == "female"
    if language is Language.EN:
        honorific = spoken_title(before, after, language, female=female)
        if honorific:
            after = beside_dr(after)
        elif known:
            honorific = "Ms" if female else "Mr"
        name = person_name(honorific, given, family, after)
        return [f"H.E. {name}" if excellency else name]
    name = person_name(before, given, family, after)
    if not known:
        return [name]
    if language is Language.CS:
        if excellency:
            return ["J. E. paní" if female else "J. E. pan", name]
        return ["Vážená paní" if female else "Vážený pan", name]
    if excellency:
        return [f"{'I. E. Frau' if female else 'S. E. Herrn'} {name}"]
    return [f"{'Frau' if female else 'Herrn'} {name}"]
