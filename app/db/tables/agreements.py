"""Tables of agreements, their parties, areas and approvals."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from app.db.tables.base import (
    Base,
    Derived,
    Int,
    Record,
    Req,
    Str,
    Titled,
    gathered,
    reference,
)


class Agreement(Titled, Record, Base):
    """A co-operation document; its state is computed, never stored."""

    __tablename__ = "agreement"
    title_cs: Mapped[Req]
    title_de: Mapped[Str]
    title_en: Mapped[Str]
    partner_id: Mapped[str | None] = reference("organisation")
    kind: Mapped[Req]
    relation_type: Mapped[Req]
    initiated_by: Mapped[Req]
    influence: Mapped[Str]
    status: Mapped[Str]
    subject_cs: Mapped[Str]
    subject_de: Mapped[Str]
    subject_en: Mapped[Str]
    bodies: Mapped[Str]
    duties: Mapped[Str]
    settlement: Mapped[Str]
    reference_no: Mapped[Str]
    file_no: Mapped[Str]
    contract_no: Mapped[Str]
    languages: Mapped[str | None] = gathered()
    depositary: Mapped[Str]
    amends_id: Mapped[str | None] = reference("agreement")
    succeeds_id: Mapped[str | None] = reference("agreement")
    ministry_consent_on: Mapped[Str]
    signed_on: Mapped[Str]
    signed_at: Mapped[Str]
    entry_into_force: Mapped[Str]
    term: Mapped[Str]
    expires_on: Mapped[Str]
    renewal_months: Mapped[Int]
    notice_months: Mapped[Int]
    notice_clause: Mapped[Str]
    notice_given_on: Mapped[Str]
    termination_approved_on: Mapped[Str]
    ended_on: Mapped[Str]
    end_reason: Mapped[Str]
    register_subject: Mapped[Str]
    register_reason: Mapped[Str]
    register_published_on: Mapped[Str]
    register_id: Mapped[Str]
    note: Mapped[Str]
    source: Mapped[Str]


class AgreementParty(Derived, Base):
    """A side of an agreement with its signatory."""

    __tablename__ = "agreement_party"
    agreement_id: Mapped[str | None] = reference("agreement")
    organisation_id: Mapped[str | None] = reference("organisation")
    position_no: Mapped[Int]
    signatory_id: Mapped[str | None] = reference("person")
    signatory: Mapped[Str]
    signatory_post: Mapped[Str]
    signed_on: Mapped[Str]
    signed_at: Mapped[Str]


class AgreementArea(Derived, Base):
    """A link of an agreement to an area; its id follows from both."""

    __tablename__ = "agreement_area"
    agreement_id: Mapped[str | None] = reference("agreement")
    area_id: Mapped[str | None] = reference("area")


class Resolution(Derived, Base):
    """A decision of a council or an assembly."""

    __tablename__ = "resolution"
    agreement_id: Mapped[str | None] = reference("agreement")
    body: Mapped[Req]
    number: Mapped[Str]
    decided_on: Mapped[Str]
    subject: Mapped[Str]


class Commitment(Derived, Base):
    """A promise in an agreement; the task that follows from it stands in `task_id`."""

    __tablename__ = "commitment"
    agreement_id: Mapped[str | None] = reference("agreement")
    text_cs: Mapped[Req]
    text_de: Mapped[Str]
    text_en: Mapped[Str]
    organisation_id: Mapped[str | None] = reference("organisation")
    assignee_id: Mapped[str | None] = reference("user")
    due: Mapped[Str]
    status: Mapped[Str]
    fulfilled_on: Mapped[Str]
    task_id: Mapped[str | None] = reference("task")
    note: Mapped[Str]


class Evaluation(Derived, Base):
    """What an agreement brought, looked back upon."""

    __tablename__ = "evaluation"
    agreement_id: Mapped[str | None] = reference("agreement")
    date: Mapped[Req]
    benefit: Mapped[Req]
    text: Mapped[Str]
    user_id: Mapped[str | None] = reference("user")
