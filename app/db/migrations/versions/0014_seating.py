"""Seating plans, meetings, the approval of papers, the budget, and advances."""

from __future__ import annotations

from alembic import op

from app.db.migrations.making import add_columns, make_rows

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New tables and columns; nothing that was stored changes."""
    make_rows(
        "seating_plan",
        required=["name", "shape"],
        texts=["host_at"],
        integers=["seat_count", "table_count", "chosen"],
        references={"programme_item_id": "programme_item"},
    )
    make_rows(
        "seating_seat",
        texts=["name"],
        integers=["number", "locked"],
        references={"seating_plan_id": "seating_plan", "member_id": "delegation_member"},
    )
    make_rows(
        "seating_wish",
        required=["kind"],
        texts=["reason"],
        references={
            "delegation_id": "delegation",
            "member_id": "delegation_member",
            "other_id": "delegation_member",
        },
    )
    make_rows(
        "paper_step",
        required=["paper", "step", "at"],
        texts=["remark"],
        references={"delegation_id": "delegation", "agreement_id": "agreement", "user_id": "user"},
    )
    for table in ("seating_plan", "seating_seat", "seating_wish", "paper_step"):
        op.drop_index(f"ix_{table}_order", table_name=table)
    make_rows(
        "budget_line",
        required=["approved"],
        texts=["chapter", "paragraph", "text", "note"],
        numbers=["year"],
    )
    make_rows(
        "meeting",
        required=["title", "body", "held_on"],
        texts=["submit_by", "place", "note", "tags", "archived_on"],
    )
    op.create_index("ix_meeting_scope", "meeting", ["archived_on", "sort_key", "id"])
    add_columns("resolution", meeting_id="meeting")
    add_columns("task", meeting_id="meeting")
    add_columns("tag_link", meeting_id="meeting")
    add_columns("cost", texts=["advance", "advance_on", "settle_by", "settled_on"], task_id="task")
