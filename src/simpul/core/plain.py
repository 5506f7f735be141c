"""Frozen values as plain data that a database or a file can keep, and back again without losing a digit."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def plain(value: Any) -> Any:
    """A frozen value as lists, mappings, texts, whole numbers and truth; decimals and days as text.

    >>> plain((Decimal("8.470"), date(2025, 3, 31), None))
    ['8.470', '2025-03-31', None]
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return value


def restored(kind: type[T], told: Any) -> T:
    """The value of a kind that `plain` told; fields that were not told keep their default.

    >>> restored(Decimal, "8.470")
    Decimal('8.470')
    """
    value: T = _restored(kind, told)
    return value


def _restored(kind: Any, told: Any) -> Any:
    if told is None:
        return None
    inner = get_args(kind)
    if get_origin(kind) in (Union, types.UnionType):
        return _restored(next(one for one in inner if one is not types.NoneType), told)
    if get_origin(kind) is tuple:
        kinds = [inner[0]] * len(told) if inner[-1] is Ellipsis else inner
        return tuple(_restored(one, part) for one, part in zip(kinds, told, strict=True))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{name: _restored(hints[name], one) for name, one in told.items()})
    if kind is Decimal:
        return Decimal(told)
    if kind in (datetime, date):
        return kind.fromisoformat(told)
    return told
