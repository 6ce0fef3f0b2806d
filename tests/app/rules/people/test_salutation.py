from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import Language
from app.rules.people.salutation import (
    CHECK_VOCATIVE,
    FAMILY_NAME_MISSING,
    GENDER_UNKNOWN,
    OFFICES,
    OWN_AMBASSADOR,
    TITLE_UNKNOWN,
    Formality,
    Suggestion,
    address_name,
    guess_gender,
    office_of,
    salutation,
)

CS, DE, EN = Language.CS, Language.DE, Language.EN
GENDERS = st.sampled_from(["female", "male", "unknown", None])


def greet(
    language: Language,
    name: str,
    gender: str | None = "male",
    before: str = "",
    after: str = "",
    office: str = "",
    formality: Formality = "formal",
    czech: bool | None = None,
) -> Suggestion:
    given_name, _, family_name = name.partition(" ")
    return salutation(
        language,
        gender=gender,
        given_name=given_name,
        family_name=family_name,
        title_before=before,
        title_after=after,
        office=office,
        formality=formality,
        is_czech_name=czech,
    )


@pytest.mark.parametrize(
    ("name", "gender", "before", "after", "text"),
    [
        ("Jan Novák", "male", "Ing.", "", "Vážený pane inženýre Nováku,"),
        ("Jana Nováková", "female", "Mgr.", "Ph.D.", "Vážená paní doktorko Nováková,"),
        ("Eva Bílá", "female", "Mgr.", "", "Vážená paní magistro Bílá,"),
        ("Petr Svoboda", "male", "doc. Ing.", "CSc.", "Vážený pane docente Svobodo,"),
        ("Karel Havel", "male", "prof. MUDr.", "DrSc.", "Vážený pane profesore Havle,"),
        ("Tomáš Kučera", "male", "Bc.", "DiS.", "Vážený pane Kučero,"),
        ("Zdeněk Němec", "male", "JUDr.", "MBA", "Vážený pane doktore Němče,"),
        ("Luboš Tichý", "male", "", "", "Vážený pane Tichý,"),
        ("Ivan Krejčí", "male", "", "", "Vážený pane Krejčí,"),
        ("Jiří Martinů", "male", "", "", "Vážený pane Martinů,"),
        ("Ondřej Hájek ml.", "male", "", "", "Vážený pane Hájku ml.,"),
        ("Pavel Novák Svoboda", "male", "", "", "Vážený pane Nováku Svobodo,"),
        ("Pavel Dvořák-Malý", "male", "", "", "Vážený pane Dvořáku-Malý,"),
        ("PETR NOVÁK", "male", "", "", "Vážený pane NOVÁKU,"),
        ("Věra Horáková-Lípová", "female", "RNDr.", "", "Vážená paní doktorko Horáková-Lípová,"),
    ],
)
def test_czech(name: str, gender: str, before: str, after: str, text: str) -> None:
    assert greet(CS, name, gender, before, after) == Suggestion(text)


@pytest.mark.parametrize(
    ("name", "czech", "text", "sure"),
    [
        ("Max Müller", None, "Vážený pane Müller,", False),
        ("Max Müller", False, "Vážený pane Müller,", False),
        ("Max Müller", True, "Vážený pane Müllere,", True),
        ("Jiří Müller", None, "Vážený pane Müllere,", True),
        ("Jan Novák", False, "Vážený pane Novák,", False),
        ("Emil Schmidt", None, "Vážený pane Schmidt,", False),
        ("Adam Kowalski", False, "Vážený pane Kowalski,", True),
        ("Otto von Berg", None, "Vážený pane von Berg,", False),
        ("John McDonald", None, "Vážený pane McDonald,", False),
        ("Jan de Vries", True, "Vážený pane de Vriesi,", True),
    ],
)
def test_foreign_names_stay_and_are_doubted(
    name: str, czech: bool | None, text: str, sure: bool
) -> None:
    assert greet(CS, name, czech=czech) == Suggestion(text, () if sure else (CHECK_VOCATIVE,))


def test_a_woman_with_a_name_in_a_is_doubted() -> None:
    assert greet(CS, "Eva Svoboda", "female") == Suggestion(
        "Vážená paní Svoboda,", (CHECK_VOCATIVE,)
    )
    assert greet(CS, "Anna Müller", "female").doubts == ()


@pytest.mark.parametrize(
    ("name", "gender", "before", "after", "text"),
    [
        ("Anna Müller", "female", "Dr.", "", "Sehr geehrte Frau Dr. Müller,"),
        ("Max Vogel", "male", "Prof. Dr. Dr. h. c.", "", "Sehr geehrter Herr Professor Vogel,"),
        ("Eva Wolf", "female", "Prof. Dr.", "", "Sehr geehrte Frau Professorin Wolf,"),
        ("Hans Berg", "male", "Dipl.-Ing.", "", "Sehr geehrter Herr Berg,"),
        ("Jan Novák", "male", "Ing.", "Ph.D.", "Sehr geehrter Herr Dr. Novák,"),
        ("Hans Berg", "male", "Dr. med. Dr. phil.", "M.A.", "Sehr geehrter Herr Dr. Berg,"),
    ],
)
def test_german(name: str, gender: str, before: str, after: str, text: str) -> None:
    assert greet(DE, name, gender, before, after) == Suggestion(text)


@pytest.mark.parametrize(
    ("name", "gender", "before", "after", "text"),
    [
        ("Jan Novák", "male", "Ing.", "", "Dear Mr Novák,"),
        ("Jana Nováková", "female", "", "MBA", "Dear Ms Nováková,"),
        ("Jana Nováková", "female", "Mgr.", "Ph.D.", "Dear Dr Nováková,"),
        ("Karel Havel", "male", "prof. Ing.", "CSc.", "Dear Professor Havel,"),
        ("Karel Havel", None, "prof. Ing.", "CSc.", "Dear Professor Havel,"),
    ],
)
def test_english(name: str, gender: str | None, before: str, after: str, text: str) -> None:
    assert greet(EN, name, gender, before, after) == Suggestion(text)


@pytest.mark.parametrize("gender", [None, "unknown", "other"])
def test_unknown_gender(gender: str | None) -> None:
    doubts = (GENDER_UNKNOWN,)
    assert greet(CS, "Jan Novák", gender) == Suggestion("Vážená paní, vážený pane,", doubts)
    assert greet(DE, "Jan Novák", gender) == Suggestion("Sehr geehrte Damen und Herren,", doubts)
    assert greet(EN, "Jan Novák", gender) == Suggestion("Dear Jan Novák,", doubts)
    assert greet(EN, "", gender).text == "Dear Sir or Madam,"


def test_without_a_family_name() -> None:
    doubts = (FAMILY_NAME_MISSING,)
    assert greet(CS, "Jan", before="Ing.") == Suggestion("Vážený pane inženýre,", doubts)
    assert greet(CS, "Jana", "female") == Suggestion("Vážená paní,", doubts)
    assert greet(CS, "Jana", "female", formality="semi_formal").text == "Dobrý den,"
    assert greet(DE, "Jan", before="Dr.") == Suggestion("Sehr geehrte Damen und Herren,", doubts)
    assert greet(EN, "Jan") == Suggestion("Dear Jan,", doubts)


@pytest.mark.parametrize(
    ("language", "name", "gender", "before", "text"),
    [
        (CS, "Jan Novák", "male", "", "Dobrý den, pane Nováku,"),
        (CS, "Jana Bílá", "female", "Ing.", "Dobrý den, paní inženýrko Bílá,"),
        (CS, "Jan Novák", None, "", "Dobrý den,"),
        (DE, "Anna Müller", "female", "", "Guten Tag Frau Müller,"),
        (DE, "Anna Müller", "female", "Dr.", "Guten Tag Frau Dr. Müller,"),
        (DE, "Kim Müller", None, "", "Guten Tag Kim Müller,"),
        (DE, "", None, "", "Guten Tag,"),
        (EN, "Jan Novák", "male", "", "Dear Mr Novák,"),
    ],
)
def test_semi_formal(
    language: Language, name: str, gender: str | None, before: str, text: str
) -> None:
    assert greet(language, name, gender, before, formality="semi_formal").text == text


def test_unknown_titles_are_doubted_unless_the_office_is_said() -> None:
    assert greet(CS, "Zdeněk Malý", before="plk.") == Suggestion(
        "Vážený pane Malý,", (TITLE_UNKNOWN,)
    )
    assert greet(CS, "Zdeněk Malý", before="plk.", office="mayor").doubts == ()


@pytest.mark.parametrize(
    ("office", "gender", "cs", "de", "en"),
    [
        ("governor", "male", "Vážený pane hejtmane,", "Sehr geehrter Herr Regionspräsident,",
         "Dear Governor,"),
        ("governor", "female", "Vážená paní hejtmanko,", "Sehr geehrte Frau Regionspräsidentin,",
         "Dear Governor,"),
        ("deputy_governor", "female", "Vážená paní náměstkyně,",
         "Sehr geehrte Frau stellvertretende Regionspräsidentin,", "Dear Deputy Governor,"),
        ("ambassador", "male", "Vaše Excelence,", "Exzellenz,", "Your Excellency,"),
        ("ambassador", None, "Vaše Excelence,", "Exzellenz,", "Your Excellency,"),
        ("rector", "female", "Vaše Magnificence,", "Magnifizenz,", "Dear Rector,"),
        ("consul_general", "male", "Vážený pane generální konzule,",
         "Sehr geehrter Herr Generalkonsul,", "Dear Consul General,"),
        ("minister", "female", "Vážená paní ministryně,", "Sehr geehrte Frau Ministerin,",
         "Dear Minister,"),
        ("mp", "male", "Vážený pane poslanče,", "Sehr geehrter Herr Abgeordneter,",
         "Dear Dr Berger,"),
        ("president", "female", "Vážená paní prezidentko,", "Sehr geehrte Frau Präsidentin,",
         "Dear Madam President,"),
        ("councillor", "male", "Vážený pane radní,", "Sehr geehrter Herr Dr. Berger,",
         "Dear Councillor,"),
        ("landrat", "female", "Vážená paní doktorko Berger,", "Sehr geehrte Frau Landrätin,",
         "Dear District Administrator,"),
    ],
)  # fmt: skip
def test_the_office_comes_before_name_and_title(
    office: str, gender: str | None, cs: str, de: str, en: str
) -> None:
    said = [greet(lang, "Kim Berger", gender, "Dr.", office=office).text for lang in (CS, DE, EN)]
    assert said == [cs, de, en]


def test_an_office_in_a_semi_formal_letter() -> None:
    def said(language: Language) -> str:
        return greet(language, "Jan Novák", office="lord_mayor", formality="semi_formal").text

    assert said(CS) == "Dobrý den, pane primátore,"
    assert said(DE) == "Guten Tag Herr Oberbürgermeister,"
    assert said(EN) == "Dear Lord Mayor,"


def test_an_office_of_somebody_of_unknown_gender() -> None:
    assert greet(CS, "Kim Berger", None, office="governor") == Suggestion(
        "Vážená paní, vážený pane,", (GENDER_UNKNOWN,)
    )
    assert greet(EN, "Kim Berger", None, office="governor") == Suggestion("Dear Governor,")


def test_an_own_ambassador_is_doubted() -> None:
    assert greet(CS, "Jan Novák", office="ambassador", czech=True) == Suggestion(
        "Vaše Excelence,", (OWN_AMBASSADOR,)
    )


@pytest.mark.parametrize(
    ("post", "office"),
    [
        ("hejtman Ústeckého kraje", "governor"),
        ("Hejtmanka", "governor"),
        ("Regional Governor", "governor"),
        ("Regionspräsidentin", "governor"),
        ("1. náměstek hejtmana", "deputy_governor"),
        ("náměstkyně hejtmana pro školství", "deputy_governor"),
        ("Stellvertretender Regionspräsident", "deputy_governor"),
        ("First Deputy Governor", "deputy_governor"),
        ("Botschafter", "ambassador"),
        ("mimořádná a zplnomocněná velvyslankyně", "ambassador"),
        ("Außerordentlicher und bevollmächtigter Botschafter", "ambassador"),
        ("Generalkonsulin", "consul_general"),
        ("generální konzul", "consul_general"),
        ("honorární konzul", "consul"),
        ("starosta", "mayor"),
        ("místostarostka", "deputy_mayor"),
        ("primátor statutárního města", "lord_mayor"),
        ("Oberbürgermeisterin", "lord_mayor"),
        ("Lord Mayor of Hafenstadt", "lord_mayor"),
        ("náměstek primátora", "deputy_lord_mayor"),
        ("Bürgermeister", "mayor"),
        ("Landrätin des Landkreises", "landrat"),
        ("předseda vlády", "prime_minister"),
        ("Prime Minister", "prime_minister"),
        ("Ministerpräsident des Freistaates Sachsen", "minister_president"),
        ("Ministerpräsident der Tschechischen Republik", "prime_minister"),
        ("ministryně pro místní rozvoj", "minister"),
        ("Staatsministerin", "state_minister"),
        ("náměstkyně ministra", "deputy_minister"),
        ("Staatssekretär", "state_secretary"),
        ("Mitglied des Sächsischen Landtages", "mp"),
        ("Member of the European Parliament", "mp"),
        ("europoslankyně", "mp"),
        ("Präsident des Sächsischen Landtages", "speaker"),
        ("předsedkyně Senátu", "senate_president"),
        ("senátor", "senator"),
        ("předsedkyně výboru", "chair"),
        ("místopředseda vlády", "deputy_prime_minister"),
        ("místopředsedkyně Senátu", "vice_speaker"),
        ("místopředseda představenstva", "vice_chair"),
        ("předseda Evropské komise", "union_president"),
        ("Marszałek Województwa", "marshal"),
        ("starosta okresu", "starost"),
        ("generální ředitel", "director_general"),
        ("General Director", ""),
        ("generální tajemník", "secretary_general"),
        ("velvyslanec v. v.", ""),
        ("Botschafter a. D.", ""),
        ("apoštolský nuncius", "nuncio"),
        ("zemský rada", "landrat"),
        ("prezident hospodářské komory", "president"),
        ("rektorka univerzity", "rector"),
        ("Prorektor", "vice_rector"),
        ("děkan fakulty", "dean"),
        ("Landesbischof", "bishop"),
        ("ředitel krajského úřadu", "director"),
        ("radní pro dopravu", "councillor"),
    ],
)
def test_the_office_of_a_post(post: str, office: str) -> None:
    assert office_of(post) == office


@pytest.mark.parametrize(
    "post",
    [
        "", "asistentka hejtmana", "poradce ministryně", "vedoucí odboru", "bývalý hejtman",
        "Bürgermeister a. D.", "ehemalige Ministerin", "Former Governor", "Governor's Office",
        "Minister Counsellor", "Büroleiter des Regionspräsidenten", "Kanzleileiter",
        "vedoucí kanceláře primátora", "Adviser to the Mayor", "zastupitelský úřad",
        "Ministerialrat", "Referentin des Landrats",
    ],
)  # fmt: skip
def test_other_posts_are_no_offices(post: str) -> None:
    assert office_of(post) == ""


@given(st.text(max_size=40))
def test_any_post_gives_a_known_office_or_none(post: str) -> None:
    assert office_of(post) in {"", *OFFICES}


MORE_POSTS = [
    ("podpředseda samosprávného kraje", "vice_chair"),
    ("podpredsedníčka", "vice_chair"),
    ("Deputy Chairman", "vice_chair"),
    ("vicežupan", "vice_zupan"),
    ("Gespanin", "gespan"),
    ("župní prefekt", "prefect"),
    ("vicemaršálek Lubušského vojvodství", "vice_marshal"),
    ("Vizemarschall", "vice_marshal"),
    ("Vice-Voivode", "vice_voivode"),
    ("místostarosta okresu Zhořelec", "deputy_starost"),
    ("starosta zhořeleckého okresu", "starost"),
    ("Starost", "starost"),
    ("Vizelandrat", "deputy_landrat"),
    ("Stellvertretende Landrätin", "deputy_landrat"),
    ("zemská hejtmanka", "landeshauptmann"),
    ("Landeshauptfrau-Stellvertreterin", "deputy_landeshauptmann"),
    ("náměstek zemského hejtmana", "deputy_landeshauptmann"),
    ("okresní hejtman", "bezirkshauptmann"),
    ("Landesrätin", "landesrat"),
    ("Stadtrat", "stadtrat"),
    ("Nationalrätin", "nationalrat"),
    ("Bundesrat", "bundesrat"),
    ("Regierungsrätin", "regierungsrat"),
    ("Staatsrat", "staatsrat"),
    ("Landammann", "landammann"),
    ("1. Beigeordnete", "beigeordneter"),
    ("Superintendentin", "superintendent"),
    ("Regierende Bürgermeisterin", "governing_mayor"),
    ("viceprimátorka", "vice_lord_mayor"),
    ("Stadtpräsidentin von Zürich", "stadtprasident"),
    ("Gemeindepräsident", "gemeindeprasident"),
    ("Vizebürgermeister", "vice_mayor"),
    ("Zweiter Bürgermeister", "deputy_mayor"),
    ("náměstek ministerského předsedy", "deputy_minister_president"),
    ("místopředseda zemské vlády", "deputy_minister_president"),
    ("předsedkyně Saského zemského sněmu", "speaker"),
    ("předseda Národní rady SR", "speaker"),
    ("místopředseda Evropské komise", "vice_speaker"),
    ("President of the European Commission", "union_president"),
    ("kancléř univerzity", "chancellor"),
    ("Kanzlerin der Universität", "chancellor"),
    ("spolková kancléřka", "federal_chancellor"),
    ("Vizekanzler", "vice_chancellor"),
    ("spolkový prezident", "federal_president"),
    ("Secretary of State", "secretary_of_state"),
    ("náměstkyně pro řízení sekce", "deputy"),
    ("vicekonzulka", "vice_consul"),
    ("High Commissioner", "ambassador"),
    ("papežský nuncius", "nuncio"),
    ("předsedkyně Ústavního soudu", "court_president"),
    ("brigádní generál", "general"),
    ("plukovník", "colonel"),
    ("generální tajemnice", "secretary_general"),
    ("Generalsekretär", "secretary_general"),
    ("generální vikář", "vicar_general"),
    ("Pfarrerin", "parish_priest"),
    ("opat kláštera Osek", "abbot"),
    ("Dompropst", "provost"),
    ("vrchní zemský rabín", "rabbi"),
    ("kníže", "prince"),
    ("král", "king"),
    ("County Governor", "governor"),
    ("člen rady kraje, náměstek hejtmana", "deputy_governor"),
    ("vedoucí odboru / radní", "councillor"),
    ("předseda klubu a starosta", "chair"),
    ("bývalý hejtman a senátor", "senator"),
    ("asistentka hejtmana a radní", ""),
    ("Assistant to the Governor and Mayor", ""),
    ("Botschafter a. D.", ""),
    ("Governor-General", ""),
    ("President (ret.)", ""),
]


@pytest.mark.parametrize(("post", "code"), MORE_POSTS)
def test_the_offices_of_the_neighbours_and_of_several_posts(post: str, code: str) -> None:
    assert office_of(post) == code


@pytest.mark.parametrize("code", OFFICES)
def test_each_office_is_found_by_some_post(code: str) -> None:
    posts = {code: post for post, code in MORE_POSTS} | {
        "deputy_prime_minister": "Deputy Prime Minister", "federal_chancellor": "Bundeskanzlerin",
        "vice_speaker": "místopředseda Poslanecké sněmovny", "nuncio": "Nuntius",
        "union_president": "předsedkyně Evropského parlamentu", "gouverneur": "guvernér",
        "charge_daffaires": "chargé d’affaires a. i.", "deputy_gouverneur": "Vice Governor",
        "marshal": "Marshal", "voivode": "Wojewoda", "zupan": "župan", "starost": "starosta okresu",
        "regierungsprasident": "Regierungspräsidentin", "vice_dean": "proděkanka",
        "general": "generál", "police_president": "policejní prezident",
        "director_general": "generální ředitelka", "chief_director": "vrchní ředitel",
        "president": "prezidentka", "federal_president": "Bundespräsident",
        "vice_president": "viceprezident", "speaker": "Landtagspräsidentin",
        "senate_president": "předseda Senátu", "prime_minister": "premiér",
        "minister_president": "ministerský předseda", "minister": "Bundesministerin",
        "state_minister": "Staatsminister", "deputy_minister": "Deputy Minister",
        "state_secretary": "státní tajemnice", "commissioner": "eurokomisařka",
        "ambassador": "Ambassador", "consul_general": "Consul General", "consul": "Konsul",
        "senator": "Senatorin", "mp": "poslanec", "governor": "hejtman",
        "deputy_governor": "náměstek hejtmanky", "landeshauptmann": "Landeshauptfrau",
        "landrat": "Landrat", "lord_mayor": "primátorka",
        "deputy_lord_mayor": "Stellvertretende Oberbürgermeisterin", "mayor": "Mayor",
        "deputy_mayor": "místostarosta", "councillor": "radní", "assembly_member": "zastupitelka",
        "rector": "Rektor", "vice_rector": "prorektorka", "dean": "Dekanin",
        "cardinal": "kardinál", "archbishop": "arcibiskup", "bishop": "Bischöfin",
        "chair": "Vorsitzender", "vice_chair": "místopředsedkyně", "director": "ředitelka",
        "secretary": "tajemník",
    }  # fmt: skip
    assert office_of(posts[code]) == code


@pytest.mark.parametrize(
    ("given_name", "family_name", "gender"),
    [
        ("Jana", "Nováková", "female"),
        ("Jana", "Černá", "female"),
        ("Jana", "Horáková-Smith", "female"),
        ("Jana Nováková", "", "female"),
        ("JANA", "NOVÁKOVÁ", "female"),
        ("Jan", "Novák", "unknown"),
        ("Petr", "Tichý", "unknown"),
        ("Irina", "Petrova", "unknown"),
        ("Anna", "Müller", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_only_a_czech_family_name_shows_the_gender(
    given_name: str, family_name: str, gender: str
) -> None:
    assert guess_gender(given_name, family_name) == gender


@pytest.mark.parametrize(
    ("language", "gender", "before", "after", "expected"),
    [
        (CS, "male", "Ing.", "Ph.D.", ["Vážený pan", "Ing. Kim Berger, Ph.D."]),
        (CS, "female", "", "", ["Vážená paní", "Kim Berger"]),
        (CS, None, "Ing.", "", ["Ing. Kim Berger"]),
        (DE, "male", "Dr.", "", ["Herrn Dr. Kim Berger"]),
        (DE, "female", "Prof. Dr.", "", ["Frau Prof. Dr. Kim Berger"]),
        (DE, "unknown", "Dr.", "", ["Dr. Kim Berger"]),
        (EN, "male", "Ing.", "", ["Mr Kim Berger"]),
        (EN, "female", "Ing.", "MBA", ["Ms Kim Berger, MBA"]),
        (EN, None, "", "MBA", ["Kim Berger, MBA"]),
        (EN, "male", "Ing.", "Ph.D., MBA", ["Dr Kim Berger, MBA"]),
        (EN, None, "prof.", "", ["Professor Kim Berger"]),
    ],
)
def test_the_name_on_an_envelope(
    language: Language, gender: str | None, before: str, after: str, expected: list[str]
) -> None:
    assert expected == address_name(
        language, gender=gender, given_name="Kim", family_name="Berger",
        title_before=before, title_after=after,
    )  # fmt: skip


def test_no_name_gives_no_line() -> None:
    assert (
        address_name(CS, gender="male", given_name=" ", family_name="", title_before="Ing.") == []
    )


@given(
    st.sampled_from(Language),
    GENDERS,
    st.text(max_size=15),
    st.text(max_size=15),
    st.sampled_from(["", "Ing.", "Prof. Dr.", "doc. PhDr.", "plk."]),
    st.sampled_from(["", "Ph.D.", "MBA, x", "DiS."]),
    st.one_of(st.text(max_size=3), st.sampled_from(["", *OFFICES])),
    st.sampled_from(["formal", "semi_formal"]),
    st.sampled_from([True, False, None]),
)
def test_any_person_can_be_addressed(
    language: Language,
    gender: str | None,
    given_name: str,
    family_name: str,
    before: str,
    after: str,
    office: str,
    formality: Formality,
    czech: bool | None,
) -> None:
    text = salutation(
        language,
        gender=gender,
        given_name=given_name,
        family_name=family_name,
        title_before=before,
        title_after=after,
        office=office,
        formality=formality,
        is_czech_name=czech,
    ).text
    assert text.endswith(",")
    assert not text.endswith((",,", " ,"))
    assert "  " not in text
    assert "\n" not in text
    for line in address_name(
        language, gender=gender, given_name=given_name, family_name=family_name,
        title_before=before, title_after=after,
    ):  # fmt: skip
        assert line == line.strip()
    guess_gender(given_name, family_name)


@pytest.mark.parametrize(
    ("given_name", "family_name", "czech", "text", "sure"),
    [
        ("Marko", "Jovanović", None, "Vážený pane Jovanovići,", True),
        ("Ana", "Petrović", None, "Vážený pane Petrovići,", True),
        ("MARKO", "JOVANOVIĆ", None, "Vážený pane JOVANOVIĆI,", True),
        ("Petar", "Petrović Njegoš", None, "Vážený pane Petrovići Njegoši,", True),
        ("Ivo", "Kovačević-Marić", None, "Vážený pane Kovačevići-Marići,", True),
        ("Juraj", "Blanár", None, "Vážený pane Blanáre,", True),
        ("Peter", "Horváth", None, "Vážený pane Horváth,", False),
        ("Jozef", "Viskupič", None, "Vážený pane Viskupiči,", True),
        ("Martin", "Netolický", None, "Vážený pane Netolický,", True),
        ("Oleh", "Zelenskyj", None, "Vážený pane Zelenskyj,", True),
        ("Oleh", "Zelenskyj", True, "Vážený pane Zelenskyj,", True),
        ("Nicolae", "Ciucă", True, "Vážený pane Ciucă,", True),
        ("Jan", "Král", None, "Vážený pane Králi,", True),
        ("Josef", "Holub", None, "Vážený pane Holube,", True),
        ("Roman", "Havel", None, "Vážený pane Havle,", True),
        ("Antonín", "Schwarz", None, "Vážený pane Schwarzi,", False),
        ("Robert", "Novotny", None, "Vážený pane Novotny,", True),
        ("Daniel", "Kolb", None, "Vážený pane Kolbe,", False),
        ("Jiří", "z Lobkowicz", True, "Vážený pane z Lobkowicz,", True),
        ("Petr", "Kysel", True, "Vážený pane Kysele,", True),
        ("Petr", "Vítr", True, "Vážený pane Vítře,", False),
        ("Petr", "Kozel", True, "Vážený pane Kozle,", False),
    ],
)
def test_whom_the_given_name_or_the_ending_makes_a_czech_vocative(
    given_name: str, family_name: str, czech: bool | None, text: str, sure: bool
) -> None:
    found = salutation(
        Language.CS, gender="male", given_name=given_name, family_name=family_name,
        is_czech_name=czech,
    )  # fmt: skip
    assert (found.text, not found.doubts) == (text, sure)


@pytest.mark.parametrize(
    ("family_name", "text"),
    [
        ("Graf", "Sehr geehrter Herr Graf,"),
        ("Baron Cohen", "Sehr geehrter Herr Baron Cohen,"),
        ("Graf Lambsdorff", "Sehr geehrter Graf Lambsdorff,"),
        ("Freiherr vom Stein", "Sehr geehrter Freiherr vom Stein,"),
    ],
)
def test_a_name_that_only_looks_like_a_rank_keeps_herr(family_name: str, text: str) -> None:
    found = salutation(Language.DE, gender="male", given_name="Otto", family_name=family_name)
    assert found.text == text


def test_a_german_noble_title_takes_the_place_of_herr() -> None:
    names = {"gender": "male", "given_name": "Otto", "family_name": "Graf von Thun"}
    assert salutation(Language.DE, **names).text == "Sehr geehrter Graf von Thun,"  # type: ignore[arg-type]
    assert salutation(Language.EN, **names).text == "Dear Graf von Thun,"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gender", "title", "family_name", "text"),
    [
        ("male", "Dr.", "Graf von Berg", "Sehr geehrter Herr Dr. Graf von Berg,"),
        ("male", "Dr.", "Freiherr vom Stein", "Sehr geehrter Herr Dr. Freiherr vom Stein,"),
        ("male", "Prof. Dr.", "Prinz zu Lippe", "Sehr geehrter Herr Professor Prinz zu Lippe,"),
        ("female", "Prof.", "Gräfin Dohna", "Sehr geehrte Frau Professorin Gräfin Dohna,"),
        ("female", "", "Gräfin Dohna", "Sehr geehrte Gräfin Dohna,"),
        ("male", "Dipl.-Ing.", "Graf von Berg", "Sehr geehrter Graf von Berg,"),
        ("male", "", "Edler von Holz", "Sehr geehrter Herr von Holz,"),
        ("female", "Dr.", "Edle von der Planitz", "Sehr geehrte Frau Dr. von der Planitz,"),
        ("male", "", "Ritter von Epp", "Sehr geehrter Herr von Epp,"),
        ("male", "", "Ritter", "Sehr geehrter Herr Ritter,"),
        ("male", "Sir", "Smith", "Sehr geehrter Sir Otto,"),
    ],
)
def test_a_rank_beside_an_academic_title_in_german(
    gender: str, title: str, family_name: str, text: str
) -> None:
    found = salutation(
        Language.DE, gender=gender, given_name="Otto", family_name=family_name, title_before=title
    )
    assert found.text == text


@pytest.mark.parametrize("family_name", ["Graf von Berg", "Freiherr vom Stein", "Edler von Holz"])
def test_czech_declines_no_german_rank(family_name: str) -> None:
    for czech in (None, True):
        found = salutation(
            Language.CS, gender="male", given_name="Jan", family_name=family_name,
            title_before="Dr.", is_czech_name=czech,
        )  # fmt: skip
        assert found.text == f"Vážený pane doktore {family_name},"
        assert found.doubts == (CHECK_VOCATIVE,)


@pytest.mark.parametrize(
    ("gender", "title", "text"),
    [("male", "Sir", "Dear Sir John,"), ("female", "Dame", "Dear Dame John,")],
)
def test_a_british_knight_is_addressed_by_the_given_name(
    gender: str, title: str, text: str
) -> None:
    found = salutation(
        Language.EN, gender=gender, given_name="John Paul", family_name="Smith", title_before=title
    )
    assert found.text == text


@pytest.mark.parametrize(
    ("language", "gender", "lines"),
    [
        ("cs", "female", ["J. E. paní", "Anna Novak"]),
        ("de", "male", ["S. E. Herrn Anna Novak"]),
        ("en", "female", ["H.E. Ms Anna Novak"]),
    ],
)
def test_an_excellency_is_called_one_on_the_envelope(
    language: str, gender: str, lines: list[str]
) -> None:
    found = address_name(
        Language(language), gender=gender, given_name="Anna", family_name="Novak", excellency=True
    )
    assert found == lines
