"""What was decided since the last report: sheets that bodies agreed, indicators merged, alignments approved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from ..core.figures import read_figure
from ..core.finalisation import changes
from .alignment_reading import titles_of_ends
from .catalogue.frameworks import AlignmentStep, alignment_key
from .days import civil_day
from .models import AuditEntry, Indicator, Paper, Round, SheetVersion
from .round_report import DecisionLine, Named, TargetLine


def read_decisions(round_: Round, moment: datetime) -> tuple[DecisionLine, ...]:
    """The decisions a round tells, the earliest first: six queries.

    A decision is told by one round, whatever order rounds are reported in and however often: the round of which a
    report came next after it was recorded, be it the first of that round or one made again. The day of the decision
    itself does not count. A report made again tells what the one it replaces did, and what was recorded since.
    """
    spans = _told_here(round_, moment)
    found = [*_sheets(spans, moment), *_mergers(spans), *_alignments(spans)]
    return tuple(sorted(found, key=lambda one: (one.day or moment.date(), one.kind, one.code)))


#: After which moment, and until which; none where nothing was reported before.
Span = tuple[datetime | None, datetime]


def _told_here(round_: Round, moment: datetime) -> tuple[Span, ...]:
    """The stretches of time whose decisions a round tells: before each of its reports, from the one before on.

    The reports are those of its obligation; the last stretch is that of the report made at the moment.
    """
    papers = Paper.objects.filter(round__obligation=round_.obligation_id, as_known_at__lte=moment)
    made = list(papers.order_by("as_known_at", "pk").values_list("as_known_at", "round_id"))
    spans: list[Span] = []
    last: datetime | None = None
    for at, of in [*made, (moment, round_.pk)]:
        if of == round_.pk and (last is None or last < at):
            spans.append((last, at))
        last = at
    return tuple(spans)


def _within(name: str, spans: Iterable[Span]) -> Q:
    """That a moment lies in one of the stretches."""
    found = Q(pk__in=())
    for since, until in spans:
        found |= Q(**{f"{name}__lte": until}, **({f"{name}__gt": since} if since else {}))
    return found


def _sheets(spans: tuple[Span, ...], moment: datetime) -> Iterator[DecisionLine]:
    rows = SheetVersion.objects.filter(made_at__lte=moment).select_related("indicator").order_by("number")
    wanted = {row.pk for row in rows.exclude(agreed_in="").filter(_within("made_at", spans))}
    if not wanted:
        return
    held: dict[
        int, Mapping[str, Any]
    ] = {}  # the wording that held before: the first, then what was agreed last
    for row in rows.filter(indicator__versions__in=wanted).distinct():
        if row.pk in wanted:
            yield _sheet(row, held.get(row.indicator_id, {}))
        if row.number == 1 or row.agreed_in:
            held[row.indicator_id] = row.sheet


def _sheet(row: SheetVersion, before: Mapping[str, Any]) -> DecisionLine:
    indicator = row.indicator
    return DecisionLine(
        kind="sheet",
        code=indicator.code,
        title=Named(indicator.code, indicator.title_id, indicator.title_en),
        reference=row.agreed_in,
        day=row.agreed_on,
        fields=tuple(one.field for one in changes(before, row.sheet)),
        definition=row.definition_version or 0,
        decimals=indicator.decimals,
        baseline=_baseline(row.sheet.get("baseline")),
        targets=tuple(_target(one) for one in row.sheet.get("targets") or ()),
    )


def _baseline(told: Mapping[str, str] | None) -> tuple[str, str, Any, str] | None:
    if not told:
        return None
    return told["period"], told["value"], read_figure(told["value"], language="en").value, told["status"]


def _target(told: Mapping[str, Any]) -> TargetLine:
    low, high, value = (
        read_figure(told[name], language="en").value if told.get(name) is not None else None
        for name in ("low", "high", "value")
    )
    return TargetLine(told["period"], value, low, high, told["authority"], told["source"])


def _mergers(spans: tuple[Span, ...]) -> Iterator[DecisionLine]:
    # told by when it was recorded, as sheets are: one decided before a report and recorded after it is in the next
    steps = AuditEntry.objects.filter(subject_kind="indicator", action="catalogue.merge_indicator")
    recorded = steps.filter(_within("at", spans)).values("subject_key")
    rows = Indicator.objects.exclude(merged_in="").filter(code__in=recorded)
    for row in rows.select_related("merged_into"):
        into = row.merged_into
        yield DecisionLine(
            kind="merger",
            code=row.code,
            title=Named(row.code, row.title_id, row.title_en),
            other=Named(into.code, into.title_id, into.title_en) if into else None,
            reference=row.merged_in,
            day=row.merged_on,
        )


def _alignments(spans: tuple[Span, ...]) -> Iterator[DecisionLine]:
    rows = list(AlignmentStep.objects.filter(_within("at", spans), verb="approve"))
    known = titles_of_ends() if rows else {}
    trail = AuditEntry.objects.filter(action="catalogue.approve_alignment", at__in={row.at for row in rows})
    told = {(one.subject_key, one.at): one.after for one in (trail if rows else ())}
    for row in rows:
        ends = []
        for key in ((row.source_kind, row.source_code), (row.target_kind, row.target_code)):
            end = known.get(key)
            ends.append(Named(key[1], *((end.title_id, end.title_en) if end else (key[1], key[1]))))
        after = told.get((alignment_key(row.source_code, row.target_code), row.at), {})
        # of one text alone the trail says in which language it became the reason
        is_english = row.words != after.get("rationale_id", row.words)
        yield DecisionLine(
            kind="alignment",
            code=row.source_code,
            title=ends[0],
            other=ends[1],
            reference=row.office,
            day=civil_day(row.at),
            relation=row.relation,
            words_id="" if is_english else row.words,
            words_en=after.get("words_en", row.words if is_english else ""),
        )
