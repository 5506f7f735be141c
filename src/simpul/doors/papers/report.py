"""The national quarterly report as a paper: one plain structure per language, from one reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from string import ascii_uppercase
from typing import Any

from ...core.periods import MONTHS, ROMAN, Period
from ...records.round_report import IndicatorLine, Named, PointLine, RedefinedLine, RoundReport, TaskLine
from .dress import Dress
from .paper import Block, Cell, Chart, Column, Cover, Heading, KeyFigures, ReportPaper, Table, Text
from .report_annexes import annexes, decisions
from .report_back import back_matter
from .report_figures import figure_tables, trend_charts
from .texts import Texts

CHANGES_SHOWN = 8
NOBODY = Named("", "", "")


@dataclass(frozen=True)
class Facts:
    """What the paper says beside the reading of the round: the office, who made it, which titles are ours.

    Args:
        office: the coordinating office; empty names the obligation alone.
        paraphrased: codes of indicators whose title is recalled or summarised, not official.
        framework_is_paraphrased: the framework's own titles are in our words.
    """

    office: Named = NOBODY
    prepared_by: str = ""
    classification: str = "ordinary"
    zone: str = "UTC"
    content_label: str = ""
    paraphrased: frozenset[str] = field(default_factory=frozenset)
    framework_is_paraphrased: bool = True


def build_report(report: RoundReport, *, language: str, facts: Facts) -> ReportPaper:
    """The whole paper in a language. The numbers do not depend on the language, only their dress."""
    texts = Texts("report", language)
    dress = Dress(texts, facts.zone)
    title = texts("cover.title", obligation=_inside(report.obligation.text(language)))
    known = dress.day(report.as_known_at)
    foot = texts("foot.line", **{"class": texts.known("class", facts.classification), "known": known})
    blocks = tuple(_numbered(_blocks(report, dress, facts), texts))
    return ReportPaper(
        language=language,
        title=title,
        running=title,
        period=dress.period(report.code),
        foot=foot,
        made_at=report.as_known_at,
        cover=_cover(report, dress, facts, title),
        blocks=blocks,
        words=tuple((key, texts(f"label.{key}")) for key in ("table", "chart", "page", "contents", "band")),
        layout=report.layout,
    )


def _inside(name: str) -> str:
    """A name inside a sentence, its first letter small."""
    return name[:1].lower() + name[1:]


def _blocks(report: RoundReport, dress: Dress, facts: Facts) -> Iterator[Block]:
    texts = dress.texts
    yield Heading(1, texts("label.summary"))
    yield from _summary(report, dress)
    yield Heading(1, texts("label.bodies"))
    yield _bodies(report, dress)
    yield Heading(1, texts("label.figures"))
    yield Text(texts("figures.lead"))
    yield from figure_tables(report, dress, facts.paraphrased)
    charts = trend_charts(report, dress)
    if charts:
        yield Heading(1, texts("label.charts"))
        yield from charts
    yield Heading(1, texts("label.narratives"))
    yield from _narratives(report, dress)
    back = annexes if report.layout > 1 else back_matter
    if report.layout > 1:
        yield from decisions(report, dress)
    yield from back(
        report,
        dress,
        content_label=facts.content_label or report.content_version,
        paraphrased=facts.paraphrased,
        framework_is_paraphrased=facts.framework_is_paraphrased,
    )


def _numbered(blocks: Iterable[Block], texts: Texts) -> Iterator[Block]:
    """Chapters, tables and charts numbered in the order they stand, annexes lettered."""
    chapter = table = chart = annex = 0
    for block in blocks:
        if isinstance(block, Heading) and block.annex:
            block = replace(
                block, text=texts("annexes.heading", letter=ascii_uppercase[annex], title=block.text)
            )
            annex += 1
        elif isinstance(block, Heading) and block.level == 1:
            chapter += 1
            block = replace(block, text=f"{chapter}. {block.text}")
        elif isinstance(block, Table):
            table += 1
            block = replace(block, number=table)
        elif isinstance(block, Chart):
            chart += 1
            block = replace(block, number=chart)
        yield block


def _cover(report: RoundReport, dress: Dress, facts: Facts, title: str) -> Cover:
    texts, language = dress.texts, dress.language
    accepted = [task for task in report.counted if task.state == "accepted"]
    apart = "".join(
        texts(f"cover.apart_{'accepted' if task.state == 'accepted' else 'waiting'}", body=task.body.code)
        for task in report.tasks
        if not task.counted
    )
    last_steps = [step for task in report.tasks if task.state == "accepted" for step in task.cleared_by[-1:]]
    cleared = sorted({_signer(step, texts) for step in last_steps})
    obligation = _inside(report.obligation.text(language))
    rows = (
        (texts("cover.number"), texts("cover.number_value")),
        *_edition(report, dress),
        (texts("cover.class"), texts.known("class", facts.classification)),
        (texts("cover.known"), dress.moment(report.as_known_at)),
        (texts("cover.prepared"), facts.prepared_by or "–"),
        (texts("cover.cleared"), "; ".join(cleared) or "–"),
        (texts("cover.approved"), texts("cover.approved_value")),
        (texts("cover.fingerprint"), _grouped(report.basis_hash)),
    )
    return Cover(
        office=facts.office.text(language) or report.obligation.text(language),
        unit=texts("cover.secretariat", obligation=obligation),
        title=title,
        period=_long_period(report.code, dress),
        summary=texts(
            "cover.summary",
            accepted=len(accepted),
            counted=len(report.counted),
            apart=apart,
            figures=_figures_words(report, texts),
            shown=sum(1 for line in report.indicators if line.latest is not None),
        ),
        rows=rows,
        note=texts("cover.note"),
    )


def _edition(report: RoundReport, dress: Dress) -> Iterator[tuple[str, str]]:
    """Which version of the round's report this is, and which one it replaces; nothing where it was not told."""
    if not report.number:
        return
    texts, former = dress.texts, report.replaces
    made = {"number": report.number, "day": dress.day(report.made_at)}
    if former is None:
        yield texts("cover.edition"), texts("cover.edition_first", **made)
    else:
        replaced = {"former": former.number, "former_day": dress.day(former.made_at)}
        yield texts("cover.edition"), texts("cover.edition_anew", **made, **replaced)


def _figures_words(report: RoundReport, texts: Texts) -> str:
    """How many figures were accepted; those of a former definition are counted apart."""
    held, former = (sum(getattr(task, name) for task in report.tasks) for name in ("figures", "former"))
    if not former:
        return texts("cover.figures", count=held)
    return texts("cover.figures_parted", count=held, former=former)


def _signer(step: Mapping[str, Any], texts: Texts) -> str:
    name = f"{step.get('acting', '')} {step.get('name', '')}".strip()
    other = step.get("on_behalf_of", "")
    shown = texts("mark.on_behalf", name=name, other=other) if other else name
    office = step.get("office", "")
    return f"{shown}, {office}" if office else shown


def _grouped(text: str) -> str:
    """A hash short enough to compare by eye: first twelve and last four signs."""
    return f"{text[:4]} {text[4:8]} {text[8:12]} … {text[-4:]}" if len(text) > 20 else text


def _long_period(code: str, dress: Dress) -> str:
    period = Period.parse(code)
    if period.frequency != "quarterly":
        return dress.period(code)
    part = (period.since.month - 1) // 3
    names = MONTHS[dress.language][0]
    return dress.texts(
        "cover.period",
        part=ROMAN[part] if dress.language == "id" else part + 1,
        year=period.since.year,
        months=f"{names[period.since.month - 1]}–{names[period.last_day.month - 1]}",
    )


def _summary(report: RoundReport, dress: Dress) -> Iterator[Block]:
    texts = dress.texts
    counted = report.counted
    accepted = [task for task in counted if task.state == "accepted"]
    values = sum(task.figures for task in report.tasks)
    former = sum(task.former for task in report.tasks)
    answers = values + former + sum(len(task.answers) for task in report.tasks)
    evidenced = sum(task.evidenced for task in report.tasks)
    held = sum(1 for task in report.tasks if task.focal_point)
    on_time = texts("summary.on_time", count=sum(1 for task in accepted if task.on_time))

    def share(count: int, total: int) -> str:
        return texts("summary.of", count=count, total=total)

    yield KeyFigures(
        (
            (share(len(accepted), len(counted)), f"{texts('summary.accepted')}; {on_time}"),
            (
                share(values, answers),
                texts(
                    "summary.answered_parted" if former else "summary.answered",
                    evidenced=evidenced,
                    former=former,
                ),
            ),
            (share(held, len(report.tasks)), texts("summary.focal")),
        )
    )
    for task in report.tasks:
        if not task.counted:
            yield Text(
                texts(
                    "summary.apart",
                    body=task.body.code,
                    parent=task.parent or "–",
                    office=task.office.text(dress.language),
                    state=texts.known("state", task.state).lower(),
                )
            )
    yield from _defined_anew(report, dress)
    yield from _named_gaps(report, texts)
    yield from _verdict_counts(report, dress)
    yield Heading(2, texts("label.changed"))
    shown = [line for line in report.indicators if line.reported_now and line.latest is not None]
    if not shown:
        yield Text(texts("summary.none_changed_former" if former else "summary.none_changed"))
    for line in sorted(shown, key=lambda line: not line.targets)[:CHANGES_SHOWN]:
        yield Text(_changed(line, dress), "item")


def _defined_anew(report: RoundReport, dress: Dress) -> Iterator[Block]:
    """What was defined anew since the replaced version: by which decision, and which figures no longer stand."""
    former = report.replaces
    if former is None or not report.redefined:
        return
    texts = dress.texts
    told = {"former": former.number, "former_day": dress.day(former.made_at)}
    yield Text(texts("anew.lead", **told), "lead")
    for one in report.redefined:
        said = {"title": one.title.text(dress.language), "code": one.code, "definition": one.definition}
        key = "anew.decided" if one.reference else "anew.content"
        sentence = texts(key, reference=one.reference, day=dress.day(one.day), **said)
        figures = "; ".join(_gone(point, one, dress) for point in one.gone)
        gone = texts("anew.gone", list=figures) if figures else texts("anew.none_gone", **told)
        yield Text(f"{sentence} {gone}", "item")


def _gone(point: PointLine, one: RedefinedLine, dress: Dress) -> str:
    shown = dress.reported(point, one.decimals)
    return dress.texts("anew.figure", value=shown, period=dress.period(point.period, short=True))


def _named_gaps(report: RoundReport, texts: Texts) -> Iterator[Block]:
    waiting = [task.body.code for task in report.tasks if task.state != "accepted"]
    vacant = [task.body.code for task in report.tasks if not task.focal_point]
    if waiting:
        yield Text(texts("summary.waiting", list=", ".join(waiting)))
    if vacant:
        yield Text(texts("summary.vacant", list=", ".join(vacant)))


def _verdict_counts(report: RoundReport, dress: Dress) -> Iterator[Block]:
    """How many indicators the official method puts where."""
    texts = dress.texts
    rows = [line.official for line in report.indicators if line.official is not None]
    if not rows:
        return
    counts = Counter(dress.verdict(line).text for line in report.indicators if line.official is not None)
    parts = [f"{word}: {texts('summary.verdicts_count', count=n)}" for word, n in counts.most_common()]
    yield Text(texts("summary.verdicts", method=dress.method(rows[0]), list="; ".join(parts)))


def _changed(line: IndicatorLine, dress: Dress) -> str:
    assert line.latest is not None
    before = line.before
    return dress.texts(
        f"sentence.{dress.comparison(line)}",
        title=line.title.text(dress.language),
        change=dress.change(line),
        value=with_unit(dress.figure(line.latest, line), line, dress.language),
        period=dress.period(line.latest.period),
        before=dress.figure(before, line),
        before_period=dress.period(before.period) if before else "",
    )


def with_unit(figure: str, line: IndicatorLine, language: str) -> str:
    """A figure with its unit in a sentence; an index stands alone."""
    unit = line.unit.text(language)
    return figure if line.unit.code == "IX" or not unit else f"{figure} {unit}"


def _bodies(report: RoundReport, dress: Dress) -> Table:
    texts = dress.texts
    columns = (
        Column(texts("bodies.body"), 20),
        Column(texts("bodies.state"), 23),
        Column(texts("bodies.office"), 36),
        Column(texts("bodies.focal_point"), 25),
        Column(texts("bodies.submitted"), 22),
        Column(texts("bodies.cleared"), 17),
        Column(texts("bodies.figures"), 17, figures=True),
    )
    rows = tuple(_body_row(task, dress) for task in report.tasks)
    note = texts("bodies.note", due=dress.day(report.due_on))
    return Table(0, texts("bodies.title"), columns, rows, note)


def _body_row(task: TaskLine, dress: Dress) -> tuple[Cell, ...]:
    texts, language = dress.texts, dress.language
    partners = ", ".join(office.code for office in task.co_leads)
    return (
        Cell(task.body.code, "" if task.counted else texts("mark.apart"), strong=True),
        Cell(texts.known("state", task.state), _waiting(task, dress)),
        Cell(task.office.text(language), texts("mark.with", offices=partners) if partners else ""),
        Cell(task.focal_point or texts("mark.vacant")),
        Cell(dress.day(task.submitted_on, short=True), _timing(task, dress)),
        Cell(dress.day(task.accepted_at, short=True)),
        Cell(str(task.figures), _beneath_figures(task, texts)),
    )


def _beneath_figures(task: TaskLine, texts: Texts) -> str:
    """How many of a body's figures have evidence, and how many more stand under a former definition."""
    parts = [texts("bodies.evidenced", count=task.evidenced)] if task.figures else []
    parts += [texts("bodies.former", count=task.former)] if task.former else []
    return ", ".join(parts)


def _waiting(task: TaskLine, dress: Dress) -> str:
    """Since when a task stands where it stands without being accepted."""
    if task.waiting_since is None:
        return ""
    return dress.texts("mark.waiting", day=dress.day(task.waiting_since, short=True))


def _timing(task: TaskLine, dress: Dress) -> str:
    texts = dress.texts
    moved: date | None = task.due_current if task.due_current != task.due_original else None
    if task.submitted_on is None:
        return texts("mark.extended", day=dress.day(moved, short=True)) if moved else ""
    return texts("mark.on_time" if task.on_time else "mark.late")


def _narratives(report: RoundReport, dress: Dress) -> Iterator[Block]:
    """What was accepted, body by body; what was not says so, and since when."""
    texts = dress.texts
    yield Text(texts("methods.translation"), "note")
    silent = [task.body.code for task in report.tasks if task.submission and not any(_said(task))]
    for task in report.tasks:
        if task.submission is None:
            yield Text(_not_accepted("mark.waiting_text", task, dress), "item")
        elif any(_said(task)):
            yield Heading(2, f"{task.body.code}, {task.office.text(dress.language)}")
            if task.waiting_since is not None:
                yield Text(_not_accepted("mark.reopened_text", task, dress), "note")
            yield from _narrative(task, report, dress)
            yield from _written_before(task, report, dress)
    if silent:
        yield Text(texts("mark.no_text", list=", ".join(silent)))


def _written_before(task: TaskLine, report: RoundReport, dress: Dress) -> Iterator[Block]:
    """That a text was written before a definition of its figures was decided anew; told since the third layout."""
    if report.layout < 3 or not task.overtaken:
        return
    lines = {line.code: line for line in report.indicators}
    yield Text(
        dress.texts(
            "mark.written_before",
            list="; ".join(_redefined(code, lines.get(code), dress) for code in task.overtaken),
        ),
        "note",
    )


def _redefined(code: str, line: IndicatorLine | None, dress: Dress) -> str:
    """An indicator with the version of its definition in force, and the day that was decided where it was."""
    if line is None:
        return code
    said = {
        "title": line.title.text(dress.language),
        "code": code,
        "definition": line.definition_version,
        "day": dress.day(line.defined_on),
    }
    return dress.texts("mark.definition_decided" if line.defined_on else "mark.definition", **said)


def _not_accepted(key: str, task: TaskLine, dress: Dress) -> str:
    """A task's state in words, since when it waits, and what of it is shown."""
    return dress.texts(
        key,
        body=task.body.code,
        office=task.office.text(dress.language),
        state=dress.texts.known("state", task.state),
        day=dress.day(task.waiting_since),
        accepted=dress.day(task.accepted_at),
    )


def _said(task: TaskLine) -> Iterator[str]:
    """Every text of a task's narrative, in either language."""
    for written in task.narratives.values():
        yield from (text for text in (written.get("text", ""), written.get("text_en", "")) if text)


def _narrative(task: TaskLine, report: RoundReport, dress: Dress) -> Iterator[Block]:
    """Field by field; in English the office's own English, else the Indonesian, marked."""
    texts, language = dress.texts, dress.language
    for one in report.narrative_fields:
        written = task.narratives.get(str(one["code"]), {})
        own, english = written.get("text", ""), written.get("text_en", "")
        if not own and not english:
            continue
        original = language == "en" and not english
        label = str(one["label"][language])
        yield Text(f"{label} ({texts('mark.original')})" if original else label, "label")
        yield Text(english if language == "en" and english else own, "body", "id" if original else "")
