"""The checks over all content: shapes, references, counts, bounds, sources, licences, both languages.

Every check yields defects with code, file and line; all of them come in one pass.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from .catalogue import (
    LEAST_LAG,
    LONGEST_LAG,
    ContentItem,
    Defect,
    can_be_looked_up,
    day,
    is_lag,
    licence_allows_tables,
)
from .codes import FIELDS as CODE_FIELDS
from .codes import NEEDED as CODE_NEEDED
from .content_shapes import CONFIDENCES, ROW_FIELDS, SHAPES, Shape, form_of, is_written
from .directory import LEAD, REPORTING, Span
from .errors import Problem
from .events import DAYS as EVENT_DAYS
from .events import dates_wrong
from .figures import read_figure
from .metadata import FIELDS as METADATA_FIELDS
from .periods import OF_LENGTH, Period, containing
from .permissions import Role, roles_with
from .progress import METHODS_BY_CODE
from .requests import STAGES, clearing_roles


def check_content(items: Iterable[ContentItem]) -> tuple[Defect, ...]:
    """All defects of all entries, in the order of the files."""
    items = tuple(items)
    found = [defect for item in items for defect in _check_shape(item)]
    whole = [item for item in items if item.kind in SHAPES]
    for check in (
        _duplicates,
        _references,
        _cycles,
        _counts,
        _homes,
        _two_leads,
        _answers_twice,
        _beyond_bounds,
        _tables,
        _free_twice,
    ):
        found += check(whole)
    found += [defect for item in whole for defect in _check_kind(item)]
    return tuple(sorted(found, key=lambda defect: (defect.file, defect.line, defect.code)))


def _defect(item: ContentItem, code: str, **params: Any) -> Defect:
    return Defect(code, item.file, item.line, {"entry": f"{item.kind} {item.code}", **params})


# --- the shape of one entry ---------------------------------------------------------------------------------


def _check_shape(item: ContentItem) -> Iterator[Defect]:
    shape = SHAPES.get(item.kind)
    if shape is None:
        known = ", ".join(sorted([*SHAPES, "table"]))
        yield Defect("CONTENT-KIND", item.file, item.line, {"kind": item.kind, "known": known})
        return
    for name in sorted(shape.required):
        if item.body.get(name) in (None, "", [], {}):
            if name in ("source", "confidence") and shape.sourced:
                yield _defect(item, "CONTENT-SOURCE")
            else:
                yield _defect(item, "CONTENT-FIELD", field=name)
    for name in sorted(set(item.body) - shape.required - shape.optional):
        yield _defect(item, "CONTENT-UNKNOWN-FIELD", field=name)
    for name in sorted(set(item.body) & (shape.required | shape.optional)):
        yield from _check_field(item, shape, name)
    source = item.body.get("source")
    if (
        source
        and item.body.get("confidence") in ("verified", "reported")
        and not can_be_looked_up(str(source))
    ):
        yield _defect(item, "CONTENT-VERIFIED", source=source)


def _check_field(item: ContentItem, shape: Shape, name: str) -> Iterator[Defect]:
    value = item.body[name]
    if value in (None, "", [], {}):
        return
    form = form_of(item.kind, name)
    if name == "value" or name in _FIGURES:  # read as a figure, with its own sentence
        return
    if not is_written(value, form):
        yield _defect(item, "CONTENT-TYPE", field=name, wanted="id + en" if name in shape.bilingual else form)
    elif name in shape.choices and value not in shape.choices[name]:
        allowed = ", ".join(shape.choices[name])
        yield _defect(item, "CONTENT-VALUE", field=name, value=value, allowed=allowed)
    elif name in shape.bilingual:
        yield from _translations(item, name, value)
    else:
        yield from _check_rows(item, name, value)


def _translations(item: ContentItem, name: str, value: Any) -> Iterator[Defect]:
    for language in ("id", "en"):
        if not isinstance(value, Mapping) or not str(value.get(language) or "").strip():
            yield _defect(item, "CONTENT-TRANSLATION", field=name, language=language)


def _check_rows(item: ContentItem, name: str, value: Any) -> Iterator[Defect]:
    wanted = ROW_FIELDS.get((item.kind, name))
    if wanted:
        for row in value if isinstance(value, list) else [value]:
            for missing in sorted(one for one in wanted if row.get(one) in (None, "")):
                yield _defect(item, "CONTENT-FIELD", field=f"{name}.{missing}")


# --- entries among each other -------------------------------------------------------------------------------


def _duplicates(items: Iterable[ContentItem]) -> list[Defect]:
    first: dict[tuple[str, str], ContentItem] = {}
    found = []
    for item in items:
        key = (item.kind, item.code)
        if key in first:
            found.append(_defect(item, "CONTENT-DUPLICATE", first=first[key].place))
        first.setdefault(key, item)
    return found


#: kind -> field -> kind of what it names.
REFERENCES: dict[str, dict[str, str]] = {
    "body": {"parent": "body", "ministerial": "body", "fields_of_life": "field_of_life"},
    "organisation": {
        "parent": "organisation",
        "predecessors": "organisation",
        "coordinated_by": "organisation",
    },
    "responsibility": {"body": "body", "organisation": "organisation"},
    "seat": {"body": "body"},
    "indicator": {
        "body": "body",
        "custodian": "organisation",
        "confirming": "body",
        "field_of_life": "field_of_life",
        "groups": "group",
    },
    "value": {"indicator": "indicator"},
    "chair": {"body": "body", "area": "area", "organisation": "organisation"},
    "event": {"body": "body", "area": "area", "organisation": "organisation"},
    "obligation": {"framework": "framework"},
    "demo_person": {"organisation": "organisation"},
    "demo_task": {"body": "body", "organisation": "organisation"},
    "demo_benefit": {"body": "body", "organisation": "organisation"},
    "demo_sheet": {"indicators": "indicator"},
}
_ROW_REFERENCES: dict[str, tuple[str, dict[str, str]]] = {
    "demo_person": ("designations", {"organisation": "organisation", "body": "body"}),
    "demo_task": ("figures", {"indicator": "indicator"}),
    "demo_sheet": ("proposals", {"indicator": "indicator"}),
    "indicator": ("reference_codes", {"list": "code_list"}),
}


def _references(items: Iterable[ContentItem]) -> list[Defect]:
    items = tuple(items)
    known: dict[str, set[str]] = defaultdict(set)
    for item in items:
        known[item.kind].add(item.code)
    return [
        _defect(item, "CONTENT-REFERENCE", field=name, target=target)
        for item in items
        for name, kind, target in _named(item)
        if target not in known[kind]
    ]


def _named(item: ContentItem) -> Iterator[tuple[str, str, str]]:
    """What an entry names: field, kind, code."""
    for name, kind in REFERENCES.get(item.kind, {}).items():
        for target in _listed(item.body.get(name)):
            yield name, kind, str(target)
    rows, fields = _ROW_REFERENCES.get(item.kind, ("", {}))
    for row in _rows(item, rows):
        for name, kind in fields.items():
            if row.get(name):
                yield f"{rows}.{name}", kind, str(row[name])
    if item.kind == "alignment":
        for name in ("source_node", "target"):
            end = item.body.get(name)
            end = end if isinstance(end, Mapping) else {}
            kind = "node" if end.get("kind") == "goal" else str(end.get("kind"))
            yield name, kind, str(end.get("code"))
    if item.kind == "demo_benefit":
        subject = "node" if item.body.get("subject_kind") == "goal" else "indicator"
        yield "subject_code", subject, str(item.body.get("subject_code"))
    if item.kind == "node" and item.body.get("parent"):
        yield "parent", "node", _parent(item)


def _parent(item: ContentItem) -> str:
    """The code of an entry's parent; a node's stands in its own framework."""
    parent = str(item.body["parent"])
    return f"{item.code.split('/')[0]}/{parent}" if item.kind == "node" else parent


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _rows(item: ContentItem, name: str) -> list[Mapping[str, Any]]:
    """The rows of a field, leaving out what is not a row (its form has a defect of its own)."""
    value = item.body.get(name)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _cycles(items: Iterable[ContentItem]) -> list[Defect]:
    """A parent comes before its children in the file, and nothing is above itself."""
    found, seen = [], set()
    parents = {(item.kind, item.code): _parent(item) for item in items if item.body.get("parent")}
    for item in items:
        seen.add((item.kind, item.code))
        above = [item.code]
        while (item.kind, above[-1]) in parents and above[-1] not in above[:-1]:
            above.append(parents[(item.kind, above[-1])])
        if len(above) > 1 and above[-1] == item.code:
            found.append(_defect(item, "CONTENT-CYCLE", path=" > ".join(above)))
        elif item.kind == "node" and len(above) > 1 and (item.kind, above[1]) not in seen:
            found.append(_defect(item, "CONTENT-ORDER", earlier=above[1], later=item.code))
    return found


def _counts(items: Iterable[ContentItem]) -> list[Defect]:
    """A level has as many nodes as its framework says, and a node's level is one of its framework's."""
    found = []
    nodes = [item for item in items if item.kind == "node"]
    for framework in (item for item in items if item.kind == "framework"):
        own = [item for item in nodes if item.code.split("/")[0] == framework.code]
        there = Counter(str(item.body.get("level")) for item in own)
        levels = [str(row.get("code")) for row in _rows(framework, "levels")]
        allowed = ", ".join(levels)
        expected = framework.body.get("counts")
        for level, number in (expected if isinstance(expected, Mapping) else {}).items():
            if there[level] != number:
                params = {"level": level, "expected": number, "found": there[level]}
                found.append(_defect(framework, "CONTENT-COUNT", **params))
        found += [
            _defect(item, "CONTENT-VALUE", field="level", value=item.body.get("level"), allowed=allowed)
            for item in own
            if item.body.get("level") not in levels
        ]
    return found


def _homes(items: Iterable[ContentItem]) -> list[Defect]:
    """Where there are fields of life, every body that works in a field has a home among them, to be found by."""
    items = tuple(items)
    if not any(item.kind == "field_of_life" for item in items):
        return []
    return [
        _defect(item, "CONTENT-FIELD", field="fields_of_life")
        for item in items
        if item.kind == "body"
        and (item.body.get("counted") or item.body.get("type") in REPORTING)
        and not item.body.get("fields_of_life")
    ]


def _two_leads(items: Iterable[ContentItem]) -> list[Defect]:
    """One office leads a body on a day."""
    found = []
    leads: dict[str, list[tuple[ContentItem, Span]]] = defaultdict(list)
    for item in items:
        span = _span(item) if item.kind == "responsibility" and item.body.get("role") == LEAD else None
        if span is None:
            continue
        others = leads[str(item.body.get("body"))]
        found += [
            _defect(item, "CONTENT-OVERLAP", other=other.body.get("organisation"))
            for other, taken in others
            if span.overlaps(taken)
        ]
        others.append((item, span))
    return found


def _answers_twice(items: Iterable[ContentItem]) -> list[Defect]:
    """Beside the lead an office answers for a body once in a part on a day."""
    found = []
    taken: dict[tuple[str, ...], list[tuple[ContentItem, Span]]] = defaultdict(list)
    for item in items:
        span = _span(item) if item.kind == "responsibility" and item.body.get("role") != LEAD else None
        if span is None:
            continue
        others = taken[tuple(str(item.body.get(name)) for name in ("body", "organisation", "role"))]
        found += [
            _defect(item, "CONTENT-ANSWERS", first=other.place)
            for other, days in others
            if span.overlaps(days)
        ]
        others.append((item, span))
    return found


def _beyond_bounds(items: Iterable[ContentItem]) -> list[Defect]:
    """Published values lie within the bounds their indicator's sheet sets."""
    sheets = {item.code: item.body for item in items if item.kind == "indicator"}
    found = []
    for item in items:
        number = _number(item.body.get("value")) if item.kind == "value" else None
        if number is None:
            continue
        sheet = sheets.get(str(item.body.get("indicator")), {})
        low, high = _number(sheet.get("minimum")), _number(sheet.get("maximum"))
        if (low is not None and number < low) or (high is not None and number > high):
            bounds = {"low": sheet.get("minimum", "…"), "high": sheet.get("maximum", "…")}
            found.append(_defect(item, "CONTENT-RANGE", value=item.body["value"], **bounds))
    return found


#: More figures than this from one source are a table, and a table needs a licence that allows it.
FACTS_PER_SOURCE = 12


def _tables(items: Iterable[ContentItem]) -> list[Defect]:
    """Single facts are cited with their source; tables only under CC BY or UN terms."""
    found, number = [], Counter[tuple[str, str]]()
    for item in items:
        if item.kind != "value":
            continue
        source = (str(item.body.get("source")), str(item.body.get("indicator")))
        licence = item.body.get("licence")
        number[source] += not licence
        if licence and not licence_allows_tables(str(licence)):
            found.append(_defect(item, "CONTENT-LICENCE", licence=licence))
        elif number[source] == FACTS_PER_SOURCE + 1:
            found.append(_defect(item, "CONTENT-LICENCE", licence="–"))
    return found


def _free_twice(items: Iterable[ContentItem]) -> list[Defect]:
    """A day is free once under a name."""
    first: dict[tuple[str, ...], ContentItem] = {}
    found = []
    for item in items:
        name = item.body.get("name")
        if item.kind != "holiday" or not isinstance(name, Mapping):
            continue
        key = tuple(str(one) for one in (item.body.get("area"), item.body.get("date"), name.get("id")))
        if key in first and first[key].code != item.code:
            found.append(_defect(item, "CONTENT-DUPLICATE", first=first[key].place))
        first.setdefault(key, item)
    return found


# --- what one kind asks for ---------------------------------------------------------------------------------


def _check_kind(item: ContentItem) -> Iterator[Defect]:
    check = {
        "framework": _check_framework,
        "organisation": _check_dates,
        "responsibility": _check_dates,
        "seat": _check_seat,
        "value": _check_value,
        "indicator": _check_indicator,
        "obligation": _check_obligation,
        "mapping": _check_mapping,
        "metadata": _check_metadata,
        "holiday": _check_holiday,
        "chair": _check_dates,
        "event": _check_event,
        "request_handling": _check_handling,
        "code_list": _check_code_list,
        "demo_person": _check_person,
        "demo_task": _check_task,
    }.get(item.kind)
    if check:
        yield from check(item)


def _check_framework(item: ContentItem) -> Iterator[Defect]:
    yield from _check_dates(item)
    method = item.body.get("official_method")
    if method and method not in METHODS_BY_CODE:
        allowed = ", ".join(METHODS_BY_CODE)
        yield _defect(item, "CONTENT-VALUE", field="official_method", value=method, allowed=allowed)


def _check_seat(item: ContentItem) -> Iterator[Defect]:
    """A seat has a number from one, and its code says it: `ACWC/2`."""
    number = item.body.get("number")
    if type(number) is int and (number < 1 or item.code != f"{item.body.get('body')}/{number}"):
        yield _defect(item, "CONTENT-FIELD", field="number")
    yield from _check_dates(item)


def _check_value(item: ContentItem) -> Iterator[Defect]:
    yield from _figure(item, "value", item.body.get("value"))
    yield from _period(item, item.body.get("period"))


_FIGURES = ("minimum", "maximum", "jump_limit")


def _check_indicator(item: ContentItem) -> Iterator[Defect]:
    baseline = item.body.get("baseline")
    if isinstance(baseline, Mapping):
        yield from _figure(item, "baseline", baseline.get("value"))
        yield from _period(item, baseline.get("period"))
        if baseline.get("status") not in ("none", "provisional", "agreed"):
            allowed = "none, provisional, agreed"
            value = baseline.get("status")
            yield _defect(item, "CONTENT-VALUE", field="baseline.status", value=value, allowed=allowed)
        if baseline.get("status") == "agreed" and not baseline.get("decision"):
            yield _defect(item, "CONTENT-DECISION")
    for target in _rows(item, "targets"):
        yield from _check_target(item, target)
    lag = item.body.get("release_lag_months")
    if isinstance(lag, int) and not is_lag(lag):
        allowed = f"{LEAST_LAG} … {LONGEST_LAG}"
        yield _defect(item, "CONTENT-VALUE", field="release_lag_months", value=lag, allowed=allowed)
    for name in _FIGURES:
        if item.body.get(name) is not None:
            yield from _figure(item, name, item.body[name])


def _check_target(item: ContentItem, target: Mapping[str, Any]) -> Iterator[Defect]:
    """A target is one value, or a range with both ends in order."""
    names = ("value",) if target.get("value") is not None else ("low", "high")
    for name in names:
        yield from _figure(item, f"targets.{name}", target.get(name))
    low, high = _number(target.get("low")), _number(target.get("high"))
    if low is not None and high is not None and low > high:
        yield _defect(item, "CONTENT-ORDER", earlier=target["low"], later=target["high"])
    yield from _period(item, target.get("period"))


def _check_obligation(item: ContentItem) -> Iterator[Defect]:
    for name in ("chain", "delivery_chain"):
        yield from (_no_role(item, name, role) for role in _listed(item.body.get(name)) if role not in _ROLES)
    chain = _listed(item.body.get("delivery_chain"))
    if len(chain) != 1 or chain[0] not in _APPROVERS:
        given = ", ".join(map(str, chain)) or "–"
        yield _defect(item, "CONTENT-DELIVERY-CHAIN", value=given, allowed=", ".join(sorted(_APPROVERS)))
    for part in _rows(item, "narrative"):
        yield from _translations(item, f"narrative.{part.get('code')}.label", part.get("label"))
        if part.get("hint"):
            yield from _translations(item, f"narrative.{part.get('code')}.hint", part["hint"])
    names = ("opens_after_days", "due_after_days", "closes_after_days")
    days = [item.body[name] for name in names if isinstance(item.body.get(name), int)]
    if days != sorted(set(days)):
        yield _defect(item, "CONTENT-ORDER", earlier="opens < due", later="closes")
    yield from _turns(item)


def _turns(item: ContentItem) -> Iterator[Defect]:
    """The turns of an obligation are periods that have a code, from the first day of one on."""
    yield from _day(item, "anchor")
    months = item.body.get("every_months")
    if not isinstance(months, int):
        return
    if months not in OF_LENGTH:
        allowed = ", ".join(str(length) for length in sorted(OF_LENGTH))
        yield _defect(item, "CONTENT-VALUE", field="every_months", value=months, allowed=allowed)
        return
    try:
        anchor = day(item.body.get("anchor"))
    except ValueError:
        return
    first = containing(anchor, OF_LENGTH[months]).since if anchor else None
    if anchor != first:
        yield _defect(item, "CONTENT-VALUE", field="anchor", value=anchor, allowed=first)


_ROLES = frozenset(role.value for role in Role)

#: Roles that may clear what leaves the country.
_APPROVERS = frozenset(role.value for role in roles_with("delivery.clear"))


def _no_role(item: ContentItem, name: str, role: Any) -> Defect:
    return _defect(item, "CONTENT-VALUE", field=name, value=role, allowed=", ".join(sorted(_ROLES)))


def _check_mapping(item: ContentItem) -> Iterator[Defect]:
    for column in _rows(item, "columns"):
        yield from _translations(item, f"columns.{column.get('field')}.heading", column.get("heading"))


def _check_metadata(item: ContentItem) -> Iterator[Defect]:
    """The columns of a metadata profile: filled by a known field, each with its heading, confidence and source."""
    fields = METADATA_FIELDS.get(str(item.body.get("subject")), frozenset())
    for column in _rows(item, "columns"):
        name = f"columns.{column.get('field')}"
        yield from _translations(item, f"{name}.heading", column.get("heading"))
        when = column.get("when")
        asked = [column.get("field"), *([when.get("field")] if isinstance(when, Mapping) else [])]
        for one in asked:
            if fields and one not in fields:
                allowed = ", ".join(sorted(fields))
                yield _defect(item, "CONTENT-VALUE", field="columns.field", value=one, allowed=allowed)
        sure, source = column.get("confidence"), column.get("source")
        if sure not in CONFIDENCES:
            allowed = ", ".join(CONFIDENCES)
            yield _defect(item, "CONTENT-VALUE", field=f"{name}.confidence", value=sure, allowed=allowed)
        if sure == "verified" and not can_be_looked_up(str(source)):
            yield _defect(item, "CONTENT-VERIFIED", source=source)


def _check_holiday(item: ContentItem) -> Iterator[Defect]:
    yield from _day(item, "date")


def _check_event(item: ContentItem) -> Iterator[Defect]:
    """A meeting has its days, or the days between which it is expected, and somebody who holds it."""
    wrong = [one for name in EVENT_DAYS for one in _day(item, name)]
    yield from wrong
    if not (item.body.get("body") or item.body.get("organisation")):
        yield _defect(item, "CONTENT-FIELD", field="body")
    if not wrong:
        days = {name: day(item.body.get(name)) for name in EVENT_DAYS}
        for code, params in dates_wrong(**days, status=str(item.body.get("status"))):
            yield _defect(item, code, **params)


def _check_handling(item: ContentItem) -> Iterator[Defect]:
    """The chain is of roles that may clear what answers a request, each once; days and a share are in bounds."""
    chain = [str(role) for role in _listed(item.body.get("chain"))]
    allowed = ", ".join(sorted(clearing_roles()))
    if not set(chain) <= clearing_roles() or len(set(chain)) != len(chain):
        yield _defect(item, "CONTENT-VALUE", field="chain", value=", ".join(chain), allowed=allowed)
    weekend = _listed(item.body.get("weekend"))
    if not set(map(str, weekend)) <= set("1234567") or len(set(map(str, weekend))) > 6:
        yield _defect(item, "CONTENT-VALUE", field="weekend", value=weekend, allowed="1 – 7")
    for name in STAGES:
        days = item.body.get(f"{name}_days")
        if isinstance(days, int) and not 0 <= days <= 60:
            yield _defect(item, "CONTENT-VALUE", field=f"{name}_days", value=days, allowed="0 – 60")
    share = item.body.get("answers_share")
    if isinstance(share, int) and not 0 <= share <= 100:
        yield _defect(item, "CONTENT-VALUE", field="answers_share", value=share, allowed="0 – 100")


def _check_code_list(item: ContentItem) -> Iterator[Defect]:
    """The headings by which a list's files are read: known fields, code and name among them, each once."""
    rows = _rows(item, "columns")
    there = [row.get("field") for row in rows]
    for needed in CODE_NEEDED:
        if needed not in there:
            yield _defect(item, "CONTENT-FIELD", field=f"columns.{needed}")
    for row in rows:
        name, headings = row.get("field"), row.get("headings")
        if name not in CODE_FIELDS or there.count(name) > 1:
            allowed = ", ".join(CODE_FIELDS)
            yield _defect(item, "CONTENT-VALUE", field="columns.field", value=name, allowed=allowed)
        for one in ("headings", "none", "above"):
            if one in row and not is_written(row[one], "texts"):
                yield _defect(item, "CONTENT-TYPE", field=f"columns.{name}.{one}", wanted="texts")
        if headings == []:
            yield _defect(item, "CONTENT-FIELD", field=f"columns.{name}.headings")
    pattern = item.body.get("region_pattern")
    if isinstance(pattern, str) and not _compiles(pattern):
        allowed = "regular expression"
        yield _defect(item, "CONTENT-VALUE", field="region_pattern", value=pattern, allowed=allowed)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def check_codes_named(
    items: Iterable[ContentItem], held: Mapping[str, Collection[str]]
) -> tuple[Defect, ...]:
    """Reference codes that sheets name and the current release of their list does not hold.

    Args:
        held: list -> codes of its current release, of those that are named; a list without release is left out.
    """
    return tuple(
        _defect(item, "CONTENT-CODE", named=code, list=code_list)
        for item, code_list, code in codes_named(items)
        if code_list in held and code not in held[code_list]
    )


def codes_named(items: Iterable[ContentItem]) -> Iterator[tuple[ContentItem, str, str]]:
    """Each reference code a sheet names: the entry, the list, the code."""
    for item in items:
        if item.kind == "indicator":
            for row in _rows(item, "reference_codes"):
                yield item, str(row.get("list")), str(row.get("code"))


def _check_person(item: ContentItem) -> Iterator[Defect]:
    """Invented people have addresses that reach nobody (RFC 2606), and roles that exist."""
    email = str(item.body.get("email"))
    if not email.endswith(".example"):
        yield _defect(item, "CONTENT-ADDRESS", email=email)
    for row in _rows(item, "designations"):
        if row.get("role") not in _ROLES:
            yield _no_role(item, "designations.role", row.get("role"))


def _check_task(item: ContentItem) -> Iterator[Defect]:
    yield from _period(item, item.body.get("round"))
    for row in _rows(item, "figures"):
        yield from _figure(item, "figures", row.get("value"))
        yield from _period(item, row.get("period"))
    narrative = item.body.get("narrative")
    for name, text in (narrative if isinstance(narrative, Mapping) else {}).items():
        yield from _translations(item, f"narrative.{name}", text)


def _check_dates(item: ContentItem) -> Iterator[Defect]:
    wrong = [*_day(item, "since"), *_day(item, "until")]
    yield from wrong
    since, until = item.body.get("since"), item.body.get("until")
    if not wrong and since and until and str(until) <= str(since):
        yield _defect(item, "CONTENT-ORDER", earlier=since, later=until)


def _day(item: ContentItem, name: str) -> Iterator[Defect]:
    try:
        day(item.body.get(name))
    except ValueError:
        yield _defect(item, "CONTENT-VALUE", field=name, value=item.body.get(name), allowed="YYYY-MM-DD")


def _span(item: ContentItem) -> Span | None:
    try:
        since, until = day(item.body.get("since")), day(item.body.get("until"))
    except ValueError:
        return None
    return Span(since, until) if since else None


def _figure(item: ContentItem, name: str, value: Any) -> Iterator[Defect]:
    if not isinstance(value, str) or not _readable(value):
        yield _defect(item, "CONTENT-FIGURE", value=value, field=name)


def _readable(value: str) -> bool:
    try:
        read_figure(value, language="en")
    except Problem:
        return False
    return True


def _number(value: Any) -> Decimal | None:
    """The number a text of content says; None where it says none (that has a defect of its own)."""
    return read_figure(value, language="en").value if isinstance(value, str) and _readable(value) else None


def _period(item: ContentItem, value: Any) -> Iterator[Defect]:
    try:
        Period.parse(value if isinstance(value, str) else "")
    except Problem:
        yield _defect(item, "CONTENT-PERIOD", value=value)
