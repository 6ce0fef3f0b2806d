"""Tables of agreements, their parties, areas and approvals."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from app.db.tables.base import Base, Derived, Int, Record, Req, Str, Titled, reference


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
    reference_no: Mapped[Str]
    file_no: Mapped[Str]
    contract_no: Mapped[Str]
    languages: Mapped[Str]
    depositary: Mapped[Str]
    amends_id: Mapped[str | None] = reference("agreement")
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
