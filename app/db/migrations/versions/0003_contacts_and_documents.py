"""Relations, interactions, mailing lists, commitments, evaluations, documents, label digests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and columns to those that are there; nothing is moved."""
    _contacts()
    _agreements()
    _documents()
    for column in ("salt", "label_digest"):  # filled by `app.db.log.seal_labels`
        op.add_column("log_header", sa.Column(column, sa.Text(), nullable=True))


def _contacts() -> None:
    op.add_column("person", sa.Column("photo", sa.Text(), nullable=True))
    op.create_index(
        "ix_person_retention", "person", ["retain_until", "legal_basis", "consent_on", "id"]
    )
    op.add_column("organisation", sa.Column("logo", sa.Text(), nullable=True))
    op.add_column("address", sa.Column("is_primary", sa.Integer(), nullable=True))
    for name, owner in (("person", "person_id"), ("organisation", "organisation_id")):
        _table(
            f"{name}_relation",
            ("kind",),
            ("since", "until", "note"),
            {owner: name, "other_id": name},
        )
    contacts = {"person_id": "person", "organisation_id": "organisation"}
    _table("contact_area", (), (), {**contacts, "area_id": "area"})
    _table("interaction", ("subject", "date", "kind"), ("text",), {**contacts, "user_id": "user"})
    _table("mailing_list", ("name", "occasion"), ("date", "rule", "note"), {}, is_record=True)
    _table(
        "mailing_member",
        ("state",),
        ("note",),
        {"mailing_list_id": "mailing_list", "person_id": "person"},
    )


def _agreements() -> None:
    for column in (
        "subject_cs",
        "subject_de",
        "subject_en",
        "bodies",
        "duties",
        "settlement",
        "ministry_consent_on",
    ):
        op.add_column("agreement", sa.Column(column, sa.Text(), nullable=True))
    _reference("agreement", "succeeds_id", "agreement")
    _reference("agreement_party", "signatory_id", "person")
    _table(
        "commitment",
        ("text_cs",),
        ("text_de", "text_en", "due", "status", "fulfilled_on", "note"),
        {
            "agreement_id": "agreement",
            "organisation_id": "organisation",
            "assignee_id": "user",
            "task_id": "task",
        },
    )
    _table(
        "evaluation",
        ("date", "benefit"),
        ("text",),
        {"agreement_id": "agreement", "user_id": "user"},
    )


def _documents() -> None:
    _table("document", ("title", "kind"), ("date", "reference_no", "note"), {}, is_record=True)
    _table(
        "document_version",
        ("file_name", "content"),
        ("media_type", "language", "valid_from", "valid_until"),
        {"document_id": "document"},
        integers=("number", "size"),
    )
    _table("document_link", ("entity",), ("record_id",), {"document_id": "document"})
    op.create_index("ix_document_link_record_id", "document_link", ["record_id"])
    op.create_table(
        "content",
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_content"),
    )
    op.create_table(
        "content_chunk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_content_chunk"),
    )
    op.create_index(
        "ix_content_chunk_content", "content_chunk", ["content_id", "number"], unique=True
    )


def _table(
    name: str,
    required: Sequence[str],
    optional: Sequence[str],
    references: Mapping[str, str],
    *,
    integers: Sequence[str] = (),
    is_record: bool = False,
) -> None:
    record = ("archived_on", "tags") if is_record else ()
    keys = [
        sa.ForeignKeyConstraint(
            [column],
            [f"{target}.id"],
            name=f"fk_{name}_{column}",
            initially="DEFERRED",
            deferrable=True,
        )
        for column, target in references.items()
    ]
    op.create_table(
        name,
        *(sa.Column(column, sa.Text(), nullable=False) for column in required),
        *(sa.Column(column, sa.Text()) for column in (*optional, *references, *record)),
        *(sa.Column(column, sa.Integer()) for column in integers),
        sa.Column("sort_key", sa.LargeBinary()),
        sa.Column("search_text", sa.Text()),
        sa.Column("id", sa.Text(), nullable=False),
        *keys,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    for column in references:
        op.create_index(f"ix_{name}_{column}", name, [column])
    op.create_index(f"ix_{name}_order", name, ["sort_key", "id"])
    if is_record:
        op.create_index(f"ix_{name}_scope", name, ["archived_on", "sort_key", "id"])


def _reference(table: str, column: str, target: str) -> None:
    # SQLite can add a named foreign key only by rebuilding the table.
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column(column, sa.Text()))
        batch.create_foreign_key(
            f"fk_{table}_{column}", target, [column], ["id"], initially="DEFERRED", deferrable=True
        )
        batch.create_index(f"ix_{table}_{column}", [column])
