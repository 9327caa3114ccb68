"""Counts with named dimensions: the one shape in which figures are computed, frozen, summed and shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, ...]


@dataclass
class Cube:
    """Whole numbers by a key of texts, one a dimension. Months are ``2018-07``, clinics their code."""

    dims: tuple[str, ...]
    cells: dict[Key, int] = field(default_factory=dict)

    @classmethod
    def of(cls, dims: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> "Cube":
        """From rows of dimension values and a number; the same key twice is added up."""
        cube = cls(tuple(dims))
        for *key, number in rows:
            cube.add(tuple(str(part) for part in key), int(number or 0))
        return cube

    def add(self, key: Key, number: int = 1) -> None:
        """Add to one cell."""
        self.cells[key] = self.cells.get(key, 0) + number

    def total(self, **where: Any) -> int:
        """Sum of the cells that fit; a condition is a value, or a collection of values, of a dimension.

        An empty or absent condition fits everything.
        """
        tests = [(self.dims.index(dim), _choices(wanted)) for dim, wanted in where.items() if wanted]
        return sum(n for key, n in self.cells.items() if all(key[at] in wanted for at, wanted in tests))

    def by(self, *dims: str, **where: Any) -> dict[Key, int]:
        """Sums by some of the dimensions, of the cells that fit."""
        places = [self.dims.index(dim) for dim in dims]
        tests = [(self.dims.index(dim), _choices(wanted)) for dim, wanted in where.items() if wanted]
        sums: dict[Key, int] = {}
        for key, number in self.cells.items():
            if all(key[at] in wanted for at, wanted in tests):
                short = tuple(key[at] for at in places)
                sums[short] = sums.get(short, 0) + number
        return sums

    def to_json(self) -> dict[str, Any]:
        """Plain lists, in a settled order."""
        return {"dims": list(self.dims), "cells": [[*key, number] for key, number in sorted(self.cells.items())]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Cube":
        """Back from :meth:`to_json`."""
        return cls.of(stored["dims"], (tuple(row) for row in stored["cells"]))


def _choices(wanted: Any) -> frozenset[str]:
    return frozenset([wanted]) if isinstance(wanted, str) else frozenset(wanted)
