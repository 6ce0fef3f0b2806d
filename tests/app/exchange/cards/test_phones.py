from __future__ import annotations

import pytest

from app.exchange.cards.phones import separate


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("+49 351 / 564 1234", ["+49 351 / 564 1234"]),
        ("0171 / 1234567", ["0171 / 1234567"]),
        ("0351 / 564-0", ["0351 / 564-0"]),
        ("475 111 222, 475 111 333", ["475 111 222", "475 111 333"]),
        ("475 111 222; 475 111 333", ["475 111 222", "475 111 333"]),
        ("475 111 222 ::: 602 111 333", ["475 111 222", "602 111 333"]),
        ("475 111 222 / 602 111 333", ["475 111 222", "602 111 333"]),
        ("+420475111222/+420602111333", ["+420475111222", "+420602111333"]),
        ("475 111 222, linka 5", ["475 111 222, linka 5"]),
        ("475/111222", ["475/111222"]),
        (" 158 ", ["158"]),
        ("", []),
        (",", [","]),  # nothing that a file says is dropped
        ("7,", ["7,"]),
        ("475 111 222,", ["475 111 222"]),
    ],
)
def test_numbers_are_told_apart_where_they_are_whole_ones(text: str, numbers: list[str]) -> None:
    assert separate(text) == numbers
