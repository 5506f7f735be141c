"""Statistical metadata as a file: the rows of a profile as Excel or CSV, and what is still missing beside them.

Columns and headings come from the profile in content/mapping only. Text stays text: no cell is a formula.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ...core.figures import csv_cell
from ...core.metadata import MetadataProfile, MetadataRow, metadata_rows
from ...records.metadata_reading import CHOICES, chosen_indicators, metadata_profile, sheets_of
from ...records.models import ContentVersion
from .views import as_attachment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("xlsx", "csv")
#: Of a column that is required or not by an answer nobody has given yet.
_DEPENDS = "tergantung kolom lain yang belum diisi / depends on a column not filled in yet"
_YES_NO = {True: "ya / yes", False: "tidak / no"}


@dataclass(frozen=True)
class MetadataFile:
    """A profile's rows for the indicators of a choice, ready to be written.

    Args:
        choice: what was asked for, by name (`framework`, `office`, `body`, `indicator`); empty values left out.
    """

    profile: MetadataProfile
    rows: tuple[MetadataRow, ...]
    choice: dict[str, str]
    made_at: datetime
    content_version: str

    def name(self, form: str) -> str:
        """The file's name, with what was chosen."""
        parts = (re.sub(r"[^\w.()-]+", "", part) for part in (self.profile.file, *self.choice.values()))
        return "-".join(part for part in parts if part) + f".{form}"

    def written(self, form: str) -> bytes:
        """The file in a form, `xlsx` or `csv`."""
        return metadata_workbook(self) if form == "xlsx" else metadata_csv(self.profile, self.rows)


def metadata_file(code: str, choice: dict[str, str], made_at: datetime) -> MetadataFile:
    """Read what a file of a profile holds.

    Raises:
        NotFound: there is no such profile.
    """
    profile = metadata_profile(code)
    kept = {name: choice[name] for name in CHOICES if choice.get(name)}
    rows = metadata_rows(profile, sheets_of(chosen_indicators(**kept)))
    version = ContentVersion.objects.order_by("loaded_at", "pk").last()
    return MetadataFile(profile, rows, kept, made_at, version.label if version else "")


def metadata_csv(profile: MetadataProfile, rows: Sequence[MetadataRow]) -> bytes:
    """The rows alone, headings in the profile's language; UTF-8 with the mark spreadsheets look for."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(csv_cell(column.heading[profile.language]) for column in profile.columns)
    writer.writerows([csv_cell(text) for text in row.cells] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def metadata_workbook(file: MetadataFile) -> bytes:
    """Four sheets: what this is, the rows, what is missing by row, and where each column comes from."""
    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": file.profile.name["en"], "created": file.made_at.replace(tzinfo=None)})
    dress = {
        "bold": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#EFECE4"}
        ),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _notice(book, file, dress)
    columns, rows = file.profile.columns, file.rows
    heads = [
        f"{column.number + ' ' if column.number else ''}{column.heading['id']}\n{column.heading['en']}"
        for column in columns
    ]
    widths = [_width(column.field) for column in columns]
    _table(book, "Data", heads, [list(row.cells) for row in rows], widths, dress)
    missing = [
        [
            row.subject,
            column.heading["id"],
            column.heading["en"],
            _DEPENDS if column in row.depends else _YES_NO[column.required],
        ]
        for row in rows
        for column in row.missing
    ]
    heads = ["Baris\nRow", "Belum ada\nMissing", "Bahasa Inggris\nIn English", "Wajib\nRequired"]
    _table(book, "Belum ada - Missing", heads, missing, [34, 40, 40, 14], dress)
    heads = ["Nomor\nNumber", "Judul\nHeading", "Bahasa Inggris\nIn English", "Diisi dari\nFilled from"]
    heads += ["Wajib\nRequired", "Kepastian kolom\nConfidence", "Sumber kolom\nSource of the column"]
    about = [
        [
            one.number,
            *(one.heading[language] for language in ("id", "en")),
            one.field,
            _YES_NO[one.required],
            one.confidence,
            one.source,
        ]
        for one in columns
    ]
    _table(book, "Kolom - Columns", heads, about, [10, 38, 38, 22, 14, 16, 70], dress)
    book.close()
    return target.getvalue()


def _width(field: str) -> int:
    narrow = {"number": 8, "unit": 14, "measure": 14, "composite": 12, "public_access": 12}
    return narrow.get(field, 48 if field in ("definition", "formula", "interpretation") else 26)


def _notice(book: Any, file: MetadataFile, dress: dict[str, Any]) -> None:
    page = book.add_worksheet("Keterangan - Notice")
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 90)
    profile = file.profile
    page.write_string(0, 0, profile.name["id"], dress["bold"])
    incomplete = sum(1 for row in file.rows if row.missing_required)
    lines = [
        ("Pemberitahuan", profile.notice["id"]),
        ("Notice", profile.notice["en"]),
        ("Profil / Profile", f"{profile.code} {profile.version}"),
        ("Kepastian profil / Confidence of the profile", f"{profile.confidence}: {profile.source}"),
        (
            "Pilihan / Choice",
            "; ".join(f"{name} {value}" for name, value in file.choice.items()) or "semua / all",
        ),
        ("Versi isi / Content version", file.content_version),
        ("Dibuat pada / Made at", file.made_at.isoformat(timespec="seconds")),
        ("Baris / Rows", str(len(file.rows))),
        ("Baris yang belum lengkap / Rows not complete yet", str(incomplete)),
    ]
    for number, (name, text) in enumerate(lines, start=2):
        page.write_string(number, 0, name, dress["wrap"])
        page.write_string(number, 1, text, dress["wrap"])


def _table(
    book: Any,
    name: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    dress: dict[str, Any],
) -> None:
    page = book.add_worksheet(name)
    page.freeze_panes(1, 0)
    page.set_row(0, 34)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for index, (head, width) in enumerate(zip(heads, widths, strict=True)):
        page.set_column(index, index, width)
        page.write_string(0, index, head, dress["head"])
    for number, row in enumerate(rows, start=1):
        for index, text in enumerate(row):
            page.write_string(number, index, text, dress["wrap"])
    page.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)


@login_required
@require_safe
def metadata(request: HttpRequest, code: str, form: str) -> Any:
    """A profile's file for the indicators of the reader's choice."""
    file = metadata_file(code, {name: request.GET.get(name, "") for name in CHOICES}, timezone.now())
    media = XLSX if form == "xlsx" else "text/csv; charset=utf-8"
    return as_attachment(HttpResponse(file.written(form), content_type=media), file.name(form))
