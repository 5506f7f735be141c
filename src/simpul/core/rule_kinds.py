"""Kinds of rules: functions from one case to `None` (not concerned), `True` (in order) or a `Hit`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from .asked import Asked
from .entries import Case, Entry, FigureKey, Hit, Known
from .figures import decimals_of
from .periods import MONTHS, format_date

Outcome = Hit | Literal[True] | None
Parameters = Mapping[str, Any]

NO_VALUE = frozenset({"M", "NA"})


def check_type(case: Case, parameters: Parameters) -> Outcome:
    """A value reads as a number, or as a limit such as `<2,5`."""
    if case.entry.answer != "value" or not case.entry.text.strip() or case.swapped is not None:
        return None
    return True if case.figure is not None else Hit("value", case.entry.text)


def check_decimal_point(case: Case, parameters: Parameters) -> Outcome:
    """A number typed as text uses the decimal sign of its language."""
    if case.entry.answer != "value" or case.entry.is_number or not case.entry.text.strip():
        return None
    if case.swapped is None:
        return True
    return Hit("value", case.entry.text, {"suggestion": case.swapped})


def check_whole_number(case: Case, parameters: Parameters) -> Outcome:
    """A count is a whole number."""
    if not case.has_value or case.known is None or case.known.kind != parameters["of"]:
        return None
    assert case.value is not None
    return True if case.value == case.value.to_integral_value() else Hit("value", case.entry.text)


def check_decimals(case: Case, parameters: Parameters) -> Outcome:
    """No more decimals than the indicator is published with; the suggestion rounds half away from zero."""
    if not case.has_value or case.known is None or case.known.decimals is None:
        return None
    assert case.value is not None
    decimals = decimals_of(case.value)
    if decimals <= case.known.decimals:
        return True
    rounded = case.value.quantize(Decimal(1).scaleb(-case.known.decimals), ROUND_HALF_UP)
    params = {"decimals": decimals, "limit": case.known.decimals, "suggestion": rounded}
    return Hit("value", case.entry.text, params)


def check_range(case: Case, parameters: Parameters) -> Outcome:
    """A value lies between the indicator's minimum and maximum, ends included."""
    known = case.known
    if not case.has_value or known is None or (known.minimum is None and known.maximum is None):
        return None
    assert case.value is not None
    below = known.minimum is not None and case.value < known.minimum
    above = known.maximum is not None and case.value > known.maximum
    if not below and not above:
        return True
    limits = {"minimum": known.minimum, "maximum": known.maximum, "unit": _unit(known)}
    return Hit("value", case.entry.text, limits)


def check_yes_no(case: Case, parameters: Parameters) -> Outcome:
    """A policy indicator is answered yes (1) or no (0)."""
    if not case.has_value or case.known is None or case.known.kind != "policy_yes_no":
        return None
    return True if case.value in (0, 1) else Hit("value", case.entry.text)


def check_code(case: Case, parameters: Parameters) -> Outcome:
    """A coded field holds one of its codes, or reads like them."""
    name = parameters["field"]
    code = _coded(case, name)
    if code is None:
        return None
    if parameters["pattern"]:
        good = re.fullmatch(parameters["pattern"], code) is not None
    else:
        good = code in parameters["allowed"]
    return True if good else Hit(name, code, {"allowed": ", ".join(parameters["allowed"])})


def _coded(case: Case, name: str) -> str | None:
    if name in ("period", "area"):
        return str(getattr(case.entry.key, name))
    code = getattr(case.entry, name)
    if name == "nature" and case.entry.answer == "value" and case.entry.text.strip():
        return code or ""
    return code or None


def check_disaggregation(case: Case, parameters: Parameters) -> Outcome:
    """A disaggregation is the total or one the indicator is published by."""
    if case.known is None or not case.known.disaggregations:
        return None
    code = case.entry.key.disaggregation
    if code == "_T" or code in case.known.disaggregations:
        return True
    return Hit("disaggregation", code, {"allowed": ", ".join(["_T", *sorted(case.known.disaggregations)])})


def check_unit(case: Case, parameters: Parameters) -> Outcome:
    """A unit that is named is the indicator's unit."""
    if case.known is None or not case.entry.unit or not (case.known.unit or case.known.units):
        return None
    accepted = {one.strip().casefold() for one in (case.known.unit, *case.known.units) if one}
    if case.entry.unit.strip().casefold() in accepted:
        return True
    return Hit("unit", case.entry.unit, {"unit": _unit(case.known)})


def _unit(known: Known) -> dict[str, str]:
    """The indicator's unit in both languages; the one there is where it has no other."""
    unit = known.unit or (known.units[0] if known.units else "")
    return {"id": unit, "en": known.unit_en or unit}


def check_duplicate(case: Case, parameters: Parameters) -> Outcome:
    """A figure is given once."""
    first = case.board.first[case.entry.key]
    if first is case.entry:
        return True
    return Hit("key", case.entry.text, {"first": _where(first), "first_value": first.text})


def _where(entry: Entry) -> str:
    place = entry.place
    if place is None:
        return ""
    cell = place.cell or (str(place.row) if place.row else "")
    return f"{place.sheet}!{cell}" if place.sheet else cell


def check_status_agrees(case: Case, parameters: Parameters) -> Outcome:
    """Answer, declared status and value say the same thing."""
    entry = case.entry
    if entry.answer in ("unavailable", "nothing_new", "confirmed"):
        contradicts = bool(entry.text.strip()) or (entry.answer == "unavailable" and entry.status == "A")
        said = entry.status or entry.answer
    elif entry.answer == "value" and case.figure is not None and entry.status:
        contradicts = entry.status != str(case.figure.status)
        said = entry.status
    elif entry.answer == "value" and case.figure is None and entry.status and not entry.text.strip():
        contradicts = entry.status not in NO_VALUE
        said = entry.status
    else:
        return None
    return Hit("status", entry.text, {"status": _STATUS_WORDS.get(said, said)}) if contradicts else True


_STATUS_WORDS: dict[str, Any] = {
    "unavailable": {"id": "tidak tersedia", "en": "not available"},
    "nothing_new": {"id": "tidak ada yang baru", "en": "nothing new"},
    "confirmed": {"id": "konfirmasi", "en": "confirmed"},
    "A": {"id": "A (nilai biasa)", "en": "A (normal value)"},
    "LT": {"id": "LT (kurang dari)", "en": "LT (less than)"},
    "GT": {"id": "GT (lebih dari)", "en": "GT (greater than)"},
    "M": {"id": "M (tidak ada nilai)", "en": "M (no value)"},
    "NA": {"id": "NA (tidak berlaku)", "en": "NA (not applicable)"},
}


def check_missing_reason(case: Case, parameters: Parameters) -> Outcome:
    """What is not available says why."""
    entry = case.entry
    read_as_none = case.figure is not None and case.figure.value is None
    declared_none = entry.answer == "value" and not entry.text.strip() and entry.status in NO_VALUE
    if entry.answer != "unavailable" and not (entry.answer == "value" and read_as_none) and not declared_none:
        return None
    written = len(entry.reason.strip()) >= int(parameters["at_least"])
    return True if written else Hit("reason", entry.reason or None)


def check_foreign_indicator(case: Case, parameters: Parameters) -> Outcome:
    """The indicator is asked of this office."""
    return True if case.known is not None else Hit("indicator", case.entry.key.indicator)


def check_confirm_only(case: Case, parameters: Parameters) -> Outcome:
    """Only its custodian says what a figure is; another office confirms or remarks."""
    if case.known is None or case.known.asked.custodian:
        return None
    if case.known.asked.may_answer(case.entry.answer):
        return True
    return Hit("value", case.entry.text, {"custodian": case.known.custodian_office})


def check_revision_reason(case: Case, parameters: Parameters) -> Outcome:
    """A change of a figure accepted before says why; “not available” was no figure."""
    accepted = case.known.accepted.get(case.entry.key) if case.known else None
    if accepted is None or accepted.status == "M" or case.figure is None or case.entry.answer != "value":
        return None
    same = (accepted.value, accepted.status) == (case.value, str(case.figure.status))
    if same or case.entry.revision_reason.strip():
        return True
    old = accepted.text if accepted.value is None or accepted.status != "A" else accepted.value
    return Hit("revision_reason", case.entry.text, {"old": old})


def check_jump(case: Case, parameters: Parameters) -> Outcome:
    """The change from the last accepted value is plausible: |new - old| <= limit % of |old|.

    A value of another definition is no measure of it; `definition_changed` asks about that.
    """
    last = case.known.last_before(case.entry.key) if case.known and case.has_value else None
    if last is None or not last[1].value:
        return None
    assert case.known is not None and case.value is not None
    period, accepted = last
    if accepted.definition_version not in (None, case.known.definition_version):
        return None
    limit = case.known.jump_limit
    if limit is None:
        limit = Decimal(str(parameters["default_limit"]))
    old = accepted.value
    assert old is not None
    change = abs(case.value - old) * 100 / abs(old)
    if change <= limit:
        return True
    params = {
        "old": old,
        "old_period": period,
        "change": round(change, 1),
        "direction": {"id": "naik", "en": "rose"} if case.value > old else {"id": "turun", "en": "fell"},
        "limit": limit,
    }
    return Hit("value", case.entry.text, params)


def check_sum_of_parts(case: Case, parameters: Parameters) -> Outcome:
    """Parts that make a whole add up to it, within what rounding can explain.

    Tolerance: `rounding` units of the last published decimal for each part and for the total.
    """
    known, key = case.known, case.entry.key
    if known is None or not case.has_value or key.disaggregation != "_T":
        return None
    judged = False
    for codes in known.parts:
        values = [_part(case, FigureKey(key.indicator, key.area, key.period, code)) for code in codes]
        if not values or any(value is None for value in values):
            continue
        judged = True
        total = sum((value for value in values if value is not None), Decimal(0))
        unit = Decimal(1).scaleb(-(known.decimals or 0))
        tolerance = Decimal(str(parameters["rounding"])) * unit * (len(codes) + 1)
        assert case.value is not None
        if abs(total - case.value) > tolerance:
            params = {"total": total, "parts": ", ".join(codes), "difference": abs(total - case.value)}
            return Hit("value", case.entry.text, params)
    return True if judged else None


def _part(case: Case, key: FigureKey) -> Decimal | None:
    """A part as reported now, else as accepted before."""
    if key in case.board.values:
        return case.board.values[key]
    accepted = case.known.accepted.get(key) if case.known else None
    return accepted.value if accepted else None


def check_definition_changed(case: Case, parameters: Parameters) -> Outcome:
    """A new value is comparable with the one before: both speak of the same version of the definition."""
    last = case.known.last_before(case.entry.key) if case.known and case.has_value else None
    if last is None:
        return None
    assert case.known is not None
    period, accepted = last
    before = accepted.definition_version
    if before in (None, case.known.definition_version):
        return True
    return Hit("value", case.entry.text, {"old": accepted.value, "old_period": period})


def check_stale_reference(case: Case, parameters: Parameters) -> Outcome:
    """The reference period is not older than so many years before the round."""
    years = _years_before(case)
    if years is None or years < 0:
        return None
    limit = int(parameters["years"])
    return True if years <= limit else Hit("period", case.entry.key.period, {"years": years, "limit": limit})


def check_future_reference(case: Case, parameters: Parameters) -> Outcome:
    """A figure does not speak of a year after the round's."""
    years = _years_before(case)
    if years is None:
        return None
    assert case.known is not None
    return True if years >= 0 else Hit("period", case.entry.key.period, {"round": case.known.round_period})


def _years_before(case: Case) -> int | None:
    """Years from the figure's reference year to the round's; None where either is not told."""
    if not case.has_value or case.known is None or not case.known.round_period:
        return None
    period = case.entry.key.period[:4]
    return int(case.known.round_period[:4]) - int(period) if period.isdecimal() else None


def check_asked_area(case: Case, parameters: Parameters) -> Outcome:
    """A figure is of the area the round asks about."""
    if case.known is None or not case.known.asked.area:
        return None
    area = case.entry.key.area
    return True if case.known.asked.is_area(area) else Hit("area", area, {"area": case.known.asked.area})


def check_asked_frequency(case: Case, parameters: Parameters) -> Outcome:
    """A figure is of a period its indicator speaks of: a year, a quarter, or the month of its survey."""
    asked, period = _asked(case)
    if asked is None or not asked.has_calendar():
        return None
    if asked.is_frequency(period):
        return True
    return Hit("period", period, {"frequency": _frequency(asked), "due": asked.due})


def _asked(case: Case) -> tuple[Asked | None, str]:
    """What the round asks and the period of the figure; nothing where the period is not a period."""
    period = case.entry.key.period
    return (case.known.asked if case.known and Asked().is_frequency(period) else None), period


def _frequency(asked: Asked) -> dict[str, str]:
    if not asked.months:
        return _FREQUENCY_WORDS[asked.frequency]
    words = {"id": " dan ", "en": " and "}
    return {tongue: words[tongue].join(MONTHS[tongue][0][m - 1] for m in asked.months) for tongue in words}


_FREQUENCY_WORDS = {
    "annual": {"id": "tahunan", "en": "annual"},
    "semiannual": {"id": "semesteran", "en": "semiannual"},
    "quarterly": {"id": "triwulanan", "en": "quarterly"},
    "monthly": {"id": "bulanan", "en": "monthly"},
}


def check_asked_period(case: Case, parameters: Parameters) -> Outcome:
    """A figure is not of a period after the one that is due; where none is due, its period has ended."""
    asked, period = _asked(case)
    if asked is None or not (asked.due or asked.until) or not asked.is_frequency(period):
        return None
    if not asked.is_later(period):
        return True
    until = asked.until
    ended = {tongue: format_date(until, tongue) if until else "" for tongue in ("id", "en")}
    return Hit("period", period, {"due": asked.due or ended})


def check_back_filling(case: Case, parameters: Parameters) -> Outcome:
    """A figure of the past that nobody asks for changes one accepted before; else it fills a gap."""
    asked, period = _asked(case)
    if asked is None or not asked.due or case.entry.answer not in ("value", "unavailable"):
        return None
    if not asked.is_frequency(period) or not asked.is_unasked_past(period):
        return None
    accepted = case.known.accepted.get(case.entry.key) if case.known else None
    if accepted is not None and accepted.status != "M":
        return True
    return Hit("period", period, {"due": asked.due})


@dataclass(frozen=True)
class Kind:
    """A check, the parameters a declaration gives it, and the placeholders its sentences may use."""

    check: Callable[[Case, Parameters], Outcome]
    parameters: frozenset[str]
    placeholders: frozenset[str]


def _kind(check: Callable[[Case, Parameters], Outcome], parameters: str = "", placeholders: str = "") -> Kind:
    common = {"indicator", "period", "value"}
    return Kind(check, frozenset(parameters.split()), frozenset(common | set(placeholders.split())))


KINDS: dict[str, Kind] = {
    "type": _kind(check_type),
    "decimal_point": _kind(check_decimal_point, "", "suggestion"),
    "whole_number": _kind(check_whole_number, "of"),
    "decimals": _kind(check_decimals, "", "decimals limit suggestion"),
    "range": _kind(check_range, "", "minimum maximum unit"),
    "yes_no": _kind(check_yes_no),
    "code": _kind(check_code, "field allowed pattern", "allowed"),
    "disaggregation": _kind(check_disaggregation, "", "allowed"),
    "unit": _kind(check_unit, "", "unit"),
    "duplicate": _kind(check_duplicate, "", "first first_value"),
    "status_agrees": _kind(check_status_agrees, "", "status"),
    "missing_reason": _kind(check_missing_reason, "at_least"),
    "foreign_indicator": _kind(check_foreign_indicator),
    "confirm_only": _kind(check_confirm_only, "", "custodian"),
    "revision_reason": _kind(check_revision_reason, "", "old"),
    "jump": _kind(check_jump, "default_limit", "old old_period change direction limit"),
    "sum_of_parts": _kind(check_sum_of_parts, "rounding", "total parts difference"),
    "definition_changed": _kind(check_definition_changed, "", "old old_period"),
    "stale_reference": _kind(check_stale_reference, "years", "years limit"),
    "future_reference": _kind(check_future_reference, "", "round"),
    "asked_area": _kind(check_asked_area, "", "area"),
    "asked_frequency": _kind(check_asked_frequency, "", "frequency due"),
    "asked_period": _kind(check_asked_period, "", "due"),
    "back_filling": _kind(check_back_filling, "", "due"),
}
