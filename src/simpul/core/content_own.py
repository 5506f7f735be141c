"""A country's own facts laid over the shipped content: what they say goes, what they leave out stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .catalogue import ContentItem, Defect
from .content_shapes import SHAPES

#: Fields an entry may lack when it says nothing of its own: a file of nodes names the framework it belongs to.
_NAMED_ONLY = frozenset({"code"})


def laid_over(
    shipped: Iterable[ContentItem], own: Iterable[ContentItem]
) -> tuple[list[ContentItem], list[Defect]]:
    """The entries as they read with a country's own, and what its own lack.

    An own entry of the same kind and code overrides the fields it names and stands where it is written; any other is
    added. It says itself where it is from and how sure that is: a corrected date does not keep the old source.
    """
    items = list(shipped)
    places = {(item.kind, item.code): index for index, item in enumerate(items)}
    defects: list[Defect] = []
    taken: set[tuple[str, str]] = set()
    for item in own:
        key = (item.kind, item.code)
        below = places.get(key)
        if below is None or key in taken:  # a second own entry of a code is found as a duplicate
            items.append(item)
            continue
        said = {name: value for name, value in item.body.items() if (name, value) != ("source_node", None)}
        if set(said) <= _NAMED_ONLY:
            continue
        taken.add(key)
        items[below] = replace(item, body={**items[below].body, **said})
        shape = SHAPES.get(item.kind)
        if shape is not None and shape.sourced and not (said.get("source") and said.get("confidence")):
            defects.append(
                Defect("CONTENT-SOURCE", item.file, item.line, {"entry": f"{item.kind} {item.code}"})
            )
    return items, defects
