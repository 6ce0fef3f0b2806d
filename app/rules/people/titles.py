"""Academic titles of Czech, Slovak, German and English usage: where they stand and how they sound.

Sources: zákon č. 111/1998 Sb., o vysokých školách, § 45 to 47 and 71 to 74 (which titles there
are and on which side of the name they stand); the ÚJČ's Internetová jazyková příručka, "Pořadí
titulů" (a higher title before a lower one, those of one degree as their holder writes them);
Duden and DIN 5008 (only Professor and Dr. are part of a German salutation).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.i18n import Language

Place = Literal["before", "after", "either"]
Spoken = tuple[str, str]
"""What is said to a man and to a woman."""

_PROFESSOR, _DOCENT, _DOCTOR, _MASTER, _BACHELOR, _OTHER = range(1, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """One title. `form` is how it is written, `kept` are other right forms, kept as typed.

    `rank` orders it (1 is the highest); a title without one stays where it stands. `cs` (the
    vocative), `de` and `en` are said in a salutation; empty where it is not customary. `czech`
    says that only Czechs and Slovaks bear it.
    """

    form: str
    place: Place = "before"
    rank: int | None = None
    cs: Spoken = ("", "")
    de: Spoken = ("", "")
    en: str = ""
    kept: tuple[str, ...] = ()
    czech: bool = False

    def spoken(self, language: Language, *, female: bool) -> str:
        """What is said in a salutation in `language`, or nothing."""
        if language is Language.EN:
            return self.en
        return (self.cs if language is Language.CS else self.de)[female]


_PROFESSOR_CS, _PROFESSOR_DE = ("profesore", "profesorko"), ("Professor", "Professorin")
_DOCTOR_CS, _DOCTOR_DE = ("doktore", "doktorko"), ("Dr.", "Dr.")
_ENGINEER_CS, _MASTER_CS = ("inženýre", "inženýrko"), ("magistře", "magistro")
_ARCHITECT_CS = ("architekte", "architektko")


def _professor(form: str, *kept: str) -> Title:
    return Title(
        form=form, kept=kept, rank=_PROFESSOR, cs=_PROFESSOR_CS, de=_PROFESSOR_DE, en="Professor"
    )


def _doctor(form: str, *kept: str, place: Place = "before", czech: bool = False) -> Title:
    return Title(
        form=form, kept=kept, place=place, rank=_DOCTOR, czech=czech,
        cs=_DOCTOR_CS, de=_DOCTOR_DE, en="Dr",
    )  # fmt: skip


def _silent(
    form: str, *kept: str, place: Place = "before", rank: int | None = None, czech: bool = False
) -> Title:
    """A title that nobody is addressed by."""
    return Title(form=form, kept=kept, place=place, rank=rank, czech=czech)


TITLES: tuple[Title, ...] = (
    _professor("prof.", "Prof."),
    # A habilitation requires a doctorate, hence Dr. where the word docent is not known.
    Title(
        form="doc.", rank=_DOCENT,
        cs=("docente", "docentko"), de=_DOCTOR_DE, en="Dr", czech=True,
    ),
    *(
        _doctor(form, czech=True)
        for form in (
            "PhDr.", "JUDr.", "MUDr.", "MDDr.", "MVDr.", "RNDr.", "PaedDr.", "PharmDr.",
            "ThDr.", "RSDr.",
        )
    ),
    *(_silent(form, rank=_MASTER, czech=True) for form in ("ThLic.", "ICLic.")),
    *(
        Title(form=form, rank=_MASTER, cs=_ENGINEER_CS, czech=True)
        for form in ("Ing.", "Ing. arch.")
    ),
    *(
        Title(form=form, rank=_MASTER, cs=_MASTER_CS, czech=True)
        for form in ("Mgr.", "MgA.", "Mgr. art.", "PhMr.")
    ),
    *(
        Title(form=form, rank=_MASTER, cs=_ARCHITECT_CS, czech=True)
        for form in ("akad. arch.", "ak. arch.")
    ),
    *(
        _silent(form, rank=_MASTER, czech=True)
        for form in ("akad. mal.", "ak. mal.", "akad. soch.", "ak. soch.")
    ),
    *(_silent(form, rank=_BACHELOR, czech=True) for form in ("Bc.", "BcA.")),
    Title(
        form="Mons.", cs=("monsignore", "monsignore"), de=("Monsignore", "Monsignore"),
        en="Monsignor",
    ),
    Title(
        form="Msgr.", cs=("monsignore", "monsignore"), de=("Monsignore", "Monsignore"),
        en="Monsignor",
    ),
    _doctor("Ph.D.", "PhD.", place="after"),
    *(_doctor(form, place="after", czech=True) for form in ("Th.D.", "ArtD.", "DrSc.")),
    _doctor("DSc.", "D.Sc.", "DSc", place="after"),
    _silent("CSc.", place="after", rank=_DOCTOR, czech=True),
    _silent("DiS.", place="after", rank=_OTHER, czech=True),
    # German and Austrian ones
    _professor("Professor"),
    _professor("Professorin"),
    _professor("Univ.-Prof."),
    _professor("Hon.-Prof."),
    _professor("apl. Prof."),
    _professor("Jun.-Prof."),
    _doctor("Dr.", "Dr", place="either"),
    _doctor("DDr."),
    _doctor("Dr.-Ing."),
    _doctor("Priv.-Doz."),
    _doctor("PD"),
    *(
        Title(form=form, rank=_MASTER, cs=_ENGINEER_CS)
        for form in ("Dipl.-Ing.", "Dipl.-Ing. (FH)", "DI", "inż.")
    ),
    *(Title(form=form, rank=_MASTER, cs=_MASTER_CS) for form in ("Mag.", "MMag.", "Mag. (FH)")),
    # English ones and those that came with them
    *(
        _silent(form, *kept, place="after", rank=_OTHER)
        for form, *kept in (
            ("MBA",), ("MPA",), ("MPH",), ("LL.M.",), ("LL.B.",), ("LL.D.",),
            ("MSc.", "MSc", "M.Sc."), ("BSc.", "BSc", "B.Sc."),
            ("M.A.", "MA"), ("B.A.", "BA"), ("MPhil", "M.Phil."),
            ("M.Eng.", "MEng"), ("B.Eng.", "BEng"), ("M.Ed.", "MEd"), ("B.Ed.", "BEd"),
        )
    ),
)  # fmt: skip
"""The titles that are known; a doctorate with its field (``Dr. med.``) is read by a rule."""

_HONORARY = Title(form="Dr. h. c.", place="either", de=_DOCTOR_DE)
_GERMAN_DIPLOMA = Title(form="Dipl.-…", rank=_MASTER)


def _key(text: str) -> str:
    """What makes two written forms one title: neither dots, spaces nor capitals count."""
    return re.sub(r"[\s.]", "", text).casefold()


_BY_KEY = {_key(title.form): title for title in TITLES} | {
    "dipling": next(title for title in TITLES if title.form == "Dipl.-Ing."),
    "dipling(fh)": next(title for title in TITLES if title.form == "Dipl.-Ing. (FH)"),
    "privdoz": next(title for title in TITLES if title.form == "Priv.-Doz."),
}
_LONGEST = 3  # pieces of one title: Dipl.-Ing. (FH)
_LIKE_NAMES = {"ma", "ba", "di", "pd"}
"""Keys that are also names: they are titles only in capitals or with their dots."""

_FIELDS = {
    "med", "phil", "jur", "iur", "rer", "nat", "pol", "oec", "theol", "vet", "dent", "sc", "agr",
    "habil", "techn", "mont", "publ", "soc", "math", "paed", "mult", "hc", "hab",
}  # fmt: skip
_AND = {"et", "&"}
_ATOM = re.compile(r"[^\s.]*\.+|[^\s.]+")


class _Piece(NamedTuple):
    """A title in its written form, or words that are none (then `title` is None)."""

    text: str
    title: Title | None


class _Found(NamedTuple):
    piece: _Piece
    atoms: int


def _find(words: Sequence[str], start: int) -> _Found | None:
    """The title that begins at `start`, the longest one."""
    atoms = words[start : start + _LONGEST]
    if _key(atoms[0]) == "dipl" and len(atoms) > 1 and re.match(r"-\w", atoms[1]):
        form = _BY_KEY.get(_key("".join(atoms[:2])), _GERMAN_DIPLOMA)
        text = form.form if form is not _GERMAN_DIPLOMA else f"Dipl.{atoms[1]}"
        more = len(atoms) > 2 and atoms[2] == "(FH)"
        return _Found(_Piece(f"{text} (FH)" if more else text, form), 3 if more else 2)
    for count in range(min(_LONGEST, len(atoms)), 0, -1):
        key = _key("".join(atoms[:count]))
        title = _BY_KEY.get(key)
        typed = "".join(atoms[:count])
        if title is None or (key in _LIKE_NAMES and "." not in typed and not typed.isupper()):
            continue
        if key in ("dr", "ddr", "dr-ing"):
            return _doctorate(title, words, start, count)
        return _Found(_Piece(typed if typed in title.kept else title.form, title), count)
    return None


def _doctorate(title: Title, atoms: Sequence[str], start: int, count: int) -> _Found:
    """A doctorate with its field and its honours: ``Dr. rer. nat. h. c. mult.``"""
    words, at = [title.form], start + count
    while at < len(atoms):
        pair = tuple(atoms[at : at + 2])
        if pair in (("h.", "c."), ("e.", "h."), ("E.", "h.")):
            words += pair
            at += 2
        elif atoms[at].rstrip(".") in _FIELDS:
            words.append("h. c." if _key(atoms[at]) == "hc" else f"{atoms[at].rstrip('.')}.")
            at += 1
        else:
            break
    text = " ".join(words)
    honorary = title.form == "Dr." and re.match(r"Dr\. ([hH]\. c\.|[eE]\. h\.)", text)
    return _Found(_Piece(text, _HONORARY if honorary else title), at - start)


def _read(atoms: Sequence[str]) -> list[_Piece]:
    """All pieces of a text that holds titles; two titles joined by *et* are one piece."""
    pieces: list[_Piece] = []
    at = 0
    while at < len(atoms):
        found = _find(atoms, at)
        if found is None:
            pieces.append(_Piece(atoms[at], None))
            at += 1
            continue
        at += found.atoms
        piece = found.piece
        if len(pieces) > 1 and pieces[-1].text in _AND and pieces[-2].title is not None:
            joint, first = pieces.pop(), pieces.pop()
            piece = _Piece(f"{first.text} {joint.text} {piece.text}", first.title)
        pieces.append(piece)
    return pieces


def _atoms(text: str) -> list[str]:
    return _ATOM.findall(text)


def _read_after(text: str) -> list[_Piece]:
    """The pieces of titles behind a name; unknown words between two commas stay together."""
    pieces: list[_Piece] = []
    for part in text.split(","):
        words = _read(_atoms(part))
        if all(piece.title is None for piece in words):
            words = [_Piece(" ".join(part.split()), None)] if words else []
        pieces += words
    return pieces


def _sorted(pieces: Iterable[_Piece]) -> list[_Piece]:
    """The ranked ones in their order, in the places of ranked ones; the others do not move."""
    result = list(pieces)
    places = [at for at, piece in enumerate(result) if piece.title and piece.title.rank]
    ranked = sorted((result[at] for at in places), key=_rank)
    for at, piece in zip(places, ranked, strict=True):
        result[at] = piece
    return result


def _rank(piece: _Piece) -> int:
    return (piece.title and piece.title.rank) or _OTHER


def _arranged(before: Sequence[_Piece], after: Sequence[_Piece]) -> tuple[str, str]:
    """Both lists with each title on its side, ordered and written."""
    front = [p for p in before if p.title is None or p.title.place != "after"]
    front += [p for p in after if p.title is not None and p.title.place == "before"]
    back = [p for p in before if p.title is not None and p.title.place == "after"]
    back += [p for p in after if p.title is None or p.title.place != "before"]
    if any(piece.title and piece.title.czech for piece in (*front, *back)):
        # Czech writes prof. in small letters, German writes Prof. Dr.
        front = [p._replace(text="prof.") if p.text == "Prof." else p for p in front]
    return (
        " ".join(piece.text for piece in _sorted(front)),
        ", ".join(piece.text for piece in _sorted(back)),
    )


def order_titles(before: str, after: str) -> tuple[str, str]:
    """The titles before and after a name on their right side, in their right order and form.

    prof. comes before doc., before doctors, before Ing. and Mgr., before Bc.; behind the name
    Ph.D., CSc. and DrSc. come before MBA, LL.M. and DiS. Titles of one rank keep the order in
    which they are given, unknown ones keep their place. Raises nothing.
    """
    return _arranged(_read(_atoms(before.replace(",", " "))), _read_after(after))


def split_titles(text: str) -> tuple[str, str, str]:
    """The titles before the name, the bare name, and the titles after it, of a name as typed.

    Takes ``doc. Ing. Jan Novák, Ph.D., MBA`` as well as ``Novák Jan ing phd``; the titles come
    in the order of `order_titles`. Given and family name stay as they were typed, also with
    a comma between them. Raises nothing; a text of titles alone gives an empty name.
    """
    front: list[_Piece] = []
    back: list[_Piece] = []
    names: list[str] = []
    for part in text.split(","):
        atoms = [(match.group(), match.start(), match.end()) for match in _ATOM.finditer(part)]
        words = [atom for atom, _, _ in atoms]
        first = _front(words)
        last = _back(words, first) if first < len(words) else first
        if first == last and names:
            back += _read(words)
            continue
        front += _read(words[:first])
        back += _read(words[last:])
        if first < last:
            names.append(" ".join(part[atoms[first][1] : atoms[last - 1][2]].split()))
    before, after = _arranged(front, back)
    return before, ", ".join(names), after


def _front(words: Sequence[str]) -> int:
    """How many of `words` are titles before a name, with the abbreviations among them."""
    at = end = 0
    while at < len(words):
        found = _find(words, at)
        if found is not None:
            at += found.atoms
            end = at
        elif words[at] in _AND or re.fullmatch(r"\w{2,}\.", words[at]):
            at += 1  # an unknown abbreviation is a title only where a known one follows
        else:
            break
    return end


def _back(words: Sequence[str], first: int) -> int:
    """Where the name ends that begins at `first`: the rest of `words` are titles."""
    plain, capitals = _titles_to_the_end(words), _marked_to_the_end(words, first)
    for at in range(first + 1, len(words)):
        # "Jan Mag" may be a name; behind two words of a name it is a title.
        if plain[at] and (at - first >= 2 or capitals[at]):
            return at
    return len(words)


def _titles_to_the_end(words: Sequence[str]) -> list[bool]:
    """Of each place whether only titles stand from there on, as `_read` reads them.

    Reckoned from the end, so that a text of a million words takes no longer than it is long.
    """
    count = len(words)
    alone = [False] * count + [False]
    behind = [False] * count + [True]  # of what follows a title, where "et" may join another one
    for at in range(count - 1, -1, -1):
        found = _find(words, at)
        if found is not None:
            alone[at] = behind[at] = behind[at + found.atoms]
        elif words[at] in _AND and at + 1 < count:
            behind[at] = alone[at + 1]
    return alone


def _marked_to_the_end(words: Sequence[str], first: int) -> list[bool]:
    """Of each place whether all words from there on are written as only titles are."""
    capitals = not words[first].isupper()  # a name in small letters, its title in capitals
    marked = [True] * (len(words) + 1)
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        marked[at] = marked[at + 1] and ("." in word or (capitals and word.isupper()))
    return marked


def spoken_title(before: str, after: str, language: Language, *, female: bool) -> str:
    """The highest title that is said in a salutation in `language`, or nothing.

    Czech in the vocative (``inženýre``), German as ``Professor``, ``Professorin`` or ``Dr.``,
    English as ``Professor`` or ``Dr``.
    """
    pieces = [*_read(_atoms(before.replace(",", " "))), *_read_after(after)]
    said = [
        (_rank(piece), piece.title.spoken(language, female=female))
        for piece in pieces
        if piece.title is not None
    ]
    return min(((rank, text) for rank, text in said if text), default=(0, ""), key=_first)[1]


def _first(pair: tuple[int, str]) -> int:
    return pair[0]


def has_unknown_title(before: str, after: str) -> bool:
    """Whether a title is among them that is not known here (a military rank, for example)."""
    pieces = [*_read(_atoms(before.replace(",", " "))), *_read_after(after)]
    return any(piece.title is None for piece in pieces)


def beside_dr(after: str) -> str:
    """The titles after a name without the doctorates: English writes Dr before it or Ph.D. behind
    it, never both.
    """
    pieces = _read_after(after)
    return ", ".join(p.text for p in pieces if p.title is None or p.title.en != "Dr")
