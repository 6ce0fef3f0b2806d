"""Printing from any place of the window: what is shown, what is marked, the list, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.reports.catalogue import PAPERS
from app.reports.engine.paper import Paper
from ui.context import Context
from ui.dialogs.common.command import Command
from ui.screens.screen import Screen


class WindowPapers:
    """Commands that print; `show` brings a screen up, `shown` gives the one that is shown."""

    def __init__(
        self,
        context: Context,
        show: Callable[[str], None],
        shown: Callable[[], Screen],
    ) -> None:
        self._context = context
        self._show = show
        self._shown = shown

    def commands(self) -> list[Command]:
        """The papers about lists, and those about the records of the shown screen."""
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
        self._shown().print_shown()

    def print_list(self) -> None:
        """The usual paper about the list as it is filtered."""
        self._shown().print_list()

    def print_paper(self, paper: Paper) -> None:
        """A paper about the list of its screen, or about the record that is shown there."""
        self._show(paper.entity)
        screen = self._shown()
        if screen.query and screen.query.entity.name == paper.entity:
            (screen.print_list if paper.of_list else screen.print_shown)(paper)
