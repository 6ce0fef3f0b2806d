"""A signature of a mail or the text of a business card, taken apart into the fields of a contact.

What stands in which line is a matter of custom, not of a standard: the parts that can be told by
their form (addresses, numbers, postal codes, words of posts and bodies in Czech, German and
English) are found first; the name is sought among what is left. Nothing is dropped: lines that are
none of this are given back as they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.rules.folding import fold
from app.rules.people.titles import split_titles
from app.rules.postal import told_by_code

Detail = tuple[str, str]
"""A kind of contact detail (``phone``, ``mobile``, ``fax``, ``email``, ``web``, ``data_box``), and
its text as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a text says of a person; empty where it says nothing. `rest` is what is none of it."""

    title_before: str = ""
    given_name: str = ""
    family_name: str = ""
    title_after: str = ""
    post: str = ""
    organisation: str = ""
    units: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    ico: str = ""
    dic: str = ""
    rest: tuple[str, ...] = ()

    def of(self, kind: str) -> list[str]:
        """The contact details of one kind."""
        return [text for found, text in self.details if found == kind]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_POSTS = _words(
    "clen clenka marszalek wojt burmistrz prezydent dyrektor kierownik wojewoda starosta"
    " zastupce zastupkyne zastupca zastupkyna veduci veduca riaditel riaditelka tajomnik tajomnicka"
    " podpredseda podpredsednicka predsednicka primatora namestnik namestnicka generalny"
    " hejtman hejtmanka namestek namestkyne reditel reditelka vedouci referent referentka tajemnik"
    " tajemnice starosta starostka mistostarosta mistostarostka primator primatorka primatorky"
    " ministr ministryne poslanec poslankyne senator senatorka radni zastupitel zastupitelka"
    " predseda predsedkyne mistopredseda mistopredsedkyne jednatel jednatelka koordinator"
    " koordinatorka specialista specialistka asistent asistentka poradce poradkyne mluvci rektor"
    " rektorka prorektor prorektorka dekan dekanka prodekan konzul konzulka velvyslanec"
    " velvyslankyne metodik pracovnik pracovnice manazer manazerka odbornik projektovy garant"
    " sekretar sekretarka ucetni kancler kurator kuratorka prednosta prednostka zmocnenec"
    " leiter leiterin referatsleiter referatsleiterin abteilungsleiter abteilungsleiterin"
    " direktor direktorin geschaftsfuhrer geschaftsfuhrerin sachbearbeiter sachbearbeiterin"
    " burgermeister burgermeisterin oberburgermeister oberburgermeisterin landrat landratin"
    " minister ministerin staatssekretar staatssekretarin ministerprasident ministerprasidentin"
    " beauftragter beauftragte sprecher sprecherin referentin koordinatorin assistent assistentin"
    " vorsitzender vorsitzende prasident prasidentin stellvertretender stellvertretende dezernent"
    " dezernentin botschafter botschafterin konsul generalkonsul generalkonsulin projektleiter"
    " projektleiterin mitarbeiter mitarbeiterin amtsleiter amtsleiterin"
    " head director officer manager mayor deputy chair chairman chairwoman chairperson secretary"
    " coordinator adviser advisor assistant ambassador consul minister governor president member"
    " specialist spokesperson chief commissioner councillor rector dean professor attache"
)
_BODIES = _words(
    "urzad wojewodztwo wojewodztwa gmina miasto powiat"
    " urad magistrat kraj kraje kraju kancelar mesto mesta obec obce ministerstvo univerzita vlada"
    " parlament senat skola gymnazium nemocnice muzeum galerie knihovna komora agentura ustav"
    " institut spolecnost spolek nadace asociace sdruzeni svaz euroregion velvyslanectvi konzulat"
    " centrum sro spol druzstvo"
    " stadt gemeinde landkreis landratsamt staatskanzlei staatsministerium ministerium freistaat"
    " regierung bezirksregierung landtag universitat hochschule kammer verein verband stiftung"
    " botschaft generalkonsulat landesdirektion regierungsprasidium gmbh ag ev kg gesellschaft"
    " amt rathaus museum bibliothek klinikum euroregion institut anstalt region"
    " university ministry council government parliament chamber agency institute foundation"
    " association embassy consulate ltd inc llc plc company corporation commission committee"
    " authority city county municipality union school college hospital bank as"
)
_UNITS = _words(
    "odbor oddeleni usek sekce referat sekretariat katedra fakulta pracoviste utvar"
    " abteilung referat dezernat fachbereich stabsstelle sachgebiet lehrstuhl fakultat"
    " department unit section division directorate faculty desk office"
)
_GREETINGS = re.compile(
    r"(s (pozdravem|pozdravom|uctou|pratelskym pozdravem|pranim (hezkeho|pekneho) dne)|hezky den"
    r"|dekuji"
    r"|preji (hezky|pekny) den|mit (freundlichen|besten|herzlichen) (grussen|gruss)|freundliche"
    r" grusse|viele grusse|mfg|im auftrag|i a|hochachtungsvoll|(best|kind|warm) regards|regards"
    r"|(yours )?(sincerely|faithfully)|yours (sincerely|faithfully)|best wishes|many thanks)"
)
_LABELS: tuple[tuple[str, str], ...] = (
    ("mobile", r"mobilni telefon|mobile phone|mobiltelefon|mobil\w*|mobile|handy|gsm|mob|cell|m"),
    ("fax", r"telefax|fax|f"),
    ("phone", r"telefon\w*|phone|fon|tel|durchwahl|direct|ustredna|t|p"),
    ("email", r"e ?mail\w*|mail|e"),
    ("web", r"webove stranky|web\w*|internet|www|homepage|url|w"),
    ("data_box", r"datova schranka|id datove schranky|id ds|idds|isds|ds|datenbox|data box"),
    ("ico", r"ico|ic|reg no"),
    ("dic", r"dic|ust idnr|ust id|vat id|vat no|vat"),
    ("address", r"adresa|sidlo|adresse|anschrift|address"),
    ("post", r"funkce|position|funktion|pozice"),
    ("organisation", r"organizace|firma|organisation|company|instituce"),
)
_LABELLED = re.compile(r"\s*([^\W\d_][\w .\-()]{0,28}?)\s*(?:\.?:|\.(?=\s))\s*(.*)", re.DOTALL)
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(
    r"(?:https?://|www\.)[^\s<>|,;]+|(?<![\w@.])[\w-]+(?:\.[\w-]+)*"
    r"\.(?:cz|de|eu|sk|at|pl|com|org|net|gov|uk|int)\b(?:/[^\s<>|,;]*)?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\(?\+?\(?[0-9][0-9 ()/.\u00a0\-–]{5,}[0-9]")
_EXTENSION = r"(?:[\s,]*\b(?:ext|extension|klapka|kl|linka|l|durchwahl|dw|nst)\b\.?\s*\d{1,6})"
_PHONE_HERE = re.compile(rf"[\s,;/]*({_PHONE.pattern}{_EXTENSION}?)", re.IGNORECASE)
_PHONE_ANYWHERE = re.compile(rf"({_PHONE.pattern})({_EXTENSION}?)", re.IGNORECASE)
_POSTAL = re.compile(
    r"(?:^|[,;]\s*|\s)(?:(CZ|SK|D|A|DE|AT|PL)\s?[-–]?\s?)?((?:\d{3}\s?\d{2}|\d{2}-\d{3}|\d{4}))\s+"
    r"([^\W\d][^,;|\d]*(?:\s\d{1,2})?(?=$|[,;|]))"
)
_PREFIXES = {"D": "DE", "A": "AT"}
_STREET = re.compile(
    r"[^\W\d].*\s\d+[a-zA-Z]?(?:\s?[-–]\s?\d+[a-zA-Z]?)?(?:\s?/\s?\d+\s?[a-zA-Z]?)?$"
)
_SEPARATORS = re.compile(r"\s*[|•·‖¦\t]\s*|\s{3,}|\s+[–—]\s+")


def read_signature(text: str) -> Signature:
    """What a pasted text says. Any text gets an answer; it takes time in step with its length."""
    found = _Reader()
    for line in text.replace("\r", "\n").replace("\x0b", "\n").split("\n"):
        for part in _SEPARATORS.split(line.strip(" \t>*_")):
            found.take(part.strip(" ,;"))
    return found.result()


class _Reader:
    def __init__(self) -> None:
        self.details: list[Detail] = []
        self.facts: dict[str, str] = {}
        self.units: list[str] = []
        self.lines: list[str] = []

    def take(self, part: str) -> None:
        """Take in one part of a line, from what is surest to what is left for later."""
        if not part or not any(sign.isalnum() for sign in part):
            return
        if _GREETINGS.fullmatch(fold(part)):
            return
        kind, rest = _label(part)
        if kind and rest and self._labelled(kind, rest):
            return
        rest = self._details(part)
        rest = self._address(rest) if rest else ""
        if rest:
            self.lines.append(rest)

    def _labelled(self, kind: str, text: str) -> bool:
        """Whether what stands behind a label is what the label says; it is taken then."""
        if kind in ("phone", "mobile", "fax"):
            at = 0
            while number := _PHONE_HERE.match(text, at):
                self.details.append((kind, " ".join(number[1].split())))
                at = number.end()
            self._more(text[at:])
            return at > 0
        if kind in ("email", "web"):
            rest = self._details(text)
            self._more(rest)
            return rest != text
        if kind == "data_box" and (code := re.match(r"[a-z0-9]{7}\b", text, re.IGNORECASE)):
            self.details.append(("data_box", code[0].lower()))
            self._more(text[7:])
            return True
        if kind == "ico" and (code := re.match(r"\d{3} ?\d{2} ?\d{3}\b|\d{6,8}\b", text)):
            self.facts.setdefault("ico", code[0].replace(" ", ""))
            self._more(text[code.end() :])
            return True
        if kind == "dic" and (code := re.match(r"[A-Z]{2} ?[\dA-Z]{8,12}\b", text, re.IGNORECASE)):
            self.facts.setdefault("dic", code[0].replace(" ", "").upper())
            self._more(text[code.end() :])
            return True
        if kind == "address":
            if rest := self._address(text):
                self.facts.setdefault("street", rest)
            return True
        if kind in ("post", "organisation") and kind not in self.facts:
            self.facts[kind] = text
            return True
        return False

    def _more(self, rest: str) -> None:
        """What stands behind a labelled value may be labelled itself (``Tel.: 1 Fax: 2``)."""
        if rest := rest.strip(" ,;/"):
            self.take(rest)

    def _details(self, text: str) -> str:
        """Take out mail and web addresses and phones; give what is left."""
        for address in _EMAIL.findall(text):
            self.details.append(("email", address.rstrip(".")))
        text = _EMAIL.sub(" ", text)
        for address in _WEB.findall(text):
            self.details.append(("web", address.rstrip("./)")))
        text = _WEB.sub(" ", text)
        for number, extension in _PHONE_ANYWHERE.findall(text):
            if _is_phone(number):
                self.details.append(("phone", " ".join(f"{number}{extension}".split())))
                text = text.replace(f"{number}{extension}", " ", 1)
        kind, rest = _label(text.strip())
        return "" if kind and not rest else text.strip(" ,;:/<>()")

    def _address(self, text: str) -> str:
        """Take out a street, a postal code and a town; give what is left."""
        pieces = [piece.strip() for piece in re.split(r"[,;]\s*", text)]
        left: list[str] = []
        for piece in pieces:
            if "postal_code" not in self.facts and (found := _POSTAL.search(piece)):
                self.facts["postal_code"], self.facts["city"] = found[2].strip(), found[3].strip()
                if found[1]:
                    self.facts.setdefault("country", _PREFIXES.get(found[1], found[1]))
                before, after = piece[: found.start()].strip(), piece[found.end() :].strip()
                left += [rest for rest in (before, after) if rest]
            else:
                left.append(piece)
        if "street" not in self.facts:
            for number, piece in enumerate(left):
                if _STREET.fullmatch(piece) and not kinds_of(piece) & {"unit"}:
                    self.facts["street"] = left.pop(number)
                    break
        if "city" in self.facts and "country" not in self.facts:
            for piece in left:
                if fold(piece) in _COUNTRIES:
                    self.facts["country"] = piece
                    left.remove(piece)
                    break
        return ", ".join(left)

    def result(self) -> Signature:
        lines = self.lines
        if "country" not in self.facts:
            country, _ = told_by_code(self.facts.get("postal_code", ""))
            self.facts |= {"country": country} if country else {}
        name = self._name(lines)
        before = given = family = after = ""
        if name is not None:
            before, bare, after = split_titles(lines[name])
            given, family = _given_and_family(bare)
            lines = lines[:name] + lines[name + 1 :]
        rest: list[str] = []
        for line in lines:
            kinds = kinds_of(line)
            if "unit" in kinds and "post" not in kinds_of(line.split()[0]):
                self.units.append(line)
            elif "post" in kinds and "post" not in self.facts:
                self.facts["post"] = line
            elif "body" in kinds and "organisation" not in self.facts:
                self.facts["organisation"] = line
            else:
                rest.append(line)
        return Signature(
            title_before=before,
            given_name=given,
            family_name=family,
            title_after=after,
            units=tuple(self.units),
            details=tuple(dict.fromkeys(self.details)),
            rest=tuple(rest),
            **self.facts,
        )

    def _name(self, lines: list[str]) -> int | None:
        """Which line is the name: the likeliest one, the first of equals."""
        best, most = None, 0
        addresses = fold(" ".join(t for kind, t in self.details if kind == "email"))
        for number, line in enumerate(lines):
            score = _like_a_name(line, addresses)
            if score > most:
                best, most = number, score
        return best


def _like_a_name(line: str, addresses: str) -> int:
    """How much a line is like a person's name; 0 if it is none."""
    before, bare, after = split_titles(line)
    words = [word.strip(",") for word in bare.split()]
    if not 2 <= len(words) <= 5 or any(sign.isdigit() for sign in bare):
        return 0
    if kinds_of(bare):
        return 0
    if any(not word[0].isupper() and word not in _PARTICLES for word in words if word):
        return 0
    score = 1 + 4 * bool(before or after)
    in_address = [fold(w) for w in words if len(w) > 2 and fold(w).split()[:1]]
    return score + 2 * sum(word.split()[0] in addresses for word in in_address if word)


def _given_and_family(name: str) -> tuple[str, str]:
    """A bare name in its two parts; a family name in capitals or before a comma comes first."""
    if "," in name:
        family, _, given = name.partition(",")
        return given.strip(), _cased(family.strip())
    words = name.split()
    loud = [word for word in words if len(word) > 1 and word.isupper()]
    if loud and len(loud) < len(words):
        quiet = [word for word in words if word not in loud]
        return " ".join(quiet), _cased(" ".join(loud))
    at = next((n for n, word in enumerate(words) if n and fold(word).endswith("ova")), 0)
    at = at or len(words) - 1  # ``Petra Dvořáková Nová`` has two family names
    while at > 1 and words[at - 1].casefold() in _PARTICLES:
        at -= 1
    return _cased(" ".join(words[:at])), _cased(" ".join(words[at:]))


_PARTICLES = _words("von van de der den zu zur z ze di da del della und a el al bin ben")


def _cased(name: str) -> str:
    """A name that was written in capitals as a name."""
    return name.title() if name.isupper() and len(name) > 1 else name


def _label(part: str) -> tuple[str, str]:
    """What a part says that it is, and what stands behind its label; empty if it has none."""
    found = _LABELLED.fullmatch(part)
    if not found:
        match = re.fullmatch(r"([^\W\d_]{1,12})\s+(\(?\+?[0-9].*)", part)
        if not match:
            return "", ""
        found = match
    said = fold(re.sub(r"\(.*?\)", "", found[1]))
    for kind, words in _LABELS:
        if re.fullmatch(words, said):
            return kind, found[2].strip()
    return "", ""


def _is_phone(number: str) -> bool:
    """Whether digits outside a label are a phone: enough of them, no date and no range of years."""
    digits = re.sub(r"\D", "", number)
    if re.fullmatch(r"\d{1,2}\. ?\d{1,2}\. ?\d{4}|\d{4} ?[-–] ?\d{4}", number.strip()):
        return False
    return number.strip().startswith(("+", "00", "(")) or 9 <= len(digits) <= 15


def kinds_of(text: str) -> set[str]:
    """What the words of a text speak of: a ``post``, a ``body``, a ``unit``."""
    words = set(fold(re.sub(r"\b([a-z])\.\s?([a-z])\.", r"\1\2", text.casefold())).split())
    found = {"post": _POSTS, "body": _BODIES, "unit": _UNITS}
    return {kind for kind, known in found.items() if words & known}


_COUNTRIES = _words("cesko deutschland germany austria osterreich slovensko slovakia poland polska")
_COUNTRIES |= {
    "ceska republika", "czech republic", "czechia", "tschechische republik", "tschechien",
    "nemecko", "rakousko", "polsko", "slovenska republika", "slovak republic", "slowakei",
    "slowakische republik", "bundesrepublik deutschland", "republik osterreich", "rakusko",
    "ceska rep", "cr", "rzeczpospolita polska", "polen",
}  # fmt: skip
