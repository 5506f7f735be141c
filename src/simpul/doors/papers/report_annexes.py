"""The back of the report: decisions, then lettered annexes from what is read most to what is only looked up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from decimal import Decimal

from ...core.figures import Reported, format_figure, format_number, limit_of
from ...records.round_report import DecisionLine, IndicatorLine, RoundReport, TargetLine
from .dress import Dress
from .paper import Block, Cell, Column, Heading, Table, Text
from .report_back import methods, notes, readiness_by_focal_point, sources


def decisions(report: RoundReport, dress: Dress) -> Iterator[Block]:
    """What was decided since the report before; nothing where nothing was."""
    if not report.decisions:
        return
    texts = dress.texts
    yield Heading(1, texts("label.decisions"))
    yield Text(texts("decisions.lead"), "lead")
    columns = (
        Column(texts("decisions.day"), 20),
        Column(texts("decisions.subject"), 48),
        Column(texts("decisions.decided"), 65),
        Column(texts("decisions.reference"), 40),
    )
    rows = tuple(_decision(one, dress) for one in report.decisions)
    yield Table(0, texts("decisions.title"), columns, rows)


def _decision(one: DecisionLine, dress: Dress) -> tuple[Cell, ...]:
    texts, language = dress.texts, dress.language
    spoken = ""
    other = f"{one.other.text(language)} ({one.other.code})" if one.other else "–"
    if one.kind == "merger":
        decided, beside = texts("decisions.merger", other=other), ""
    elif one.kind == "alignment":
        relation = texts.known("relation", one.relation)
        decided, beside = texts("decisions.alignment", relation=relation, other=other), one.words
        if one.words_id or one.words_en:
            beside, spoken = _words(one, dress)
    else:
        decided, beside = _agreed(one, dress)
    reference = one.reference
    if one.kind == "alignment":
        reference = texts("decisions.approved_by", office=one.reference) if one.reference else "–"
    return (
        Cell(dress.day(one.day, short=True)),
        Cell(one.title.text(language), one.code),
        Cell(decided, beside, sub_language=spoken),
        Cell(reference),
    )


def _words(one: DecisionLine, dress: Dress) -> tuple[str, str]:
    """What was said in the language of the paper; else in the other, marked, with that language."""
    said, other = (one.words_id, one.words_en)[:: -1 if dress.language == "en" else 1]
    if said:
        return said, ""
    key, language = ("original", "id") if dress.language == "en" else ("original_en", "en")
    return f"{other} ({dress.texts(f'mark.{key}')})", language


def _agreed(one: DecisionLine, dress: Dress) -> tuple[str, str]:
    """What of a sheet was agreed: the fields that changed; beneath it definition, baseline and targets."""
    texts = dress.texts
    fields = ", ".join(texts.known("field", name) for name in one.fields)
    decided = texts("decisions.sheet_fields", list=fields) if fields else texts("decisions.sheet")
    parts = [texts("decisions.definition", version=one.definition)] if one.definition else []
    if one.baseline:
        period, text, value, _status = one.baseline
        shown = text
        if value is not None:
            told = Reported(text, value, limit_of(text))
            shown = format_figure(told, language=dress.language, decimals=one.decimals)
        parts.append(texts("decisions.baseline", value=shown, period=dress.period(period, short=True)))
    for aim in one.targets:
        value_ = _aim(aim, one.decimals, dress)
        parts.append(texts("decisions.target", value=value_, period=dress.period(aim.period, short=True)))
    return decided, "; ".join(parts)


def _aim(aim: TargetLine, decimals: int | None, dress: Dress) -> str:
    def number(value: Decimal | None) -> str:
        return format_number(value, language=dress.language, decimals=decimals) if value is not None else ""

    if aim.value is not None:
        return number(aim.value)
    low, high = number(aim.low), number(aim.high)
    key = "range" if low and high else "at_least" if low else "at_most"
    return dress.texts(f"figures.{key}", low=low, high=high)


def annexes(
    report: RoundReport,
    dress: Dress,
    *,
    content_label: str,
    paraphrased: Set[str],
    framework_is_paraphrased: bool,
) -> Iterator[Block]:
    """Answers, readiness, methods and sources, each with a sentence that says what it is for."""
    texts = dress.texts
    yield Heading(1, texts("label.answers"), annex=True)
    yield from _answers(report, dress)
    yield Heading(1, texts("label.readiness"), annex=True)
    ready = sum(1 for line in report.indicators if not line.missing)
    yield Text(texts("annexes.readiness", ready=ready, total=len(report.indicators)), "lead")
    yield readiness_by_focal_point(report, dress)
    yield from _lacking(report, dress)
    yield Heading(1, texts("label.methods"), annex=True)
    yield Text(texts("annexes.methods"), "lead")
    yield methods(report, dress)
    yield from notes(report, dress, content_label, paraphrased, framework_is_paraphrased)
    yield Heading(1, texts("label.sources"), annex=True)
    yield Text(texts("annex.lead"), "lead")
    yield sources(report, dress)


def _answers(report: RoundReport, dress: Dress) -> Iterator[Block]:
    """A row for each body, answer and reason, with the indicators and periods it is about."""
    texts, language = dress.texts, dress.language
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for task in report.tasks:
        for one in task.answers:
            said = {"title": one.title.text(language), "code": one.indicator}
            said["period"] = dress.period(one.period, short=True) if one.period else "–"
            groups[task.body.code, one.answer, one.reason].append(texts("grouped.one_answer", **said))
    if not groups:
        answered = any(task.figures or task.former for task in report.tasks)
        yield Text(texts("answers.none" if answered else "answers.none_yet"))
        return
    yield Text(texts("annexes.answers"), "lead")
    columns = (
        Column(texts("answers.body"), 20),
        Column(texts("grouped.answer_indicators"), 80),
        Column(texts("answers.answer"), 28),
        Column(texts("answers.reason"), 45),
    )
    rows = tuple(
        (Cell(body), Cell("; ".join(told)), Cell(texts.known("answers", answer)), Cell(reason or "–"))
        for (body, answer, reason), told in groups.items()
    )
    yield Table(0, texts("grouped.answer_title"), columns, rows)


def _lacking(report: RoundReport, dress: Dress) -> Iterator[Block]:
    """A row for each body and set of missing fields, with the indicators that lack just these."""
    texts, language = dress.texts, dress.language
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for line in report.indicators:
        if line.missing:
            custodian = line.custodian.code if line.custodian else "–"
            said = {"title": line.title.text(language), "code": line.code, "custodian": custodian}
            body = line.body.code if line.body else ""
            groups[body, _missing(line, dress)].append(texts("grouped.one_indicator", **said))
    if not groups:
        return
    columns = (
        Column(texts("readiness.body"), 20),
        Column(texts("grouped.readiness_indicators"), 85),
        Column(texts("readiness.missing"), 68),
    )
    order = {task.body.code: at for at, task in enumerate(report.tasks)}
    rows = tuple(
        (
            Cell(body or texts("label.national")),
            Cell("; ".join(told)),
            Cell(texts("grouped.lacks", list=", ".join(missing))),
        )
        for (body, missing), told in sorted(
            groups.items(), key=lambda one: (order.get(one[0][0], len(order)), one[0])
        )
    )
    yield Table(0, texts("grouped.readiness_title"), columns, rows)


def _missing(line: IndicatorLine, dress: Dress) -> tuple[str, ...]:
    """What a sheet lacks, in words; what is there and not settled says so."""
    return tuple(
        dress.texts("unsettled." + name) if name in line.unsettled else dress.texts.known("field", name)
        for name in line.missing
    )
