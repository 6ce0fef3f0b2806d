"""Made `schema3.db` and `schema3-encrypted.db`; runs at revision 195a306 only (schema 3).

`python build_schema3.py FOLDER`: real records of every table, made through the services of that
revision, with edits, an undo, a redo, a merge, a merge that was taken apart, deletions, an
erasure, and imports of a data set and an address book. The key of the encrypted file is the 32
bytes 0 to 31.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from app.exchange.contacts_import import import_contacts
from app.exchange.dataset import import_dataset
from app.services.bulk import tag
from app.services.commitments import make_task
from app.services.erasure import erase
from app.services.merge import merge, unmerge
from app.services.undo import redo, undo

from app.db.store import Store
from app.entities import ENTITIES
from app.services import documents, mailing
from app.services.office import open_store
from app.services.records import delete, read, save

KEY = bytes(range(32))


def new(store: Store, kind_of: str, **values: object) -> str:
    return save(store, ENTITIES[kind_of], None, 0, values)[0]


def edit(store: Store, entity: str, key: str, **values: object) -> None:
    with store.reading() as connection:
        found = read(connection, ENTITIES[entity], key)
    save(store, ENTITIES[entity], key, found.version, values)


def dataset(folder: Path) -> Path:
    place = folder / "kraj"
    place.mkdir()
    (place / "organisations.csv").write_text(
        "id,name_cs,name_de,kind,country,city,street,email,phone,note\n"
        "org-kraj,Kraj Vlastní,Region Eigen,region,CZ,Ústí,Velká 1,podatelna@kraj.cz,,Náš kraj\n"
        "org-sasko,Svobodný stát Sasko,Freistaat Sachsen,region,DE,Dresden,Archivstr. 1,,,\n",
        encoding="utf-8",
    )
    (place / "agreements.csv").write_text(
        "id,title_cs,partner_org_id,party_org_ids,kind,signed_on,approved_by,approved_on,areas\n"
        "agr-1,Dohoda se Saskem,org-sasko,org-kraj;org-sasko,memorandum,2013-02-20,Zastupitelstvo,"
        "2013-01-15,kultura;doprava\n",
        encoding="utf-8",
    )
    (place / "delegations.csv").write_text(
        "id,title_cs,direction,partner_org_id,start_on,end_on,place,related_agreement_id\n"
        "del-1,Cesta do Drážďan,outgoing,org-sasko,2026-05-10,2026-05-11,Dresden,agr-1\n",
        encoding="utf-8",
    )
    (place / "milestones.csv").write_text(
        "id,partner_org_id,date,text_cs\nmil-1,org-sasko,2013-02,Podepsáno prohlášení.\n",
        encoding="utf-8",
    )
    (place / "programme.csv").write_text(
        "id,delegation_id,starts_at,ends_at,place,item_cs\n"
        "prg-1,del-1,2026-05-10T09:00,2026-05-10T10:00,Landtag,Uvítání\n",
        encoding="utf-8",
    )
    return place


def cards(folder: Path) -> Path:
    path = folder / "vizitky.vcf"
    people = (("Dvořák", "Petr", "u-1"), ("Weiß", "Käthe", "u-2"))
    path.write_text(
        "".join(
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{family};{given};;;\r\nFN:{given} {family}\r\n"
            f"ORG:Firma Zkouška\r\nTITLE:referent\r\nEMAIL:{uid}@example.org\r\n"
            f"TEL;TYPE=CELL:+420602123456\r\nUID:{uid}\r\nCATEGORIES:kultura\r\nEND:VCARD\r\n"
            for family, given, uid in people
        ),
        encoding="utf-8",
    )
    return path


def fill(store: Store, folder: Path) -> None:
    import_dataset(store, dataset(folder), today=date(2026, 11, 1))
    import_contacts(store, [cards(folder)])
    with store.reading() as connection:
        found = {
            (entity, value): key
            for entity, value, key in connection.execute(
                "SELECT entity, value, record_id FROM external_id"
            )
        }
    partner, agreement = found["organisation", "org-sasko"], found["agreement", "agr-1"]
    visit, petr = found["delegation", "del-1"], found["person", "u-1"]
    user = store.user_id
    body = new(store, "organisation", name_cs="Zemský úřad", kind="ministry", parent_id=partner)
    jana = new(store, "person", given_name="Jana", family_name="Nováková", note="Zná Petra.")
    twin = new(store, "person", given_name="Jana", family_name="Nováková", language="de")
    gone = new(store, "person", given_name="Kunhuta", family_name="Qxžebrovská", tags="vip;host")
    other = new(store, "person", given_name="Ota", family_name="Oddělený")
    double = new(store, "person", given_name="Otto", family_name="Oddělený")
    for person in (jana, gone):
        new(store, "position", person_id=person, organisation_id=body, title_cs="vedoucí")
        new(store, "contact_point", person_id=person, kind="email", value=f"{person}@example.org")
    phone = new(store, "contact_point", person_id=gone, kind="phone", value="+420475123456")
    delete(store, ENTITIES["contact_point"], [phone])
    new(store, "address", person_id=jana, kind="home", street="Dlouhá 1", city="Most")
    new(store, "person_relation", person_id=jana, kind="assistant", other_id=petr)
    new(store, "organisation_relation", organisation_id=body, kind="partner", other_id=partner)
    new(store, "interaction", subject="Hovor s paní Kunhutou Qxžebrovskou", date="2026-10-01",
        kind="call", person_id=gone, organisation_id=body, user_id=user)  # fmt: skip
    area = new(store, "area", name_cs="věda")
    new(store, "contact_area", person_id=jana, area_id=area)
    edit(store, "area", area, name_cs="výzkum")
    promise = new(store, "commitment", agreement_id=agreement, text_cs="Uspořádat výstavu",
                  due="2026-12-01", status="open", assignee_id=user)  # fmt: skip
    make_task(store, promise)
    new(store, "evaluation", agreement_id=agreement, date="2026-09-01", benefit="3", user_id=user)
    new(store, "delegation_member", delegation_id=visit, person_id=gone, side="ours", post="")
    new(store, "delegation_member", delegation_id=visit, person_id=jana, side="ours", post="x")
    task = new(store, "task", title="Týdně volat", status="open", due="2026-11-02",
               recurrence="FREQ=WEEKLY")  # fmt: skip
    new(store, "task_link", task_id=task, entity="person", record_id=jana)
    new(store, "task_link", task_id=task, entity="organisation", record_id=body)
    edit(store, "task", task, status="done")
    file = folder / "zápis.txt"
    file.write_text("Zápis z jednání, přítomna K. Qxžebrovská.", encoding="utf-8")
    document, _ = documents.add(store, file, about=("delegation", visit))
    file.write_text("Zápis z jednání, druhé znění.", encoding="utf-8")
    documents.add_version(store, document, file)
    file.write_text("Životopis.", encoding="utf-8")
    documents.add(store, file, about=("person", gone))
    cards_list = new(store, "mailing_list", name="Vánoční přání", occasion="greeting")
    mailing.add_members(store, cards_list, [jana, gone, petr])
    mailing.set_state(store, cards_list, [jana], "accepted")
    edit(store, "person", jana, note="Zná Petra i Kunhutu Qxžebrovskou.", language="cs")
    edit(store, "person", jana, note="Zná Petra.")
    tag(store, ENTITIES["person"], [jana, petr], "důležité")
    edit(store, "agreement", agreement, title_de="Abkommen mit Sachsen")
    undo(store)
    redo(store)
    edit(store, "agreement", agreement, note="omylem")
    undo(store)
    merge(store, ENTITIES["person"], jana, twin)
    merge(store, ENTITIES["person"], other, double)
    unmerge(store, ENTITIES["person"], other)
    delete(store, ENTITIES["person"], [double])
    erase(store, gone)
    edit(store, "person", petr, note="po výmazu")


def main(folder: Path) -> None:
    for name, key in (("schema3", None), ("schema3-encrypted", KEY)):
        work = folder / f"{name}-work"
        work.mkdir()
        store = open_store(folder / f"{name}.db", key, author="Zkoušející")
        fill(store, work)
        store.compact()
        with store.keeping() as connection:
            connection.execute("DELETE FROM meta WHERE id LIKE 'draft%'")
        store._connection().execute("PRAGMA journal_mode = DELETE")
        store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
