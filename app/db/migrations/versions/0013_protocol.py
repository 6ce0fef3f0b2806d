"""Rank tables, gifts with their stock and limits, checklists, minutes with several people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db.migrations.making import add_columns, make_rows

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_OWNED = ("rank", "stock_entry", "checklist_step", "interaction_person", "agreed_point")


def upgrade() -> None:
    """New tables, and columns of what is there; nothing that was stored changes."""
    names = ["name_de", "name_en"]
    make_rows(
        "rank_table",
        required=["name_cs"],
        texts=[*names, "origin", "valid_from", "territory", "note"],
    )
    make_rows(
        "rank",
        required=["name_cs", "tie"],
        texts=[*names, "came_by", "posts"],
        integers=["place"],
        references={"rank_table_id": "rank_table"},
    )
    make_rows(
        "gift_stock",
        required=["name_cs"],
        texts=[*names, "value", "currency", "supplier", "place", "note", "tags", "archived_on"],
        integers=["reorder_level", "perishable"],
    )
    make_rows(
        "stock_entry",
        required=["day"],
        texts=["text"],
        references={"gift_stock_id": "gift_stock"},
    )
    make_rows(
        "gift",
        required=["title", "way"],
        texts=[
            *("day", "state", "occasion", "description", "value", "currency", "estimated", "fate"),
            *("passed_to", "inventory_no", "reported_on", "note", "source", "tags", "archived_on"),
        ],
        integers=["pieces", "perishable"],
        references={
            "delegation_id": "delegation",
            "photo_id": "document",
            "giver_id": "person",
            "giver_organisation_id": "organisation",
            "recipient_id": "person",
            "recipient_organisation_id": "organisation",
            "gift_stock_id": "gift_stock",
        },
    )
    make_rows(
        "gift_limit",
        required=["whose", "from_whom", "amount", "to_do"],
        texts=["currency", "origin", "valid_from", "note"],
    )
    make_rows("checklist", required=["name"], texts=["direction", "note"])
    make_rows(
        "checklist_step",
        required=["title"],
        texts=["priority", "description"],
        references={"checklist_id": "checklist", "assignee_id": "user"},
    )
    for table, column in (("stock_entry", "pieces"), ("checklist_step", "days")):
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=False))
    for table in ("rank_table", "gift_stock"):
        for language in ("de", "en"):
            column = f"sort_key_{language}"
            op.add_column(table, sa.Column(column, sa.LargeBinary(), nullable=True))
            op.create_index(f"ix_{table}_order_{language}", table, [column, "id"])
    for language in ("_de", "_en", ""):
        columns = ["archived_on", f"sort_key{language}", "id"]
        op.create_index(f"ix_gift_stock_scope{language}", "gift_stock", columns)
    op.create_index("ix_gift_scope", "gift", ["archived_on", "sort_key", "id"])
    make_rows(
        "interaction_person",
        texts=["name"],
        references={"interaction_id": "interaction", "person_id": "person"},
    )
    make_rows(
        "agreed_point",
        required=["text"],
        texts=["due"],
        references={
            "interaction_id": "interaction",
            "assignee_id": "user",
            "agreement_id": "agreement",
            "organisation_id": "organisation",
            "task_id": "task",
            "commitment_id": "commitment",
        },
    )
    for table in _OWNED:  # the rows of a record are few, and found by the record
        op.drop_index(f"ix_{table}_order", table)
    add_columns("interaction", delegation_id="delegation", programme_item_id="programme_item")
    add_columns("delegation", rank_table_id="rank_table")
    add_columns("tag_link", gift_id="gift", gift_stock_id="gift_stock")
    add_columns("delegation_member", integers=["takes_the_place"])
    add_columns("position", texts=["came_by", "in_office_since", "credentials_on"])
