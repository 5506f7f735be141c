"""Every part of the desk on one page, with sample data. People are invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from django.template import engines

from simpul.core.reporting import First, clock

TODAY = date(2026, 4, 27)
NOW = datetime(2026, 4, 27, 3, 5, tzinfo=UTC)
PAGE = Path(__file__).with_name("gallery.html")

TASKS = [
    ("ACDM", "Penanggulangan bencana", "BNPB", "Made Suryawan", "accepted", 3, 3, date(2026, 4, 24)),
    ("ACW", "Perempuan", "KemenPPPA", "Lestari Handayani", "accepted", 4, 4, date(2026, 4, 24)),
    ("ACWC", "Hak perempuan dan anak", "KemenPPPA", "Yuliana Tanoto", "check", 4, 4, date(2026, 4, 24)),
    ("ASOEN", "Lingkungan hidup", "KLH/BPLH", "Fajar Ramadhan", "returned", 4, 5, date(2026, 4, 30)),
    ("COM-AATHP", "Kabut asap lintas batas", "KLH/BPLH", "Fajar Ramadhan", "draft", 1, 2, date(2026, 4, 24)),
    ("SOMCA", "Kebudayaan dan seni", "Kemenbud", "", "none", 0, 2, date(2026, 4, 24)),
    ("SOMHD", "Kesehatan", "Kemenkes", "Ratna Puspitasari", "draft", 5, 6, date(2026, 4, 29)),
]


def tasks() -> list[dict[str, Any]]:
    return [
        {
            "acronym": acronym,
            "name": name,
            "office": office,
            "holder": {"name": holder} if holder else None,
            "state": state,
            "done": done,
            "total": total,
            "clock": clock(due=due, state=state, today=TODAY, first=First(date(2026, 4, 23), due)),
        }
        for acronym, name, office, holder, state, done, total, due in TASKS
    ]


class Message(str):
    """A message of the framework, as far as the shell reads it."""

    level_tag = "success"


def context() -> dict[str, Any]:
    """What the page needs; the same names that the views give."""
    round_ = SimpleNamespace(pk=1, period="2026-Q1", shared=False, closes_on=date(2026, 5, 8))
    work = SimpleNamespace(fill=range(4), clear=range(4))
    states = ["accepted"] * 5 + ["check"] * 4 + ["returned"] + ["draft"] * 3 + ["none"] * 2
    return {
        "nav": {
            "here": "rounds",
            "work": work,
            "rounds": [round_],
            "demo": True,
            "now": NOW,
            "administration": {"any": True, "users": True, "content": True},
        },
        "current_round": round_,
        "person": {"name": "Wahyu Anggoro", "role": "Koordinator", "office": "Kemenko PMK"},
        "messages": [Message("Tiga pengingat dikirim.")],
        "trail": [("Putaran", "/rounds/"), ("2026-Q1", "")],
        "tasks": tasks(),
        "cells": [{"state": state, "name": f"B{index}"} for index, state in enumerate(states)],
        "opens": date(2026, 4, 1),
        "due": date(2026, 4, 24),
        "closes": date(2026, 5, 8),
        "today": TODAY,
        "now": NOW,
        "since": date(2026, 3, 16),
        "tiles": [
            {"label": "Lewat tenggat", "value": 3, "unit": "badan", "url": "#tasks"},
            {"label": "Menunggu keputusan Anda", "value": 4, "unit": "pemeriksaan"},
            {"label": "Kepatuhan (tepat waktu)", "value": 9, "unit": "dari 15"},
            {"label": "Mutu (angka berbukti)", "value": 34, "unit": "dari 48"},
            {"label": "Jabatan kosong atau Plt.", "value": 2, "unit": "badan"},
        ],
        "tabs": [
            {"text": "Semua", "url": "?", "count": 16, "here": True},
            {"text": "Lewat tenggat", "url": "?late=1", "count": 3, "here": False},
            {"text": "Menunggu saya", "url": "?mine=1", "count": 4, "here": False},
            {"text": "Dikembalikan", "url": "?state=returned", "count": 1, "here": False},
        ],
        "steps": [
            {"role": "Produsen data", "name": "Sari Melati", "note": "Pusdatin", "at": NOW, "status": "done"},
            {"role": "Walidata", "name": "Bayu Wirasena", "note": "sedang memeriksa", "status": "now"},
            {"role": "Pumpunan", "name": "Ratna Puspitasari", "note": "Biro Kerja Sama", "status": "next"},
            {
                "role": "Pejabat penandatangan",
                "name": "Plt. Hendra Tanuwijaya",
                "note": "Kepala Biro",
                "status": "back",
            },
            {"role": "Koordinator", "name": "Wahyu Anggoro", "note": "Sekretariat", "status": "off"},
        ],
        "errors": 1,
        "warnings": 1,
        "passed": 21,
        "findings": [
            {
                "key": "jkn",
                "severity": "error",
                "sentence": "Desimal ditulis dengan titik",
                "where": "JKN, Des 2025, Angka!E7",
                "rule": "ANGKA-03",
                "hint": "Tertulis “98.62”. Maksudnya 98,62 persen?",
                "fix_url": "#r-jkn",
                "fix_text": "Ganti dengan 98,62",
            },
            {
                "key": "stunting",
                "severity": "warning",
                "sentence": "Survei berganti",
                "where": "Stunting, 2024",
                "rule": "DEFINISI-01",
                "hint": "2023 dari SKI, 2024 dari SSGI. Tulis alasan atau tandai putus deret.",
            },
        ],
        "links": [
            {"icon": "target", "label": "Nilai", "value": "19,8 persen", "note": "Indonesia, 2024"},
            {"icon": "send", "label": "Pengajuan", "value": "SOMHD 2026-Q1, versi 4", "url": "#"},
            {
                "icon": "file-spreadsheet",
                "label": "Berkas dan sel",
                "value": "isian-SOMHD.xlsx, Angka!E7",
                "code": "sha256 7f3a 09c4 c21e",
            },
            {"icon": "search-check", "label": "Aturan", "value": "8 lulus, 1 dengan alasan"},
            {"icon": "stamp", "label": "Disetujui", "value": "5 dari 5 langkah"},
            {"icon": "git-commit-vertical", "label": "Metode", "value": "CAGR 2.4"},
        ],
        "sources": [{"title": "Kemenkes, SSGI 2024", "url": "https://example.org/"}, {"title": "RPJMN"}],
    }


def draw(request: HttpRequest, **more: Any) -> str:
    """The gallery as a page."""
    return engines["django"].from_string(PAGE.read_text(encoding="utf-8")).render(context() | more, request)
