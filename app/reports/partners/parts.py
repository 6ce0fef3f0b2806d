"""What a partner page says, whether it is printed or a web page: labels and short texts."""

from __future__ import annotations

from app.entities import choices
from app.i18n import Language, Translator
from app.reports.agreements.data import (
    NextStep,
    PartnerAgreement,
    PartnerGift,
    PartnerPaper,
    PartnerStep,
)
from app.reports.engine.columns import locale
from app.rules.agreements.terms import STATE_LABELS
from app.rules.days import partial_dates
from app.rules.days.partial_dates import PartialDate
from app.services.agreements.record import end_phrase, explanation_text


def country(paper: PartnerPaper, language: Language) -> str:
    """The name of the partner's country; empty if it is not known."""
    code = paper.body.country
    return str(locale(language).territories.get(code, code)) if code else ""


def kind(paper: PartnerPaper, tr: Translator) -> str:
    """What kind of organisation it is, and in which country."""
    named = choices.ORGANISATION_KIND.format(paper.kind, tr)
    return " · ".join(filter(None, (named, country(paper, tr.language))))


def website(paper: PartnerPaper) -> str:
    """The address of the partner's site without what every address has."""
    return paper.website.removeprefix("https://").removeprefix("http://").rstrip("/")


def state(item: PartnerAgreement, tr: Translator) -> str:
    """The state of an agreement in words."""
    return tr.message(STATE_LABELS[item.standing.state])


def about(item: PartnerAgreement, tr: Translator) -> str:
    """Kind, day of signing and end of the term."""
    found = [choices.AGREEMENT_KIND.format(item.kind, tr)]
    if item.signed_on:
        found.append(tr("signed {when}", when=partial_dates.format_when(item.signed_on, tr)))
    if item.standing.state in ("in_force", "ending", "signed"):
        found.append(end_phrase(item.standing, tr))
        found.append(tr("renews itself") if item.standing.renews else "")
    return " · ".join(filter(None, found))


def explanation(item: PartnerAgreement, tr: Translator) -> str:
    """The sentences about its term and the notice."""
    return explanation_text(item.standing, tr)


def days(step: PartnerStep, tr: Translator) -> str:
    """The day or the days of a step; empty where none is known."""
    return partial_dates.format_range(step.day, step.end, tr) if step.day else ""


def where(step: PartnerStep, tr: Translator) -> str:
    """The direction of a visit, and what stands before its place."""
    if not step.direction:
        return ""
    direction = choices.TRAVEL_DIRECTION.format(step.direction, tr)
    return f"{direction} · " if step.place else direction


def step_days(step: NextStep, tr: Translator) -> str:
    """When a next step is due or takes place."""
    if step.moment in ("", "unknown"):
        return ""
    if step.end:
        return partial_dates.format_range(PartialDate.parse_iso(step.moment), step.end, tr)
    if step.kind == "task":
        return partial_dates.format_moment(step.moment, tr)
    return partial_dates.format(PartialDate.parse_iso(step.moment), tr)


def step_kind(step: NextStep, tr: Translator) -> str:
    """What kind of step it is, and whose."""
    kinds = {
        "visit": tr.context("next step", "visit"),
        "task": tr.context("next step", "task"),
        "commitment": tr.context("next step", "commitment"),
        "notice": tr.context("next step", "last day for delivering a notice"),
    }
    overdue = tr.context("commitment", "overdue") if step.overdue else ""
    return " · ".join(filter(None, (kinds[step.kind], overdue, step.who)))


def gift_about(gift: PartnerGift, tr: Translator) -> str:
    """Whether a gift was given or received, refused or returned, and by or for whom."""
    state = "" if gift.state == "accepted" else choices.GIFT_STATE.format(gift.state, tr)
    return ", ".join(filter(None, (choices.GIFT_WAY.format(gift.way, tr), state, gift.who)))


def headings(tr: Translator) -> dict[str, str]:
    """The headings of the sections by the names of the paper's fields, in their order."""
    return {
        "agreements": tr("Agreements"),
        "areas": tr("Areas of co-operation"),
        "people": tr("People"),
        "next_steps": tr("Next steps"),
        "steps": tr("Development of the co-operation"),
        "gifts": tr("Gifts"),
    }
