"""Visits: countries, decisions and costs as rows, who takes part in what, journeys and zones.

Values that become rows are put aside (`moved_…`); `app.db.upgrades` writes the rows into the log.
"""

from __future__ import annotations

from alembic import op

from app.db.migrations.making import add_columns, make_rows

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and columns of visits; nothing that was stored is lost."""
    op.execute(
        "CREATE TABLE moved_delegation AS SELECT id, approved_by, resolution_no, budget,"
        " actual_costs FROM delegation"
    )
    op.execute(
        "CREATE TABLE moved_programme_item AS SELECT id, participants FROM programme_item"
        " WHERE participants <> ''"
    )
    for column in ("approved_by", "resolution_no", "budget", "actual_costs"):
        op.drop_column("delegation", column)
    add_columns("delegation", texts=["countries"])
    op.execute("ALTER TABLE programme_item RENAME COLUMN time_zone TO starts_zone")
    op.execute("ALTER TABLE programme_item RENAME COLUMN description TO description_cs")
    op.drop_column("programme_item", "participants")
    add_columns(
        "programme_item",
        texts=["kind", "ends_zone", "track", "languages", "description_de", "description_en"],
    )
    add_columns(
        "delegation_member",
        texts=[
            *("languages", "precedence_reason", "invited_on", "answered_on"),
            *("arrival", "arrival_place", "arrival_by"),
            *("departure", "departure_place", "departure_by"),
            *("room", "document_needed", "document_until", "needs"),
        ],
        integers=["photo_consent"],
        position_id="position",
        stands_in_for_id="delegation_member",
        accompanies_id="delegation_member",
    )
    make_rows(
        "programme_part",
        texts=["name", "part"],
        references={"programme_item_id": "programme_item", "member_id": "delegation_member"},
    )
    make_rows(
        "cost",
        required=["category"],
        texts=[
            *("text", "day", "planned", "actual", "currency", "rate", "rate_on", "czk"),
            *("paid_by", "paid_with", "chapter", "paragraph", "note"),
        ],
        references={
            "delegation_id": "delegation",
            "member_id": "delegation_member",
            "receipt_id": "document",
        },
    )
    make_rows(
        "country_link",
        required=["code"],
        integers=["place"],
        references={"delegation_id": "delegation"},
    )
    add_columns("resolution", delegation_id="delegation", member_id="delegation_member")
    add_columns(
        "language_link",
        delegation_member_id="delegation_member",
        programme_item_id="programme_item",
    )
