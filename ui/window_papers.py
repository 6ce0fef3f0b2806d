"""Printing from any place of the window: what is shown, what is marked, the list, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.entities import ENTITIES
from app.services.records.query import Filter, ListQuery
from ui.context import Context
from ui.dialogs.common.command import Command
from ui.screens.screen import Screen
from ui.widgets.plain import inform

if TYPE_CHECKING:
    from app.reports.engine.paper import Paper


class WindowPapers:
    """Commands that print; `shown` gives the screen that is shown, `made` those made so far."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        shown: Callable[[], Screen],
        made: Mapping[str, Screen],
    ) -> None:
        self._context = context
        self._parent = parent
        self._shown = shown
        self._made = made

    def commands(self) -> list[Command]:
        """The papers about lists, and those about the records of the shown screen."""
        from app.reports.catalogue import PAPERS

        tr = self._context.tr_
        query = self._shown().query
        current = query.entity.name if query else ""
        return [
            Command(
                "printer",
                tr("Print") + f": {tr.message(paper.label)}…",
                partial(self.print_paper, paper),
            )
            for paper in PAPERS
            if paper.of_list or paper.entity == current
        ]

    def print_shown(self) -> None:
        """The usual paper about what is marked in the list, or about the shown record."""
        if self._has_paper(of_list=False):
            self._shown().print_shown()

    def print_list(self) -> None:
        """The usual paper about the list as it is filtered."""
        if self._has_paper(of_list=True):
            self._shown().print_list()

    def _has_paper(self, *, of_list: bool) -> bool:
        """Whether there is a paper about what is shown; says so where there is none."""
        from app.reports.catalogue import papers_of

        tr = self._context.tr_
        query, record = self._shown().query, self._shown().record
        entity = query.entity if query else None
        if entity is None and record is not None and not of_list:
            entity = record.entity
        if entity is None:
            text = tr("There is nothing to print here. Open a list or a record first.")
        elif papers_of(entity.name, of_list=of_list):
            return True
        else:
            what = tr.message(entity.label_plural if of_list else entity.label)
            text = tr("There is no paper of this kind yet: {kind}", kind=what)
        inform(self._parent, tr("Print"), text)
        return False

    def print_paper(self, paper: Paper) -> None:
        """A paper about a list as it is filtered, whichever is shown, or about the shown record."""
        screen = self._shown()
        if screen.query and screen.query.entity.name == paper.entity:
            (screen.print_list if paper.of_list else screen.print_shown)(paper)
        elif paper.of_list:
            from ui.dialogs.common.preview import show_paper

            show_paper(self._context, self._parent, paper, self._query(paper.entity))

    def _query(self, entity: str) -> ListQuery:
        """What the list of an entity shows, or will show when its screen is opened."""
        screen = self._made.get(entity)
        if screen and screen.query:
            return screen.query
        filters = self._context.filters.get(entity, [])
        return ListQuery(
            ENTITIES[entity],
            self._context.language,
            on=self._context.today,
            filters=tuple(Filter(str(item[0]), str(item[1])) for item in filters),
        )
