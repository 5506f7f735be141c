"""An indicator's sheet as a form and as words: what is typed becomes a sheet, a sheet becomes text to compare."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.figures import redressed, whole
from ....core.finalisation import NEGOTIATED, PLAIN, WORDED, Change, Stretch, left_behind, word_changes
from ..templatetags.desk import language
from .aims import AIMS, KEPT, Aim, aims, shown
from .words import FIELD_WORDS, FREQUENCY_WORDS

#: How many targets the form offers at least; rows left empty are no targets.
TARGETS = 4
EQUIVALENCES = {
    "identical": gettext_lazy("identical"),
    "proxy": gettext_lazy("proxy"),
    "partial": gettext_lazy("partial"),
    "none": gettext_lazy("none"),
}
OTHER_FIELDS = {
    "unit_code": gettext_lazy("Code of the unit"),
    "comparability": gettext_lazy("Comparability"),
    "release_lag_months": gettext_lazy("Release lag in months"),
    "release_lag_assumed": gettext_lazy("Release lag is an assumption"),
    "baseline": gettext_lazy("Baseline"),
    "targets": gettext_lazy("Targets"),
    "national_equivalent": gettext_lazy("National equivalent"),
}


def field_word(name: str) -> str:
    """A field of the sheet by its label."""
    return str(OTHER_FIELDS.get(name) or FIELD_WORDS.get(name) or name)


#: What a form says of a target; its area goes with it unseen.
TARGET_PARTS = ("period", "value", "low", "high", "authority", "source")
_TARGET = re.compile(r"target([1-9][0-9]{0,2})_[a-z]+")


def sheet_in(posted: QueryDict, *, area: str, start: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a person typed as a sheet: empty fields are absent, numbers have a decimal point.

    Args:
        area: of a baseline and targets that come without one.
        start: the sheet the form was filled with; what reads as it did there stays as it is there, with what the
            form does not show.
    """
    typed = _Typed(posted, start or {})
    sheet: dict[str, Any] = {name: typed.worded(name) for name in WORDED}
    sheet |= {name: typed.said(name) for name in PLAIN}
    sheet["release_lag_months"] = _months(typed.said("release_lag_months"))
    sheet["release_lag_assumed"] = bool(typed.said("release_lag_assumed")) or None
    sheet["baseline"] = typed.baseline(area)
    sheet["targets"] = typed.targets(area)
    sheet["national_equivalent"] = typed.equivalent()
    return {name: value for name, value in sheet.items() if value not in (None, "", [], {})}


@dataclass(frozen=True)
class _Typed:
    """What was posted beside the sheet its form was filled with."""

    posted: QueryDict
    start: Mapping[str, Any]

    def said(self, name: str) -> str:
        return _flat(self.posted.get(name, ""))

    def figure(self, name: str) -> str:
        return redressed(self.said(name), source=language(), target=KEPT)

    def reads_as(self, group: Group) -> bool:
        """Whether what was posted of a group is what its form showed."""
        return all(self.said(box.name) == _flat(box.text) for box in group.boxes)

    def worded(self, name: str) -> Any:
        if self.start.get(name) and self.reads_as(_worded(self.start, name)):
            return self.start[name]
        return {tongue: self.said(f"{name}_{tongue}") for tongue in ("id", "en")}

    def baseline(self, area: str) -> Any:
        if self.start.get("baseline") and self.reads_as(_baseline(self.start)):
            return self.start["baseline"]
        if not any(self.said(f"baseline_{part}") for part in ("period", "value", "source")):
            return None
        return {
            "area": self.said("baseline_area") or area,
            "period": self.said("baseline_period"),
            "value": self.figure("baseline_value"),
            "status": "provisional",
            "source": self.said("baseline_source"),
        }

    def equivalent(self) -> Any:
        if self.start.get("national_equivalent") and self.reads_as(_equivalent(self.start)):
            return self.start["national_equivalent"]
        if not (self.said("equivalent_relation") or self.said("equivalent_code")):
            return None
        return {
            "relation": self.said("equivalent_relation"),
            "code": self.said("equivalent_code"),
            "difference": {tongue: self.said(f"equivalent_difference_{tongue}") for tongue in ("id", "en")},
        }

    def targets(self, area: str) -> list[Any]:
        """As many targets as were sent; one that reads as one of the start does is that one, wherever it stands."""
        numbers = {int(found[1]) for name in self.posted if (found := _TARGET.fullmatch(name))}
        left = list(self.start.get("targets") or [])
        rows: list[Any] = []
        for at in sorted(numbers):
            if not any(self.said(f"target{at}_{part}") for part in TARGET_PARTS):
                continue
            kept = next((row for row in left if self.reads_as(_target(row, at))), None)
            if kept is not None:
                left.remove(kept)
            rows.append(self._target(at, area) if kept is None else kept)
        return rows

    def _target(self, at: int, area: str) -> dict[str, str]:
        row = {"area": self.said(f"target{at}_area") or area}
        row |= {part: self.said(f"target{at}_{part}") for part in ("period", "authority", "source")}
        ends = {part: self.figure(f"target{at}_{part}") for part in ("value", "low", "high")}
        return row | {part: said for part, said in ends.items() if said}


def _months(text: str) -> int | str | None:
    """A release lag as typed, below 0 too; what is no whole number stays as it was typed, to be told."""
    digits = text.removeprefix("-").removeprefix("\N{MINUS SIGN}")
    number = whole(digits)
    if number is None:
        return text or None
    return number if digits == text else -number


def _flat(text: str) -> str:
    """A text as a form sends it back: line ends of one kind, nothing around it."""
    return text.replace("\r\n", "\n").strip()


@dataclass(frozen=True)
class Box:
    """A field of the form: its name in the address, label, text, and what it looks like (`hidden`: it goes along)."""

    name: str
    label: str
    text: str
    kind: str = "line"
    lang: str = ""
    options: tuple[tuple[str, str], ...] = ()

    @property
    def long(self) -> bool:
        """What is typed there, a name in words or a citation, needs the whole width."""
        return self.name.startswith("concept_") or self.name.endswith(
            ("_source", "source_activity", "producer")
        )


@dataclass(frozen=True)
class Group:
    """Fields that are filled in together."""

    code: str
    title: str
    boxes: tuple[Box, ...]

    @property
    def figures(self) -> bool:
        """Mostly numbers, which need little width."""
        return self.code.split()[0] in AIMS

    @property
    def headed(self) -> bool:
        """The heading it stands under, or its one box, says the same as its title."""
        return self.code in ("unit_code", "source", "national_equivalent")


@dataclass(frozen=True)
class Section:
    """Groups of the form under one heading."""

    code: str
    title: str
    groups: tuple[Group, ...]


#: Heading of the form -> the groups under it, in their order; `targets` stands for every target.
SECTIONS = {
    "identity": (gettext_lazy("Identity"), ("concept", "measure", "unit", "unit_code")),
    "definition": (
        gettext_lazy("Definition"),
        ("definition", "interpretation", "formula", "classification", "comparability"),
    ),
    "aims": (gettext_lazy("Baseline and targets"), ("baseline", "targets")),
    "source": (gettext_lazy("Source and publication"), ("source",)),
    "equivalent": (gettext_lazy("National equivalent"), ("national_equivalent",)),
}
#: Fields of two texts that are a few words each; the others are told in sentences.
BRIEF = ("concept", "measure", "unit")


def sections_of(groups: Sequence[Group]) -> list[Section]:
    """The groups of the form under their headings."""
    return [
        Section(
            code,
            str(title),
            tuple(group for name in names for group in groups if group.code.split()[0] == name),
        )
        for code, (title, names) in SECTIONS.items()
    ]


def form_of(sheet: Mapping[str, Any]) -> list[Group]:
    """The form filled with a sheet."""
    groups = [_worded(sheet, name) for name in WORDED]
    groups.append(Group("unit_code", field_word("unit_code"), (_plain(sheet, "unit_code"),)))
    often = (("", "–"), *((code, str(word)) for code, word in FREQUENCY_WORDS.items()))
    plain = [
        replace(_plain(sheet, name), kind="choice", options=often)
        if name == "frequency"
        else _plain(sheet, name)
        for name in PLAIN
        if name != "unit_code"
    ]
    lag = sheet.get("release_lag_months")
    plain.append(Box("release_lag_months", field_word("release_lag_months"), "" if lag is None else str(lag)))
    assumed = (("", _("known")), ("1", _("assumed")))
    plain.append(
        Box(
            "release_lag_assumed",
            field_word("release_lag_assumed"),
            "1" if sheet.get("release_lag_assumed") else "",
            "choice",
            "",
            assumed,
        )
    )
    groups.append(Group("source", _("Source and calendar"), tuple(plain)))
    groups += [_baseline(sheet), *_targets(sheet), _equivalent(sheet)]
    return groups


def _plain(sheet: Mapping[str, Any], name: str) -> Box:
    return Box(name, field_word(name), str(sheet.get(name) or ""))


def _worded(sheet: Mapping[str, Any], name: str) -> Group:
    tongues = {"id": _("Indonesian"), "en": _("English")}
    value = sheet.get(name) or {}
    texts = value if isinstance(value, Mapping) else dict.fromkeys(tongues, value)
    # a line keeps no line end, so what has one is no line
    brief = name in BRIEF and not any("\n" in str(text or "") for text in texts.values())
    boxes = (
        Box(f"{name}_{tongue}", words, str(texts.get(tongue) or ""), "line" if brief else "text", tongue)
        for tongue, words in tongues.items()
    )
    return Group(name, field_word(name), tuple(boxes))


def _baseline(sheet: Mapping[str, Any]) -> Group:
    row = sheet.get("baseline") or {}
    boxes = (
        Box("baseline_period", _("Reference period"), str(row.get("period") or "")),
        Box("baseline_value", _("Value"), shown(row.get("value"))),
        Box("baseline_source", _("Source"), str(row.get("source") or "")),
        Box("baseline_area", "", str(row.get("area") or ""), "hidden"),
    )
    return Group("baseline", field_word("baseline"), boxes)


def _targets(sheet: Mapping[str, Any]) -> list[Group]:
    rows = list(sheet.get("targets") or [])
    spare = max(TARGETS - len(rows), 1)
    return [_target(row, at) for at, row in enumerate([*rows, *[{}] * spare], start=1)]


def _target(row: Mapping[str, Any], at: int) -> Group:
    boxes = (
        Box(f"target{at}_period", _("For the period"), str(row.get("period") or "")),
        Box(f"target{at}_value", _("Value"), shown(row.get("value"))),
        Box(f"target{at}_low", _("or from"), shown(row.get("low"))),
        Box(f"target{at}_high", _("to"), shown(row.get("high"))),
        Box(f"target{at}_authority", _("On whose authority"), str(row.get("authority") or "")),
        Box(f"target{at}_source", _("Source"), str(row.get("source") or "")),
        Box(f"target{at}_area", "", str(row.get("area") or ""), "hidden"),
    )
    return Group(f"targets {at}", _("Target %(number)d") % {"number": at}, boxes)


def _equivalent(sheet: Mapping[str, Any]) -> Group:
    row = sheet.get("national_equivalent") or {}
    difference = row.get("difference") or {}
    options = (("", "–"), *((code, str(word)) for code, word in EQUIVALENCES.items()))
    boxes = (
        Box("equivalent_relation", _("Relation"), str(row.get("relation") or ""), "choice", "", options),
        Box("equivalent_code", _("Code of the national indicator"), str(row.get("code") or "")),
        Box(
            "equivalent_difference_id",
            _("Difference, in Indonesian"),
            str(difference.get("id") or ""),
            "text",
            "id",
        ),
        Box(
            "equivalent_difference_en",
            _("Difference, in English"),
            str(difference.get("en") or ""),
            "text",
            "en",
        ),
    )
    return Group("national_equivalent", field_word("national_equivalent"), boxes)


def in_words(name: str, value: Any, tongue: str) -> str:
    """A field's value as text to read and to compare; empty where there is none."""
    if value in (None, "", [], {}):
        return ""
    if name in WORDED:
        return (
            str(value.get(tongue) or value.get("id") or value.get("en") or "")
            if isinstance(value, Mapping)
            else str(value)
        )
    if name == "frequency":
        return str(FREQUENCY_WORDS.get(str(value), value))
    if name == "release_lag_assumed":
        return _("yes")
    if name == "baseline":
        status = _("agreed") if value.get("status") == "agreed" else _("provisional")
        start = (
            shown(value.get("value")),
            value.get("period"),
            value.get("source"),
            status,
            value.get("decision"),
        )
        return ", ".join(str(part) for part in start if part)
    if name == "targets":
        return "; ".join(_target_words(row) for row in value)
    if name == "national_equivalent":
        difference = value.get("difference") or {}
        parts = (
            str(EQUIVALENCES.get(value.get("relation"), value.get("relation"))),
            value.get("code"),
            difference.get(tongue) or difference.get("id") or difference.get("en"),
        )
        return ", ".join(str(part) for part in parts if part)
    return str(value)


def _target_words(row: Mapping[str, Any]) -> str:
    if row.get("value"):
        amount = shown(row["value"])
    else:
        amount = "–".join((shown(row.get("low")), shown(row.get("high"))))
    return ", ".join(
        str(part) for part in (amount, row.get("period"), row.get("authority"), row.get("source")) if part
    )


#: Language -> that it did not change where the other did.
BEHIND = {"id": gettext_lazy("Indonesian unchanged"), "en": gettext_lazy("English unchanged")}


def behind_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields of which only one language was worded anew, each with the language that was not."""
    return [f"{field_word(name)} ({BEHIND[tongue]})" for name, tongue in left_behind(before, after).items()]


@dataclass(frozen=True)
class Compared:
    """A field of two wordings side by side, in the reader's language and, where only the other changed, in that.

    Args:
        aims: a baseline or targets line by line; empty for any other field.
        behind: the language that still says the same where the other was worded anew, with `behind_text`.
    """

    field: str
    label: str
    before: str
    after: str
    stretches: tuple[Stretch, ...]
    changed: bool
    defining: bool
    aims: tuple[Aim, ...] = ()
    behind: str = ""
    behind_text: str = ""

    @property
    def behind_mark(self) -> str:
        """That the other language did not change; empty where it did, or nothing did."""
        return str(BEHIND[self.behind]) if self.behind else ""


def compared(
    standing: Mapping[str, Any],
    proposed: Mapping[str, Any] | None,
    changed: tuple[Change, ...],
    spoken_of: Collection[str] = (),
) -> list[Compared]:
    """All negotiated fields of the sheet that holds and of a wording, in the order of the sheet.

    Args:
        spoken_of: fields that stand there though nothing is written in them, for somebody remarked on that.
    """
    differing = {one.field: one for one in changed}
    later = standing if proposed is None else proposed
    units = tuple(in_words("unit", sheet.get("unit"), language()) for sheet in (standing, later))
    behind = left_behind(standing, later)
    found = []
    for name in NEGOTIATED:
        before_value = standing.get(name)
        after_value = proposed.get(name) if proposed is not None else None
        empty = before_value in (None, "", [], {}) and after_value in (None, "", [], {})
        if empty and name not in spoken_of:
            continue
        tongue = _telling(name, before_value, after_value)
        before, after = in_words(name, before_value, tongue), in_words(name, after_value, tongue)
        one = differing.get(name)
        found.append(
            Compared(
                field=name,
                label=field_word(name),
                before=before,
                after=after,
                stretches=word_changes(before, after) if one else (),
                changed=one is not None,
                defining=one is not None and one.defining,
                aims=aims(name, before_value, later.get(name), units=(units[0], units[1]))
                if name in AIMS
                else (),
                behind=behind.get(name, ""),
                behind_text=in_words(name, after_value, behind[name]) if name in behind else "",
            )
        )
    return found


def _telling(name: str, before: Any, after: Any) -> str:
    """The reader's language, or the other one where only that changed."""
    mine = language()
    other = "en" if mine == "id" else "id"
    if name not in WORDED or in_words(name, before, mine) != in_words(name, after, mine):
        return mine
    return other if in_words(name, before, other) != in_words(name, after, other) else mine
