"""The prefilled workbook of a task: what is asked, what was last accepted, and cells to fill in offline.

Nothing a person typed becomes a formula: every text is written as a string cell. Cells that are not for
filling in are locked without a password, against slips and not against people.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from . import layout
from .layout import ANSWERS, FIGURE_COLUMNS, NARRATIVE_COLUMNS, NATURES, SHEETS, Column
from .wording import WORDS

HEADING_ROW = 4  # 0-based; the hidden row of codes is the one above
#: Shows a number as typed; unlike plain General it does not turn "19,8%" into 0,198 shown as a percentage.
AS_TYPED = "General;-General;General;@"


@dataclass(frozen=True)
class FigureRow:
    """One figure of a task as the workbook shows it.

    Args:
        last_text: the last accepted figure as shown, with `last_period`.
        text: the present figure as typed; `value` its number, None for a limit or a non-value.
        is_number: the present text is a machine number.
        due: asked now; otherwise the row only tells `next_release`.
        custodian: this office enters the value; otherwise it confirms the one of `custodian_office`.
    """

    indicator: str
    title: str
    unit: str
    area: str
    period: str
    period_label: str
    disaggregation: str = "_T"
    disaggregation_label: str = ""
    last_text: str = ""
    last_period: str = ""
    answer: str = ""
    text: str = ""
    value: Decimal | None = None
    is_number: bool = False
    nature: str = ""
    comment: str = ""
    reason: str = ""
    revision_reason: str = ""
    source: str = ""
    due: bool = True
    next_release: str = ""
    custodian: bool = True
    custodian_office: str = ""
    decimals: int | None = None

    @property
    def key(self) -> str:
        return "|".join((self.indicator, self.area, self.period, self.disaggregation))


@dataclass(frozen=True)
class NarrativeField:
    """A paragraph that is asked: its code, heading, help, present text and longest length (0: no limit)."""

    code: str
    title: str
    help: str = ""
    text: str = ""
    max_length: int = 0


@dataclass(frozen=True)
class TaskSheet:
    """All that the workbook of a task says; labels come ready in the workbook's language."""

    round: str
    round_label: str
    task: int
    task_label: str
    task_version: int
    area: str
    body: str
    body_name: str
    offices: tuple[str, ...]
    due_label: str
    made_label: str
    rows: tuple[FigureRow, ...]
    narrative: tuple[NarrativeField, ...] = ()


def write_workbook(sheet: TaskSheet, *, language: str = "id") -> bytes:
    """The workbook as bytes of an .xlsx file."""
    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": f"{sheet.body} {sheet.round_label}", "company": "Simpul"})
    _Writer(book, sheet, language).write()
    book.close()
    return target.getvalue()


INK, QUIET, LINE, EDGE = "#1F1D1A", "#5A554D", "#D9D4CA", "#8A8377"
BLUE, PALE, SAND, WELL = "#27478F", "#E8EDF8", "#FFF8E1", "#F1EEE7"


class _Styles:
    """Cell formats by name, made once per workbook."""

    def __init__(self, book: Any) -> None:
        def style(**more: Any) -> Any:
            return book.add_format({"font_name": "Arial", "font_size": 10, "font_color": INK, **more})

        cell = {"valign": "vcenter", "text_wrap": True, "indent": 1, "bottom": 1, "bottom_color": LINE}
        field = {**cell, "border": 1, "border_color": EDGE, "bg_color": SAND, "locked": False}
        self.title = style(bold=True, font_size=16)
        self.lead = style(font_color=QUIET)
        self.note = style(font_color=QUIET, text_wrap=True, valign="top")
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": BLUE, "indent": 1, "border": 1}
        head |= {"text_wrap": True, "valign": "vcenter", "border_color": BLUE}
        self.head = style(**head)
        self.head_right = style(**{**head, "align": "right"})
        self.band = style(bold=True, bg_color=PALE, bottom=1, bottom_color=LINE, valign="vcenter", indent=1)
        self.cell = style(**cell)
        self.strong = style(**{**cell, "bold": True})
        self.figure = style(**{**cell, "align": "right"})
        self.shut = style(**{**cell, "bg_color": WELL, "font_color": QUIET, "align": "right"})
        self.told = style(**{**cell, "bg_color": WELL, "font_color": QUIET, "text_wrap": False})
        self.shut_text = style(**{**cell, "bg_color": WELL, "font_color": QUIET})
        self.field = style(**field, num_format="@")
        self.choice = style(**field)
        self.value = style(**{**field, "align": "right"}, num_format=AS_TYPED)
        self.label = style(font_color=QUIET, valign="top", align="left", indent=1)
        self.fact = style(bold=True, valign="top", align="left", text_wrap=True, indent=1)
        self.number = style(bold=True, font_color=BLUE, valign="top", align="center")
        self.text = style(valign="top", align="left", text_wrap=True, indent=1)
        self.prose = style(**{**field, "valign": "top", "align": "left"}, num_format="@")
        self.question = style(**{**cell, "valign": "top", "align": "left"})


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes in a column so many characters wide."""
    return sum(1 + len(part) // width for part in text.split("\n"))


class _Writer:
    def __init__(self, book: Any, sheet: TaskSheet, language: str) -> None:
        self.book, self.sheet, self.language = book, sheet, language
        self.styles = _Styles(book)
        self.words = WORDS["en" if language == "en" else "id"]
        self.lines: list[tuple[str, ...]] = []

    def write(self) -> None:
        self._instructions()
        self._figures()
        self._narrative()
        self._meta()

    def _page(self, name: str, *, heading_row: int | None) -> Any:
        page = self.book.add_worksheet(SHEETS[name]["en" if self.language == "en" else "id"])
        page.hide_gridlines(2)
        page.set_paper(9)
        page.set_landscape()
        page.set_margins(left=0.45, right=0.45, top=0.55, bottom=0.6)
        page.fit_to_pages(1, 0)
        mark = f"{self.sheet.body} · {self.sheet.round_label}".replace("&", "&&")
        page.set_footer(f"&L&8Simpul · {mark}&R&8{self.words['page']}")
        if heading_row is not None:
            page.repeat_rows(heading_row)
        page.protect(
            "",
            {
                "format_cells": True,
                "format_columns": True,
                "format_rows": True,
                "sort": True,
                "autofilter": True,
            },
        )
        return page

    def _instructions(self) -> None:
        page, styles, sheet = self._page("instructions", heading_row=None), self.styles, self.sheet
        page.set_column(0, 0, 3)
        page.set_column(1, 1, 24)
        page.set_column(2, 2, 84)
        page.write_string(0, 1, self.words["title"].format(round=sheet.round_label), styles.title)
        page.set_row(0, 26)
        page.write_string(1, 1, f"{sheet.body}, {sheet.body_name}", styles.lead)
        asked = sum(row.due and row.custodian for row in sheet.rows)
        confirm = sum(row.due and not row.custodian for row in sheet.rows)
        facts = (
            ("offices", "; ".join(sheet.offices)),
            ("due", sheet.due_label),
            ("asked", self.words["count"].format(figures=asked, confirm=confirm, texts=len(sheet.narrative))),
            ("version", self.words["as_of"].format(version=sheet.task_version, made=sheet.made_label)),
        )
        row = 3
        for name, fact in facts:
            page.write_string(row, 1, self.words[name], styles.label)
            page.write_string(row, 2, fact, styles.fact)
            row += 1
        row += 1
        page.write_string(row, 1, self.words["how"], styles.band)
        page.write_blank(row, 2, None, styles.band)
        names = {name: tongues["en" if self.language == "en" else "id"] for name, tongues in SHEETS.items()}
        for number, (lead, step) in enumerate(self.words["steps"], start=1):
            row += 1
            page.write_string(row, 0, f"{number}", styles.number)
            page.write_string(row, 1, lead.format(**names), styles.fact)
            page.write_string(row, 2, step.format(**names), styles.text)
            page.set_row(row, 14 * (1 + len(step) // 100) + 5)
        row += 2
        page.write_string(row, 1, self.words["colours"], styles.band)
        page.write_blank(row, 2, None, styles.band)
        for style, meaning in ((styles.choice, "sand"), (styles.cell, "white"), (styles.shut_text, "grey")):
            row += 1
            page.write_blank(row, 1, None, style)
            page.write_string(row, 2, self.words[meaning], styles.text)
        page.print_area(0, 0, row, 2)

    def _headings(self, page: Any, columns: tuple[Column, ...]) -> None:
        for index, column in enumerate(columns):
            page.set_column(index, index, column.width, None, {"hidden": index == 0})
            page.write_string(HEADING_ROW - 1, index, layout.CODE_PREFIX + column.code)
            style = self.styles.head_right if column.code in ("value", "last") else self.styles.head
            page.write_string(HEADING_ROW, index, column.heading(self.language), style)
        page.set_row(HEADING_ROW - 1, None, None, {"hidden": True})
        page.set_row(HEADING_ROW, 32)

    def _figures(self) -> None:
        page, styles = self._page("figures", heading_row=HEADING_ROW), self.styles
        page.write_string(0, 1, self.words["figures"].format(round=self.sheet.round_label), styles.title)
        page.set_row(0, 26)
        page.write_string(1, 1, self.words["figures_lead"], styles.lead)
        self._headings(page, FIGURE_COLUMNS)
        if all(row.disaggregation == "_T" for row in self.sheet.rows):
            page.set_column(5, 5, None, None, {"hidden": True})
        own = [row for row in self.sheet.rows if row.due and row.custodian]
        confirm = [row for row in self.sheet.rows if row.due and not row.custodian]
        later = [row for row in self.sheet.rows if not row.due]
        at = HEADING_ROW + 1
        for band, rows in (("", own), ("band_confirm", confirm), ("band_later", later)):
            if band and rows:
                page.set_row(at, 20)
                for index in range(1, len(FIGURE_COLUMNS)):
                    page.write_string(at, index, self.words[band] if index == 1 else "", styles.band)
                at += 1
            for row in rows:
                self._figure(page, at, row)
                at += 1
        page.freeze_panes(HEADING_ROW + 1, 3)
        page.print_area(0, 1, max(at - 1, HEADING_ROW + 1), len(FIGURE_COLUMNS) - 1)

    def _figure(self, page: Any, at: int, row: FigureRow) -> None:
        styles, language = self.styles, self.language
        last = f"{row.last_text}\n{row.last_period}" if row.last_text else "–"
        if row.custodian is False and row.custodian_office:
            last += f" · {row.custodian_office}"
        shown = {
            "indicator": (row.indicator, styles.cell),
            "title": (row.title, styles.strong),
            "unit": (row.unit, styles.cell),
            "period": (row.period_label, styles.cell),
            "disaggregation": (row.disaggregation_label or self.words["total"], styles.cell),
            "last": (last, styles.figure),
        }
        for index, column in enumerate(FIGURE_COLUMNS):
            if column.code in shown:
                text, style = shown[column.code]
                page.write_string(at, index, text[: layout.LARGEST_CELL], style)
        widths = ((row.title, 28), (row.unit, 12), (row.comment, 20), (row.reason, 20), (row.source, 24))
        lines = max(_lines(text, width) for text, width in widths)
        page.set_row(at, 8 + 13 * max(2, lines))
        if not row.due:
            page.write_string(at, 0, layout.NOT_ASKED)
            text = (
                self.words["next"].format(day=row.next_release) if row.next_release else self.words["no_next"]
            )
            self._closed(page, at, text)
            return
        page.write_string(at, 0, row.key)
        number = self._value(page, at, row)
        texts = {
            "nature": NATURES[row.nature][language] if row.nature in NATURES else row.nature,
            "answer": ANSWERS[row.answer][language] if row.answer in ANSWERS else "",
            "reason": row.reason,
            "revision_reason": row.revision_reason,
            "source": row.source,
            "comment": row.comment,
        }
        for index, column in enumerate(FIGURE_COLUMNS):
            if column.code in texts:
                self._field(page, at, index, column.code, texts[column.code], row)
        kept = {
            "text": row.text,
            "number": number,
            "is_number": row.is_number,
            **{name: texts[name] for name in ("reason", "revision_reason", "source", "comment")},
        }
        self.lines.append(("row", row.key, layout.packed(kept)))

    def _closed(self, page: Any, at: int, text: str) -> None:
        first = next(index for index, column in enumerate(FIGURE_COLUMNS) if column.filled)
        for index in range(first, len(FIGURE_COLUMNS)):
            if index == first:
                page.write_string(at, index, text, self.styles.told)
            else:
                page.write_blank(at, index, None, self.styles.shut_text)

    def _value(self, page: Any, at: int, row: FigureRow) -> str:
        """Write the value cell; returns the number that was written, empty for a text."""
        index = next(index for index, column in enumerate(FIGURE_COLUMNS) if column.code == "value")
        if not row.custodian:
            page.write_blank(at, index, None, self.styles.shut)
            return ""
        page.data_validation(
            at,
            index,
            at,
            index,
            {
                "validate": "any",
                "input_title": self.words["value_title"],
                "input_message": self.words["value_help"].format(unit=row.unit)[:255],
            },
        )
        if (
            row.value is not None
            and Decimal(repr(float(row.value))) == row.value
            and row.text[:1] not in "<>≤≥"
        ):
            page.write_number(at, index, float(row.value), self.styles.value)
            return repr(float(row.value))
        if row.text:
            page.write_string(at, index, row.text, self.styles.value)
        else:
            page.write_blank(at, index, None, self.styles.value)
        return ""

    def _field(self, page: Any, at: int, index: int, code: str, text: str, row: FigureRow) -> None:
        open_here = row.custodian or code in ("answer", "comment")
        style = self.styles.choice if code in ("nature", "answer") else self.styles.field
        if not open_here:
            page.write_blank(at, index, None, self.styles.shut_text)
            return
        if text:
            page.write_string(at, index, text[: layout.LARGEST_CELL], style)
        else:
            page.write_blank(at, index, None, style)
        choices = self._choices(code, row)
        if choices:
            page.data_validation(
                at,
                index,
                at,
                index,
                {
                    "validate": "list",
                    "source": choices,
                    "error_title": self.words["pick_title"],
                    "error_message": self.words["pick"],
                },
            )

    def _choices(self, code: str, row: FigureRow) -> list[str]:
        if code == "nature":
            return [names[self.language] for names in NATURES.values()]
        if code == "answer":
            codes = ("nothing_new", "unavailable") if row.custodian else ("confirmed",)
            return [ANSWERS[answer][self.language] for answer in codes]
        return []

    def _narrative(self) -> None:
        page, styles = self._page("narrative", heading_row=HEADING_ROW), self.styles
        page.write_string(0, 1, self.words["narrative"].format(round=self.sheet.round_label), styles.title)
        page.set_row(0, 26)
        page.write_string(1, 1, self.words["narrative_lead"], styles.lead)
        self._headings(page, NARRATIVE_COLUMNS)
        at = HEADING_ROW
        for at, field in enumerate(self.sheet.narrative, start=HEADING_ROW + 1):
            limit = self.words["limit"].format(limit=field.max_length) if field.max_length else ""
            note = "\n".join(part for part in (field.help, limit) if part)
            page.write_string(at, 0, field.code)
            if note:
                parts = [styles.fact, field.title, styles.note, f"\n{note}", styles.question]
                page.write_rich_string(at, 1, *parts)
            else:
                page.write_string(at, 1, field.title, styles.strong)
            if field.text:
                page.write_string(at, 2, field.text[: layout.LARGEST_CELL], styles.prose)
            else:
                page.write_blank(at, 2, None, styles.prose)
            page.set_row(at, min(400, max(96, 14 * (2 + _lines(field.text, 88)))))
            self.lines.append(("field", field.code, layout.packed({"text": field.text})))
        page.freeze_panes(HEADING_ROW + 1, 0)
        page.print_area(0, 1, max(at, HEADING_ROW + 1), 2)

    def _meta(self) -> None:
        sheet = self.sheet
        meta = {
            "template": layout.TEMPLATE,
            "template_version": str(layout.TEMPLATE_VERSION),
            "language": self.language,
            "round": sheet.round,
            "task": str(sheet.task),
            "task_label": sheet.task_label,
            "task_version": str(sheet.task_version),
            "area": sheet.area,
            "body": sheet.body,
        }
        lines = [("meta", name, " ".join(value.split())) for name, value in meta.items()] + self.lines
        lines.append(("meta", "checksum", layout.checksum(lines)))
        page = self.book.add_worksheet(layout.META_SHEET)
        for at, line in enumerate(lines):
            for index, text in enumerate(line):
                page.write_string(at, index, text)
        page.protect()
        page.very_hidden()
