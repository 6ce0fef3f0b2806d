"""An agreement's summary against a raw ReportLab canvas that draws the very same things."""

from __future__ import annotations

import copy
import io
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.exchange.demo import load_demo
from app.i18n import Language
from app.services.office import open_store
from tests.bench.measure import compare, verdict

TODAY = date(2026, 11, 23)


class _Recorder:
    """Stands before a canvas or a text object and notes what it is told to draw."""

    def __init__(self, real: Any, log: list[tuple[Any, ...]], text: int | None = None) -> None:
        self._real, self._log, self._text = real, log, text

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if not callable(found):
            return found

        def call(*args: Any, **named: Any) -> Any:
            plain = [item._real if isinstance(item, _Recorder) else item for item in args]
            noted = [("text", a._text) if isinstance(a, _Recorder) else a for a in args]
            self._log.append((self._text, name, noted, named))
            result = found(*plain, **named)
            if name == "beginText":
                return _Recorder(result, self._log, len(self._log) - 1)
            return result

        return call


def summary(pairs: int) -> Iterator[tuple[str, str, str, str]]:
    """The whole way from the database to the file, against drawing and tagging alone."""
    from app.reports.agreements.collect import summaries
    from app.reports.engine import page

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "demo.db", author="Měření")
        load_demo(store, TODAY)
        ours, theirs = Path(folder) / "ours.pdf", Path(folder) / "theirs.pdf"
        with store.reading() as connection:
            key = connection.execute(
                "SELECT agreement_id FROM agreement_party GROUP BY 1 ORDER BY count(*) DESC, 1"
            ).fetchone()[0]
            log: list[tuple[Any, ...]] = []
            made: list[Any] = []
            tagged: list[Any] = []
            real_canvas, real_write = page.Canvas, page.write_tagged

            def recorded(*args: Any, **named: Any) -> Any:
                made.append((args[1:], named))
                return _Recorder(real_canvas(*args, **named), log)

            def written(drawn: Any, root: Any, owners: Any, about: Any, *more: Any) -> None:
                tagged.append((copy.deepcopy((root, owners)), about))
                real_write(drawn, root, owners, about, *more)

            page.Canvas, page.write_tagged = recorded, written  # type: ignore[assignment]
            try:
                summaries(connection, [key], [Language.CS], ours, TODAY)
            finally:
                page.Canvas, page.write_tagged = real_canvas, real_write  # type: ignore[misc]
            (arguments, named), (tree, about) = made[0], tagged[0]
            trees = [copy.deepcopy(tree) for _ in range(2 * pairs + 40)]

            def raw() -> None:
                buffer = io.BytesIO()
                canvas = real_canvas(buffer, *arguments, **named)
                texts: dict[int, Any] = {}
                for number, (text, name, args, more) in enumerate(log):
                    target = canvas if text is None else texts[text]
                    plain = [
                        texts[a[1]] if isinstance(a, tuple) and a[:1] == ("text",) else a
                        for a in args
                    ]
                    result = getattr(target, name)(*plain, **more)
                    if name == "beginText":
                        texts[number] = result
                buffer.seek(0)
                root, owners = trees.pop()
                real_write(buffer, root, owners, about, theirs)

            raw()
            assert ours.read_bytes() == theirs.read_bytes(), "not the same paper"
            ratio = compare(
                lambda: summaries(connection, [key], [Language.CS], ours, TODAY), raw, pairs
            )
            yield "summary : raw canvas", "≤ 2", str(ratio), verdict(ratio, 2)
        store.close()
