"""A small writer of compound files ([MS-CFB]), for tests: storages are dicts, streams bytes."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass
class Node:
    name: str
    kind: int
    data: bytes = b""
    left: int = FREE
    right: int = FREE
    child: int = FREE
    start: int = 0
    size: int = 0
    children: list[int] = field(default_factory=list)


def write_compound(tree: dict[str, Any]) -> bytes:
    """The bytes of a compound file with the storages and streams of `tree`."""
    nodes = [Node("Root Entry", 5)]
    _add(nodes, 0, tree)
    sectors: list[bytes] = []
    fat: list[int] = []
    mini = b""
    mini_fat: list[int] = []

    def chain(data: bytes) -> int:
        begin = len(sectors)
        count = max(1, -(-len(data) // SECTOR))
        for number in range(count):
            sectors.append(data[number * SECTOR : (number + 1) * SECTOR].ljust(SECTOR, b"\0"))
            fat.append(begin + number + 1 if number < count - 1 else END)
        return begin

    for node in nodes[1:]:
        if node.kind != 2:
            continue
        node.size = len(node.data)
        if node.size >= CUTOFF:
            node.start = chain(node.data)
        elif node.size:
            node.start = len(mini_fat)
            count = -(-node.size // MINI)
            mini_fat += [node.start + n + 1 for n in range(count - 1)] + [END]
            mini += node.data.ljust(count * MINI, b"\0")
        else:
            node.start = END
    nodes[0].start, nodes[0].size = (chain(mini), len(mini)) if mini else (END, 0)
    packed = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    mini_count = -(-len(packed) // SECTOR)
    mini_start = chain(packed.ljust(mini_count * SECTOR, b"\xff")) if mini_fat else END
    directory = b"".join(map(_entry, nodes))
    directory += _entry(Node("", 0)) * (-len(nodes) % 4)
    directory_start = chain(directory)
    fat_count = 1
    while (len(fat) + fat_count) * 4 > fat_count * SECTOR:
        fat_count += 1
    fat_start = len(sectors)
    fat += [FAT] * fat_count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_count * SECTOR, b"\xff")
    places = [*range(fat_start, fat_start + fat_count)]
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, fat_count, directory_start, 0, CUTOFF, mini_start, mini_count, END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *places, *[FREE] * (109 - len(places)))
    return header + b"".join(sectors) + table


def _add(nodes: list[Node], parent: int, tree: dict[str, Any]) -> None:
    for name, content in tree.items():
        if isinstance(content, dict):
            nodes.append(Node(name, 1))
            number = len(nodes) - 1
            _add(nodes, number, content)
        else:
            nodes.append(Node(name, 2, content))
            number = len(nodes) - 1
        nodes[parent].children.append(number)
    nodes[parent].children.sort(key=lambda n: (len(nodes[n].name), nodes[n].name.upper()))
    nodes[parent].child = _balanced(nodes, nodes[parent].children)


def _balanced(nodes: list[Node], numbers: list[int]) -> int:
    if not numbers:
        return FREE
    middle = len(numbers) // 2
    node = nodes[numbers[middle]]
    node.left = _balanced(nodes, numbers[:middle])
    node.right = _balanced(nodes, numbers[middle + 1 :])
    return numbers[middle]


def _entry(node: Node) -> bytes:
    name = node.name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        name, len(name) + 2 if name else 0, node.kind, 1,
        node.left, node.right, node.child, b"", 0, 0, 0, node.start if node.kind else 0, node.size,
    )  # fmt: skip
