"""A draft of what is sent to the Czech register of contracts (registr smluv).

Source: zákon č. 340/2015 Sb., § 5 (the metadata: the parties, the subject, the price or value
if it can be determined, the day of conclusion), and the register's own XML (ISRS 1.2),
operation ``zverejneni``. The files of the contract are only named in it: they travel beside it
as enclosures of the data message, under exactly the same names.

The program never sends anything. The draft says in its first line that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree as ET

from app.errors import UserError
from app.i18n import N_
from app.rules.days.partial_dates import PartialDate
from app.rules.identifiers import data_box, ico

NAMESPACE = "http://portal.gov.cz/rejstriky/ISRS/1.2/"
FILE_NAME = "zverejneni.xml"
"""The register refuses the operation under any other name, capitals included."""

NO_SUBJECT = N_("The subject of the contract is not stated.")
NO_DATE = N_("The day on which the contract was concluded is not stated.")
NO_DAY = N_("The date of the contract is not known to the day.")
NO_PUBLISHER = N_("The data box of the office that publishes the contract is not stated.")
NO_PARTY = N_("No other party to the contract is stated.")
NO_NAME = N_("A party to the contract has no name.")
NO_IDENTITY = N_("A party to the contract has no company number, data box or address.")
BAD_ICO = N_("A company number (IČO) in the contract is not valid.")
BAD_DATA_BOX = N_("A data box in the contract is not valid.")
BAD_VALUE = N_("The value of the contract without VAT is higher than the value with VAT.")
NO_CURRENCY = N_("Of the value in a foreign currency, the amount or the currency is not stated.")
NO_FILE = N_("No file with the text of the contract is attached.")
EMPTY_FILE = N_("An attached file is empty or has no name.")
SAME_NAME = N_("Two attached files have the same name.")

_COMMENT = (
    "NÁVRH – neodesláno do registru smluv. Přílohy se vkládají do datové zprávy jako samostatné"
    " soubory, pod zcela shodnými názvy."
)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The publisher or another side. `pays` is None where nothing is said of who pays."""

    name: str = ""
    ico: str = ""
    data_box: str = ""
    address: str = ""
    department: str = ""
    pays: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRecord:
    """What is published of a contract. Values are in Czech crowns but for `foreign_value`.

    `foreign_currency` is its code (ISO 4217), `follows` the register's number of the record that
    this one follows (an amendment names its contract).
    """

    publisher: Party
    parties: Sequence[Party] = ()
    subject: str = ""
    concluded_on: PartialDate | None = None
    contract_no: str = ""
    approved_by: str = ""
    value_without_vat: Decimal | None = None
    value_with_vat: Decimal | None = None
    foreign_value: Decimal | None = None
    foreign_currency: str = ""
    follows: int | None = None


def problems(record: ContractRecord) -> list[str]:
    """The message ids of what is missing or wrong, each once; empty when it can be published.

    A value is not asked for: the law wants it only where it can be determined.
    """
    found: list[str] = []
    if not record.subject.strip():
        found.append(NO_SUBJECT)
    if record.concluded_on is None:
        found.append(NO_DATE)
    elif not record.concluded_on.is_day:
        found.append(NO_DAY)
    if not record.publisher.data_box.strip():
        found.append(NO_PUBLISHER)
    if not record.parties:
        found.append(NO_PARTY)
    for party in record.parties:
        if not party.name.strip():
            found.append(NO_NAME)
        if not (party.ico.strip() or party.data_box.strip() or party.address.strip()):
            found.append(NO_IDENTITY)
    for party in (record.publisher, *record.parties):
        found += _wrong_identifiers(party)
    without, full = record.value_without_vat, record.value_with_vat
    if without is not None and full is not None and abs(without) > abs(full):
        found.append(BAD_VALUE)
    if (record.foreign_value is None) == bool(record.foreign_currency.strip()):
        found.append(NO_CURRENCY)
    return list(dict.fromkeys(found))


def attachment_problems(attachments: Sequence[tuple[str, bytes]]) -> list[str]:
    """The message ids of what is wrong with the files (name, content), each once."""
    names = [name.strip() for name, _ in attachments]
    found: list[str] = []
    if not attachments:
        found.append(NO_FILE)
    if not all(names) or not all(content for _, content in attachments):
        found.append(EMPTY_FILE)
    if len(set(names)) < len(names):
        found.append(SAME_NAME)
    return found


def draft(record: ContractRecord, attachments: Sequence[tuple[str, bytes]]) -> bytes:
    """The operation ``zverejneni`` as XML in UTF-8, marked as a draft by a comment.

    Of the files (name, content) only the names are in it. What is not known is left out, a date
    that is not known to the day too, so an incomplete record gives an incomplete draft: ask
    `problems` and `attachment_problems` first. Never raises.
    """
    root = ET.Element(_tag("zverejneni"))
    contract = ET.SubElement(root, _tag("smlouva"))
    _add_party(contract, "subjekt", record.publisher, "platce", record.publisher.pays)
    for party in record.parties:
        receives = None if party.pays is None else not party.pays
        _add_party(contract, "smluvniStrana", party, "prijemce", receives)
    _add(contract, "predmet", record.subject)
    if record.concluded_on is not None and record.concluded_on.is_day:
        _add(contract, "datumUzavreni", str(record.concluded_on))
    _add(contract, "cisloSmlouvy", record.contract_no)
    _add(contract, "schvalil", record.approved_by)
    _add(contract, "hodnotaBezDph", _amount(record.value_without_vat))
    _add(contract, "hodnotaVcetneDph", _amount(record.value_with_vat))
    if record.foreign_value is not None and record.foreign_currency.strip():
        foreign = ET.SubElement(contract, _tag("ciziMena"))
        _add(foreign, "hodnota", _amount(record.foreign_value))
        _add(foreign, "mena", record.foreign_currency)
    _add(contract, "navazanyZaznam", "" if record.follows is None else str(record.follows))
    files = ET.SubElement(root, _tag("prilohy"))
    for name, _ in attachments:
        _add(ET.SubElement(files, _tag("priloha")), "nazevSouboru", name)
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode", default_namespace=NAMESPACE)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {_COMMENT} -->\n{body}\n'.encode()


def _wrong_identifiers(party: Party) -> list[str]:
    found: list[str] = []
    for value, check, problem in (
        (party.ico, ico, BAD_ICO),
        (party.data_box, data_box, BAD_DATA_BOX),
    ):
        try:
            if value.strip():
                check(value)
        except UserError:
            found.append(problem)
    return found


def _add_party(contract: ET.Element, tag: str, party: Party, flag: str, value: bool | None) -> None:
    side = ET.SubElement(contract, _tag(tag))
    _add(side, "datovaSchranka", party.data_box)
    _add(side, "nazev", party.name)
    _add(side, "ico", party.ico)
    _add(side, "adresa", party.address)
    _add(side, "utvar", party.department)
    _add(side, flag, "" if value is None else str(int(value)))


def _add(parent: ET.Element, tag: str, text: str) -> None:
    """An element with a text, if there is one; characters that XML forbids are left out."""
    clean = _NOT_XML.sub("", text).strip()
    if clean:
        ET.SubElement(parent, _tag(tag)).text = clean


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _amount(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
