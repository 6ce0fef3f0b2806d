"""Puts the cards of a file into Evolution's address book and prints what it then lists.

Run by the system's Python, which has Evolution's libraries; see `test_real_clients.py`.
"""

import json
import sys
from pathlib import Path

import gi

for name in ("EBook", "EBookContacts", "EDataServer"):
    gi.require_version(name, "1.2")
from gi.repository import EBook, EBookContacts, EDataServer

PHONES = ("BUSINESS", "BUSINESS_2", "HOME", "HOME_2", "MOBILE", "OTHER", "PRIMARY", "PAGER",
          "BUSINESS_FAX", "HOME_FAX", "OTHER_FAX", "COMPANY", "CAR", "ISDN")  # fmt: skip


def main(path):
    parts = Path(path).read_bytes().decode().split("END:VCARD\r\n")[:-1]
    registry = EDataServer.SourceRegistry.new_sync(None)
    source = registry.ref_builtin_address_book()
    client = EBook.BookClient.connect_sync(source, 1, None)
    contacts = [EBookContacts.Contact.new_from_vcard(f"{part}END:VCARD\r\n") for part in parts]
    for contact in contacts:
        client.add_contact_sync(contact, 0, None)
    _, listed = client.get_contacts_sync('(contains "x-evolution-any-field" "")', None)
    json.dump([told(contact) for contact in listed], sys.stdout)


def told(contact):
    def value(name):
        field = getattr(EBookContacts.ContactField, name)
        return contact.get_property(EBookContacts.Contact.field_name(field))

    return {
        "name": value("FULL_NAME"),
        "file_as": value("FILE_AS"),
        "organisation": value("ORG"),
        "emails": [found for number in range(1, 5) if (found := value(f"EMAIL_{number}"))],
        "phones": [found for name in PHONES if (found := value(f"PHONE_{name}"))],
        "photo": contact.get_attribute("PHOTO") is not None,
    }


main(sys.argv[1])
