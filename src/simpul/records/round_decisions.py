"""What was decided since the last report: sheets that bodies agreed, indicators merged, alignments approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Min

from ..core.figures import read_figure
from ..core.finalisation import changes
from .alignment_reading import titles_of_ends
from .catalogue.frameworks import AlignmentStep, alignment_key
from .days import civil_day
from .models import AuditEntry, Indicator, Paper, Round, SheetVersion
from .round_report import DecisionLine, Named, TargetLine


def read_decisions(round_: Round, moment: datetime) -> tuple[DecisionLine, ...]:
    """The decisions a round tells, the earliest first: six queries.

    A decision is told once, whatever order rounds are reported in and however often: by the round whose first report
    came next. A report made again tells what the first did; one that is the first tells until the moment.
    """
    since, until = _told_here(round_, moment)
    found = [*_sheets(since, until), *_mergers(since, until), *_alignments(since, until)]
    return tuple(sorted(found, key=lambda one: (one.day or moment.date(), one.kind, one.code)))


def _told_here(round_: Round, moment: datetime) -> tuple[datetime | None, datetime]:
    """After which moment, and until which, decisions are told by a round: between first reports of an obligation."""
    papers = Paper.objects.order_by().filter(round__obligation=round_.obligation_id)
    firsts = dict(papers.values_list("round").annotate(first=Min("as_known_at")))
    until = min(firsts.pop(round_.pk, moment), moment)
    return max((at for at in firsts.values() if at < until), default=None), until


def _sheets(since: datetime | None, moment: datetime) -> Iterator[DecisionLine]:
    rows = SheetVersion.objects.filter(made_at__lte=moment).select_related("indicator").order_by("number")
    agreed = rows.exclude(agreed_in="")
    wanted = {row.pk for row in (agreed.filter(made_at__gt=since) if since else agreed)}
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


def _mergers(since: datetime | None, moment: datetime) -> Iterator[DecisionLine]:
    # told by when it was recorded, as sheets are: one decided before a report and recorded after it is in the next
    steps = AuditEntry.objects.filter(subject_kind="indicator", action="catalogue.merge_indicator")
    steps = steps.filter(at__lte=moment)
    recorded = (steps.filter(at__gt=since) if since else steps).values("subject_key")
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


def _alignments(since: datetime | None, moment: datetime) -> Iterator[DecisionLine]:
    steps = AlignmentStep.objects.filter(verb="approve", at__lte=moment)
    rows = list(steps.filter(at__gt=since) if since else steps)
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
