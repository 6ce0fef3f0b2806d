"""Only what is listed has an index of its order.

The rows of a record are few and are found by the record.
"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_OWNED = (
    "address",
    "agreement_area",
    "agreement_party",
    "commitment",
    "contact_area",
    "contact_point",
    "cost",
    "country_link",
    "delegation_member",
    "document_link",
    "document_version",
    "evaluation",
    "interaction",
    "language_link",
    "mailing_member",
    "milestone",
    "organisation_relation",
    "person_relation",
    "position",
    "programme_item",
    "programme_part",
    "resolution",
    "tag_link",
    "task_link",
)


def upgrade() -> None:
    """Drop the indexes that nothing asks; each row that was written cost a page of them."""
    for table in _OWNED:
        op.drop_index(f"ix_{table}_order", table_name=table, if_exists=True)
