"""The versions of a round's report: which one a new report replaces, and what was defined anew since."""

from __future__ import annotations

from django.db.models import Min

from ..core.errors import Problem
from ..core.plain import restored
from .models import Paper, ResultSet, Round, SheetVersion
from .round_report import Edition, IndicatorLine, Named, PointLine, RedefinedLine, RoundReport


def replaced_by_next(round_: Round) -> tuple[ResultSet | None, Edition | None]:
    """The results of the last report made of a round, and which version that report is. At most two queries.

    A version is a set of results that papers were made from, in whatever languages and forms.
    """
    papers = Paper.objects.order_by().filter(round=round_)
    sets = list(papers.values_list("result_set").annotate(first=Min("pk")).order_by("first"))
    if not sets:
        return None, None
    last = ResultSet.objects.get(pk=sets[-1][0])
    return last, Edition(len(sets), last.made_at)


def check_version(result_set: ResultSet) -> None:
    """Papers of these results are the version their cover says. One query; asked where the round is locked.

    Results that papers were made from keep their number. Others name the version that was next when they were
    computed, and another may have come first since.

    Raises:
        Problem: `PAPERS-OTHER-VERSION`.
    """
    told = int((result_set.reading or {}).get("number") or 0)
    papers = Paper.objects.order_by().filter(round=result_set.round_id)
    rows = papers.values_list("result_set").annotate(first=Min("pk")).order_by("first")
    sets = [key for key, _first in rows]
    next_ = len(sets) + 1
    # results kept before versions were told say none
    if told and told != (sets.index(result_set.pk) + 1 if result_set.pk in sets else next_):
        params = {"round": str(result_set.round), "version": told, "next": next_}
        raise Problem("PAPERS-OTHER-VERSION", params=params)


def read_redefined(replaced: ResultSet, indicators: tuple[IndicatorLine, ...]) -> tuple[RedefinedLine, ...]:
    """The indicators whose definition is another than in the results that are replaced. At most one query."""
    if not replaced.reading:
        return ()
    told = {line.code: line for line in restored(RoundReport, replaced.reading).indicators}
    anew = {
        line.code: line
        for line in indicators
        # a reading kept before definitions were told says 0: nothing is known to have changed
        if line.code in told and told[line.code].definition_version not in (0, line.definition_version)
    }
    if not anew:
        return ()
    decided: dict[tuple[str, int], SheetVersion] = {}
    for row in (
        SheetVersion.objects.filter(indicator__code__in=anew)
        .exclude(agreed_in="")
        .select_related("indicator")
        .order_by("number")
    ):
        decided.setdefault((row.indicator.code, row.definition_version or 0), row)
    return tuple(
        _redefined(line, told[code], decided.get((code, line.definition_version)))
        for code, line in anew.items()
    )


def _redefined(line: IndicatorLine, told: IndicatorLine, decision: SheetVersion | None) -> RedefinedLine:
    return RedefinedLine(
        code=line.code,
        title=Named(line.code, line.title.id, line.title.en),
        reference=decision.agreed_in if decision else "",
        day=decision.agreed_on if decision else None,
        definition=line.definition_version,
        decimals=line.decimals,
        gone=_gone(line, told),
    )


def _gone(line: IndicatorLine, told: IndicatorLine) -> tuple[PointLine, ...]:
    """The figures the replaced version held under its definition that stand under no definition in force now."""
    stands = {
        point.observation
        for point, version in zip(line.series, line.definitions, strict=False)
        if version == line.definition_version
    }
    held = zip(told.series, told.definitions, strict=False)
    return tuple(
        point
        for point, version in held
        if version == told.definition_version and point.text and point.observation not in stands
    )
