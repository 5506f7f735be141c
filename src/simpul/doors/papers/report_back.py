"""The back of the report in its first layout: answers, readiness, methods and notes, sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Set

from ...records.round_report import IndicatorLine, PointLine, RoundReport, TaskLine
from .dress import Dress
from .paper import Block, Cell, Column, Heading, Table, Text


def back_matter(
    report: RoundReport,
    dress: Dress,
    *,
    content_label: str,
    paraphrased: Set[str],
    framework_is_paraphrased: bool,
) -> Iterator[Block]:
    """Everything after the narratives."""
    texts = dress.texts
    yield Heading(1, texts("label.answers"))
    yield _answers(report, dress)
    yield Heading(1, texts("label.readiness"))
    yield from _readiness(report, dress)
    yield Heading(1, texts("label.methods"))
    yield methods(report, dress)
    yield from notes(report, dress, content_label, paraphrased, framework_is_paraphrased)
    yield Heading(1, texts("label.annex"))
    yield Text(texts("annex.lead"))
    yield sources(report, dress)


def _answers(report: RoundReport, dress: Dress) -> Block:
    texts, language = dress.texts, dress.language
    rows = tuple(
        (
            Cell(task.body.code),
            Cell(answer.title.text(language), answer.indicator),
            Cell(dress.period(answer.period, short=True) if answer.period else "–"),
            Cell(texts.known("answers", answer.answer)),
            Cell(answer.reason or "–"),
        )
        for task in report.tasks
        for answer in task.answers
    )
    if not rows:
        answered = any(task.figures or task.former for task in report.tasks)
        return Text(texts("answers.none" if answered else "answers.none_yet"))
    columns = (
        Column(texts("answers.body"), 20),
        Column(texts("answers.indicator"), 52),
        Column(texts("answers.period"), 20),
        Column(texts("answers.answer"), 28),
        Column(texts("answers.reason"), 45),
    )
    return Table(0, texts("answers.title"), columns, rows)


def _readiness(report: RoundReport, dress: Dress) -> Iterator[Block]:
    texts = dress.texts
    total = len(report.indicators)
    ready = sum(1 for line in report.indicators if not line.missing)
    yield Text(texts("readiness.lead", ready=ready, total=total))
    yield Heading(2, texts("label.by_focal_point"))
    yield readiness_by_focal_point(report, dress)
    lacking = [line for line in report.indicators if line.missing]
    if not lacking:
        return
    yield Heading(2, texts("label.by_indicator"))
    columns = (
        Column(texts("readiness.indicator"), 52),
        Column(texts("readiness.body"), 20),
        Column(texts("readiness.custodian"), 30),
        Column(texts("readiness.missing"), 73),
    )
    rows = tuple(_lacking(line, dress) for line in lacking)
    yield Table(0, texts("readiness.title"), columns, rows)


def _lacking(line: IndicatorLine, dress: Dress) -> tuple[Cell, ...]:
    texts = dress.texts
    return (
        Cell(line.title.text(dress.language), line.code),
        Cell(line.body.code if line.body else "–"),
        Cell(line.custodian.code if line.custodian else "–"),
        Cell(", ".join(texts.known("field", name) for name in line.missing)),
    )


def readiness_by_focal_point(report: RoundReport, dress: Dress) -> Table:
    texts = dress.texts
    groups: dict[str, list[IndicatorLine]] = defaultdict(list)
    for line in report.indicators:
        groups[line.body.code if line.body else ""].append(line)
    columns = (
        Column(texts("readiness.body"), 24),
        Column(texts("bodies.focal_point"), 36),
        Column(texts("readiness.total"), 20, figures=True),
        Column(texts("readiness.ready"), 18, figures=True),
        Column(texts("readiness.with_figure"), 22, figures=True),
        Column(texts("readiness.most"), 55),
    )
    tasks: dict[str, TaskLine | None] = {task.body.code: task for task in report.tasks}
    tasks.update({code: None for code in groups if code not in tasks})
    rows = tuple(_focal_row(code, task, groups.get(code, []), dress) for code, task in tasks.items())
    return Table(0, texts("readiness.title_focal"), columns, rows)


def _focal_row(
    code: str, task: TaskLine | None, lines: list[IndicatorLine], dress: Dress
) -> tuple[Cell, ...]:
    texts = dress.texts
    lacks = Counter(name for line in lines for name in line.missing).most_common(3)
    most = ", ".join(f"{texts.known('field', name)} ({count})" for name, count in lacks)
    focal = (task.focal_point or texts("mark.vacant")) if task else "–"
    return (
        Cell(code or texts("label.national")),
        Cell(focal),
        Cell(str(len(lines))),
        Cell(str(sum(1 for line in lines if not line.missing))),
        Cell(str(sum(1 for line in lines if line.latest is not None))),
        Cell(most or "–"),
    )


def methods(report: RoundReport, dress: Dress) -> Table:
    texts = dress.texts
    found: dict[tuple[bool, str, str], list[int]] = {}
    for line in report.indicators:
        for row in line.verdicts:
            counts = found.setdefault((not row.official, row.method, row.version), [0, 0])
            counts[0 if row.status else 1] += 1
    columns = (
        Column(texts("methods.method"), 62),
        Column(texts("methods.version"), 18),
        Column(texts("methods.role"), 50),
        Column(texts("methods.judged"), 18, figures=True),
        Column(texts("methods.refused"), 22, figures=True),
    )
    rows = tuple(
        (
            Cell(dress.method_name(method), method),
            Cell(version),
            Cell(texts("methods.beside" if beside else "methods.official")),
            Cell(str(judged)),
            Cell(str(refused)),
        )
        for (beside, method, version), (judged, refused) in sorted(found.items())
    )
    return Table(0, texts("methods.title"), columns, rows)


def notes(
    report: RoundReport,
    dress: Dress,
    content_label: str,
    paraphrased: Set[str],
    framework_is_paraphrased: bool,
) -> Iterator[Block]:
    texts = dress.texts
    yield Text(
        texts(
            "methods.vintage",
            known=dress.moment(report.as_known_at),
            zone=dress.zone,
            content=content_label,
            result_set=report.result_set,
        ),
        "item",
    )
    yield Text(texts("methods.proxies"), "item")
    if framework_is_paraphrased and report.framework.code:
        framework = report.framework.text(dress.language)
        yield Text(texts("methods.framework_paraphrase", framework=framework), "item")
    if paraphrased & {line.code for line in report.indicators if line.latest is not None}:
        yield Text(texts("methods.paraphrased"), "item")
    yield Text(texts("methods.baseline"), "item")
    yield Text(texts("methods.not_official_form"), "item")
    yield Text(texts("methods.fingerprint", hash=report.basis_hash), "item")


def sources(report: RoundReport, dress: Dress) -> Table:
    texts = dress.texts
    columns = (
        Column(texts("annex.code"), 24),
        Column(texts("annex.period"), 22),
        Column(texts("annex.value"), 20, figures=True),
        Column(texts("annex.source"), 90),
        Column(texts("annex.mark"), 15, figures=True),
    )
    rows = tuple(
        _source_row(line, point, dress)
        for line in report.indicators
        for point in line.series
        if point.value is not None
    )
    return Table(0, texts("annex.title"), columns, rows)


def _source_row(line: IndicatorLine, point: PointLine, dress: Dress) -> tuple[Cell, ...]:
    texts = dress.texts
    marks = [texts("annex.break")] if point.series_break else []
    marks += [texts("annex.former")] if point in line.earlier else []
    return (
        Cell(line.code),
        Cell(dress.period(point.period, short=True), ", ".join(marks)),
        Cell(dress.figure(point, line, whole=True)),
        dress.source(point, line),
        Cell(str(point.observation)),
    )
