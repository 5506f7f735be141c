"""How a report's figures are written: the same number in every language, in that language's dress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from ...core import progress
from ...core.catalogue import cited
from ...core.figures import (
    Reported,
    Status,
    decimals_of,
    format_change,
    format_figure,
    format_number,
    limit_of,
)
from ...core.periods import format_date, label
from ...records.round_report import IndicatorLine, PointLine, TargetLine, VerdictLine
from .paper import Cell
from .texts import Texts


@dataclass(frozen=True)
class Dress:
    """Writes figures, days and verdicts in a language and a local time zone."""

    texts: Texts
    zone: str

    @property
    def language(self) -> str:
        """`id` or `en`."""
        return self.texts.language

    def number(self, value: Decimal | int, line: IndicatorLine | None = None) -> str:
        """A number; one of an indicator with the decimals its figures are read with."""
        places = places_of(line, Decimal(value)) if line else None
        return format_number(value, language=self.language, decimals=places)

    def figure(self, point: PointLine | None, line: IndicatorLine, *, whole: bool = False) -> str:
        """A reported figure with its limit sign; a dash where there is none. `whole` keeps every decimal."""
        if point is None or point.value is None:
            return "–"
        if whole:
            places = max(line.decimals or 0, decimals_of(point.value))
            reported = Reported(point.text, point.value, Status(point.status))
            return format_figure(reported, language=self.language, decimals=places)
        return self.reported(point, line.decimals)

    def reported(self, point: PointLine, decimals: int | None) -> str:
        """A reported figure with its limit sign, read with the decimals of its sheet; text where it is no number."""
        if point.value is None:
            return point.text or "–"
        told = Reported(point.text, point.value, Status(point.status))
        return format_figure(told, language=self.language, decimals=read_places(decimals, point.value))

    def publication(self, point: PointLine, line: IndicatorLine) -> str:
        """The publication a figure is from, in words; else what the sheet names, said to be so; else its office."""
        words, address = cited(point.source)
        if words or address:
            return words or host(address)
        if point.office is None:
            return ""
        return self.texts("annex.by_sheet", source=line.source) if line.source else self.submission(point)

    def publisher(self, point: PointLine, line: IndicatorLine) -> str:
        """The publication without where it was read, as the note of a chart has it; the annex says the rest."""
        return self.publication(point, line).partition(", via ")[0]

    def submission(self, point: PointLine) -> str:
        """The office that submitted a figure, and the round; empty for a published one."""
        if point.office is None:
            return ""
        said = {"office": point.office.code, "round": self.period(point.round, short=True)}
        return self.texts("annex.submission", **said)

    def source(self, point: PointLine, line: IndicatorLine) -> Cell:
        """The publication, beneath it where it was read; of a reported figure its office, round and proof as well."""
        files = self.texts("annex.evidence", count=point.evidence) if point.evidence else ""
        parts = (self.publication(point, line), self.submission(point), files)
        words = "; ".join(dict.fromkeys(part for part in parts if part))
        address = cited(point.source)[1]
        read_at = self.texts("annex.read_at", address=address) if address else ""
        comment = self.texts("annex.comment", comment=point.comment) if point.comment else ""
        return Cell(words, "; ".join(part for part in (read_at, comment) if part), link=address)

    def period(self, code: str, *, short: bool = False) -> str:
        """A period in words; text that is no period stays as it is."""
        return label(code, self.language, short=short)

    def day(self, day: date | datetime | None, *, short: bool = False) -> str:
        """A local civil day, or a dash."""
        if day is None:
            return "–"
        if isinstance(day, datetime):
            day = day.astimezone(ZoneInfo(self.zone)).date()
        return format_date(day, self.language, short=short)

    def moment(self, at: datetime) -> str:
        """A local day and time."""
        local = at.astimezone(ZoneInfo(self.zone))
        return f"{self.day(at)}, {local:%H.%M}" if self.language == "id" else f"{self.day(at)}, {local:%H:%M}"

    def comparison(self, line: IndicatorLine) -> str:
        """How the latest figure stands to the one before: first, redefined, break, limit, unchanged or changed."""
        latest, before = line.latest, line.before
        if latest is not None and before is None and line.earlier:
            return "redefined"
        if latest is None or latest.value is None or before is None or before.value is None:
            return "first"
        if latest.series_break:
            return "break"
        if {latest.status, before.status} != {Status.VALUE.value}:
            return "limit"
        return "unchanged" if latest.value == before.value else "changed"

    def change(self, line: IndicatorLine) -> str:
        """The change in words and points, or why there is none."""
        kind = self.comparison(line)
        if kind in ("changed", "unchanged"):
            old, new = line.before.value, line.latest.value  # type: ignore[union-attr]
            assert old is not None and new is not None
            unit = self.texts("change.points") if line.unit.code == "PT" else ""
            places = max(places_of(line, old), places_of(line, new))
            return format_change(old, new, unit=unit, language=self.language, decimals=places)
        return self.texts(f"change.{kind}")

    def latest_cell(self, line: IndicatorLine) -> Cell:
        """The latest figure with its period; where none stands under the definition in force yet, that it is so."""
        latest = line.latest
        if latest is None:
            return Cell("–", self.texts("figures.none_held"))
        told = [self.period(latest.period, short=True), self.texts.known("nature", latest.nature)]
        told += [self.texts("mark.new")] if line.reported_now else []
        shown = self.figure(latest, line)
        return Cell(shown, ", ".join(mark for mark in told if mark), strong=line.reported_now)

    def former(self, line: IndicatorLine) -> str:
        """The last figure of a former definition as history, where none stands under the one in force; else nothing."""
        point = line.former
        if point is None:
            return ""
        return self.texts(
            "figures.former",
            code=line.code,
            none=progress.no_figure_since(line.defined_on, self.language),
            value=self.figure(point, line),
            period=self.period(point.period, short=True),
        )

    def change_cell(self, line: IndicatorLine) -> Cell:
        """The change for a table: what is not compared says why beneath."""
        if line.latest is None:
            return Cell("–")
        kind = self.comparison(line)
        why = self.texts(f"why.{kind}") if kind in self.texts.section("why") else ""
        return Cell(self.change(line), why)

    def baseline(self, line: IndicatorLine) -> Cell:
        """The baseline with its limit sign, its period and whether anybody agreed to it."""
        if line.baseline is None:
            return Cell("–")
        period, text, value, status = line.baseline
        shown = text or "–"
        if value is not None:
            told = Reported(text, value, limit_of(text))
            shown = format_figure(told, language=self.language, decimals=places_of(line, value))
        return Cell(shown, f"{self.period(period, short=True)}, {self.texts.known('baseline', status)}")

    def target(self, line: IndicatorLine) -> Cell:
        """The last target, with its period and authority."""
        if not line.targets:
            return Cell("–")
        aim = line.targets[-1]
        told = [self.period(aim.period, short=True), aim.authority]
        return Cell(self.aim(aim, line), ", ".join(part for part in told if part))

    def aim(self, aim: TargetLine, line: IndicatorLine) -> str:
        """A target in words: a value, a range or a bound."""
        if aim.value is not None:
            return self.number(aim.value, line)
        low = self.number(aim.low, line) if aim.low is not None else ""
        high = self.number(aim.high, line) if aim.high is not None else ""
        key = "range" if low and high else "at_least" if low else "at_most"
        return self.texts(f"figures.{key}", low=low, high=high)

    def verdict(self, line: IndicatorLine) -> Cell:
        """The official verdict in words, or why there is none."""
        row = line.official
        if row is None:
            return Cell("–")
        if not row.status:
            return Cell(
                self.texts("figures.not_judged"),
                progress.reason_sentence(row.reason, self.language, row.outputs),
            )
        return Cell(progress.status_words(row.status, self.language))

    def method(self, row: VerdictLine) -> str:
        """A method's name and version."""
        return self.texts("figures.version", method=self.method_name(row.method), version=row.version)

    def method_name(self, code: str) -> str:
        """A method's name; its code where it is not known."""
        method = progress.METHODS_BY_CODE.get(code)
        if method is None:
            return code
        return str(method.name_en if self.language == "en" else method.name_id)


def host(address: str) -> str:
    """The site of an address.

    >>> host("https://www.bps.go.id/id/pressrelease/2025")
    'bps.go.id'
    """
    return address.split("://", 1)[1].split("/", 1)[0].removeprefix("www.")


def places_of(line: IndicatorLine, value: Decimal) -> int:
    """Decimals to read a figure with: the sheet's, else what was reported but no machine's tail.

    A published 8.47 stays so; 88.20317 is read as 88.20 (the annex keeps it whole), 0.447 as it is.
    """
    return read_places(line.decimals, value)


def read_places(decimals: int | None, value: Decimal) -> int:
    """The decimals of a sheet that names them, else those that were reported, up to a reach."""
    reach = 3 if abs(value) < 1 else 2
    return max(decimals or 0, min(decimals_of(value), reach))
