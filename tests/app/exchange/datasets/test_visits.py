"""Members, gifts, costs and the zones of a programme in a data set."""

from __future__ import annotations

from pathlib import Path

from app.db.store import Store
from app.exchange.datasets.importing import import_dataset
from tests.factories import make, value

ORGANISATIONS = "id,name_cs,kind,country\no1,Ústecký kraj,region,CZ\no2,Vojvodina,region,RS\n"
DELEGATIONS = (
    "id,title_cs,direction,start_on,end_on,partner_org_id,place\n"
    "d1,Cesta,outgoing,2027-05-10,2027-05-12,o2,Novi Sad\n"
)


def folder(tmp_path: Path, **files: str) -> Path:
    place = tmp_path / "sada"
    place.mkdir(exist_ok=True)
    for name, text in {"organisations": ORGANISATIONS, "delegations": DELEGATIONS, **files}.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    return place


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        return connection.execute(sql).fetchall()


def test_members_arrive_in_any_order_and_wrong_ones_are_refused(
    store: Store, tmp_path: Path
) -> None:
    person = make(store, "person", family_name="Známá")
    members = (
        "id,delegation_id,person_id,post,side,part,invitation,stands_in_for,accompanies\n"
        "m2,d1,,zástupce hejtmana,guest,member,invited,m1,\n"
        "m1,d1,,hejtman,guest,head,accepted,,\n"
        f"m3,d1,{person},,host,member,,,m2\n"
        "m4,d1,neznamy,,guest,member,,,\n"
        "m5,d9,,nikdo,guest,member,,,\n"
        "m6,d1,,,guest,member,,,\n"
        "m7,d1,,řidič,nikde,driver,,,\n"
        "m8,d1,,kruh,guest,member,,m9,\n"
        "m9,d1,,kruh,guest,member,,m8,\n"
    )
    report = import_dataset(store, folder(tmp_path, members=members))
    refused = {(refusal.line, refusal.column) for refusal in report.refused}
    assert refused == {
        (5, "person_id"),
        (6, "delegation_id"),
        (7, "person_id"),
        (8, "side"),
        (9, "stands_in_for"),
        (10, "stands_in_for"),
    }
    found = rows(
        store,
        "SELECT m.post, s.post, a.post, m.person_id FROM delegation_member m"
        " LEFT JOIN delegation_member s ON s.id = m.stands_in_for_id"
        " LEFT JOIN delegation_member a ON a.id = m.accompanies_id ORDER BY m.post",
    )
    assert found == [
        (None, None, "zástupce hejtmana", person),
        ("hejtman", None, None, None),
        ("zástupce hejtmana", "hejtman", None, None),
    ]
    again = import_dataset(store, folder(tmp_path, members=members))
    assert again.total("added") == again.total("changed") == 0


def test_a_programme_brings_its_zones_kinds_and_tracks(store: Store, tmp_path: Path) -> None:
    programme = (
        "id,delegation_id,starts_at,ends_at,item_cs,starts_zone,ends_zone,kind,track\n"
        "p1,d1,2027-05-10T10:15,2027-05-10T10:05,Let,Europe/Prague,Europe/London,flight,A\n"
        "p2,d1,2027-05-10T12:00,,Bod,Factory,,,\n"
        "p3,d1,2027-05-11T25:00,,Bod,,,,\n"
        "p4,d1,2027-03-28T02:30,,Bod,Europe/Prague,,,\n"
        "p5,d1,2027-05-11T10:00,,Bod,,,cosi,\n"
        "p6,d1,2027-05-11T11:00,2027-05-11T10:30,Bod,Europe/Prague,Europe/Prague,,\n"
    )
    report = import_dataset(store, folder(tmp_path, programme=programme))
    refused = {(refusal.line, refusal.column) for refusal in report.refused}
    assert refused == {(3, "starts_zone"), (4, "starts_at"), (5, "starts"), (6, "kind")}
    found = rows(
        store,
        "SELECT title_cs, starts_zone, ends_zone, kind, track FROM programme_item"
        " WHERE kind IS NOT NULL",
    )
    assert found == [("Let", "Europe/Prague", "Europe/London", "flight", "A")]
    assert any(warning.column == "ends_at" for warning in report.warnings)


def test_costs_without_an_amount_are_refused(store: Store, tmp_path: Path) -> None:
    costs = (
        "id,delegation_id,category,text,planned,actual,currency,paid_by,member_id\n"
        "c1,d1,travel,letenka,12000,,CZK,host,m1\n"
        "c2,d1,travel,nic,,,CZK,own,\n"
        "c3,d1,travel,nic,abc,,CZK,own,\n"
        "c4,d1,travel,nic,100,,korun,own,\n"
        "c5,d1,travel,,,300,EUR,,\n"
        "c6,d1,travel,,,300,EUR,,m7\n"
    )
    members = "id,delegation_id,post\nm1,d1,hejtman\n"
    report = import_dataset(store, folder(tmp_path, costs=costs, members=members))
    refused = {(refusal.line, refusal.column) for refusal in report.refused}
    assert refused == {(3, "planned"), (4, "planned"), (5, "currency"), (7, "member_id")}
    found = rows(store, "SELECT planned, actual, currency, paid_by FROM cost ORDER BY currency")
    assert [tuple(map(str, row)) for row in found] == [
        ("12000", "None", "CZK", "host"),
        ("None", "300", "EUR", "own"),
    ]


def test_gifts_arrive_with_who_gave_and_who_got_them(store: Store, tmp_path: Path) -> None:
    gifts = (
        "id,title,way,day,delegation_id,recipient_org_id,value,currency\n"
        "g1,Váza,given,2027-05-11,d1,o2,1500,CZK\n"
        "g2,,given,2027-05-11,d1,o2,1500,CZK\n"
        "g3,Kniha,given,2027-05-11,,o9,,\n"
    )
    report = import_dataset(store, folder(tmp_path, gifts=gifts))
    refused = {(refusal.line, refusal.column) for refusal in report.refused}
    assert refused == {(3, "title"), (4, "recipient_org_id")}
    ((key, organisation, state),) = rows(
        store, "SELECT id, recipient_organisation_id, state FROM gift"
    )
    assert value(store, "organisation", str(organisation), "name_cs") == "Vojvodina"
    assert value(store, "gift", str(key), "title") == "Váza"
    assert state == "accepted"
