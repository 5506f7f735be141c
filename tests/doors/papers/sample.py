"""A round's reading made by hand, with real figures and invented people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from simpul.doors.papers.report import Facts
from simpul.records.round_report import (
    LAYOUT,
    AnswerLine,
    DecisionLine,
    IndicatorLine,
    Named,
    PointLine,
    RoundReport,
    TargetLine,
    TaskLine,
    VerdictLine,
    basis,
)

FIELDS = (
    {"code": "achievements", "label": {"id": "Capaian", "en": "Achievements"}},
    {"code": "obstacles", "label": {"id": "Kendala", "en": "Obstacles"}},
)
SOURCE = (
    "https://www.bps.go.id/id/pressrelease/2025/07/25/2518/persentase-penduduk-miskin-maret-2025-turun.html"
)
BODIES = (
    "ACW ACDM AMRI AMMSWD COM-HLM SLOM SOM-ACCSM SOM-ED SOMCA SOMHD SOMRDPE SOMRI SOMS SOMSWD SOMY".split()  # noqa: SIM905
)

FACTS = Facts(
    office=Named(
        "KEMENKO-PMK",
        "Kementerian Koordinator Bidang Pembangunan Manusia dan Kebudayaan",
        "Coordinating Ministry for Human Development and Cultural Affairs",
    ),
    prepared_by="Wahyu Anggoro",
    zone="Asia/Jakarta",
    content_label="2026-04 a1b2c3",
    paraphrased=frozenset({"RF-B.2-01"}),
)


def point(number: int, period: str, value: str, *, status: str = "A", broken: bool = False) -> PointLine:
    """One observation."""
    return PointLine(number, period, value, Decimal(value.lstrip("<")), status, "final", SOURCE, broken, 1)


def line(
    code: str,
    title: tuple[str, str],
    series: tuple[PointLine, ...],
    *,
    body: str = "SOMRDPE",
    decimals: int = 2,
    unit: tuple[str, str, str] = ("PT", "persen", "percent"),
    now: bool = True,
    targets: tuple[TargetLine, ...] = (),
    baseline: tuple[str, str, Decimal | None, str] | None = None,
    verdicts: tuple[VerdictLine, ...] = (),
    missing: tuple[str, ...] = ("concept", "formula"),
) -> IndicatorLine:
    """An indicator with its series."""
    return IndicatorLine(
        code=code,
        title=Named(code, *title),
        unit=Named(*unit),
        decimals=decimals,
        validity="proxy" if code.startswith("P-") else "exact",
        polarity="minimise",
        body=Named(body, f"Badan {body}", f"Body {body}") if body else None,
        custodian=Named("BPS", "Badan Pusat Statistik", "Statistics Indonesia"),
        area="IDN",
        latest=series[-1] if series else None,
        before=series[-2] if len(series) > 1 else None,
        reported_now=now and bool(series),
        series=series,
        baseline=baseline,
        targets=targets,
        verdicts=verdicts,
        missing=missing,
    )


def verdict(status: str, colour: str, reason: str = "", *, method: str = "eurostat-cagr") -> VerdictLine:
    """One method's answer."""
    return VerdictLine(method, "2.4", method == "eurostat-cagr", status, colour, reason, {})


POVERTY = line(
    "P-D.1-01",
    ("Persentase penduduk di bawah garis kemiskinan nasional", "Population below the national poverty line"),
    (
        point(11, "2023-03", "9.36"),
        point(12, "2024-03", "9.03"),
        point(13, "2024-09", "8.57"),
        point(14, "2025-03", "8.47"),
        point(15, "2025-09", "8.25"),
    ),
    targets=(TargetLine("2029", None, Decimal("4.5"), Decimal("5.0"), "RPJMN", SOURCE),),
    baseline=("2024-03", "9.03", Decimal("9.03"), "provisional"),
    verdicts=(verdict("", "none", "OUT-OF-REACH"), verdict("", "none", "OUT-OF-REACH", method="unsd")),
)
STUNTING = line(
    "P-B.1-02",
    ("Prevalensi stunting balita", "Prevalence of stunting among children under five"),
    (
        point(21, "2018", "30.8"),
        point(22, "2021", "24.4"),
        point(23, "2022", "21.6"),
        point(24, "2023", "21.5", broken=True),
        point(25, "2024", "19.8", broken=True),
    ),
    body="SOMHD",
    decimals=1,
    targets=(TargetLine("2029", Decimal("14.2"), None, None, "RPJMN", SOURCE),),
    baseline=("2022", "21.6", Decimal("21.6"), "agreed"),
)
SMALL = line(
    "ID-WASTED",
    ("Bagian di bawah batas deteksi", "Share below the limit of detection"),
    (point(31, "2024", "2.7"), point(32, "2025", "<2.5", status="LT")),
    body="SOMHD",
    decimals=1,
)
FORUMS = line(
    "RF-B.2-01",
    ("Jumlah forum kemitraan", "Number of partnership forums"),
    (point(41, "2025", "1234"),),
    body="SOM-ED",
    decimals=0,
    unit=("NR", "forum per tahun", "forums per year"),
    now=False,
    missing=(),
)
NOTHING = line("P-C.1-01", ("Kesadaran tentang ASEAN", "Awareness of ASEAN"), (), body="SOMRI")


DECISIONS = (
    DecisionLine(
        kind="sheet",
        code=STUNTING.code,
        title=STUNTING.title,
        reference="SOMHD ke-18, butir 12",
        day=date(2026, 4, 20),
        fields=("definition", "targets"),
        definition=2,
        decimals=1,
        baseline=("2022", "21.6", Decimal("21.6"), "agreed"),
        targets=(TargetLine("2029", None, Decimal("14"), Decimal("14.5"), "RPJMN", SOURCE),),
    ),
    DecisionLine(
        kind="merger", code=SMALL.code, title=SMALL.title, reference="SOMHD ke-19, lampiran 3",
        day=date(2026, 4, 22), other=POVERTY.title,
    ),
    DecisionLine(
        kind="alignment", code=POVERTY.code, title=POVERTY.title, reference="Kemenko PMK", day=date(2026, 4, 28),
        other=Named("sdg/1.2", "Mengurangi separuh kemiskinan", "Halve poverty"), relation="contributes",
    ),
)  # fmt: skip


def task(n: int, body: str, *, counted: bool = True, parent: str = "", state: str = "accepted") -> TaskLine:
    """What one respondent did."""
    done = state == "accepted"
    english = "" if n % 3 == 0 else "The working group met, and the data sharing agreement has been signed."
    text = "Kelompok kerja bertemu dan perjanjian berbagi pakai data telah ditandatangani."
    narratives = {field["code"]: {"text": text, "text_en": english} for field in FIELDS} if done else {}
    return TaskLine(
        pk=n,
        body=Named(body, f"Badan {body}", f"Body {body}"),
        theme=Named(body, "tema", "theme"),
        office=Named("KEMENKES", "Kementerian Kesehatan", "Ministry of Health"),
        co_leads=(Named("KEMENDAGRI", "Kementerian Dalam Negeri", "Ministry of Home Affairs"),)
        if n == 2
        else (),
        counted=counted,
        parent=parent,
        state=state,
        focal_point="" if n == 4 else "Ratna Puspitasari",
        due_original=date(2026, 4, 24),
        due_current=date(2026, 5, 4) if n == 5 else date(2026, 4, 24),
        submitted_on=date(2026, 4, 17) if done else None,
        accepted_at=datetime(2026, 5, 5, 2, 0, tzinfo=UTC) if done else None,
        waiting_since=None if done else date(2026, 4, 1),
        on_time=done,
        submission=1 if done else None,
        figures=3 if n == 1 else 1 if done else 0,
        evidenced=1 if done else 0,
        narratives=narratives,
        answers=(AnswerLine("P-C.1-01", NOTHING.title, "2025", "unavailable", "Survei belum dilaksanakan."),)
        if n == 3
        else (),
        cleared_by=(
            {
                "step": 4,
                "role": "coordinator",
                "name": "Sri Lestari",
                "acting": "Plt.",
                "office": "KEMENKO-PMK",
                "on_behalf_of": "",
                "letter": "",
                "at": None,
            },
        )
        if done
        else (),
        values=(),
    )


def sample() -> RoundReport:
    """Fifteen bodies and one counted apart; five indicators."""
    tasks = tuple(
        task(n, code, state="none" if code == "SOMY" else "accepted") for n, code in enumerate(BODIES)
    )
    tasks += (task(15, "ACMW", counted=False, parent="SLOM"),)
    report = RoundReport(
        round=1,
        code="2026-Q1",
        obligation=Named(
            "idn-quarterly",
            "Koordinasi triwulan pilar sosial budaya ASEAN",
            "Quarterly coordination of the ASEAN socio-cultural pillar",
        ),
        framework=Named("ascc-sp-2035", "Rencana Strategis ASCC", "ASCC Strategic Plan"),
        framework_wording="paraphrase",
        area="IDN",
        opens_on=date(2026, 4, 1),
        due_on=date(2026, 4, 24),
        closes_on=date(2026, 5, 8),
        as_known_at=datetime(2026, 5, 22, 3, 0, tzinfo=UTC),
        content_version="2026-04 a1b2c3",
        result_set=1,
        narrative_fields=FIELDS,
        tasks=tasks,
        indicators=(POVERTY, STUNTING, SMALL, FORUMS, NOTHING),
        layout=LAYOUT,
        decisions=DECISIONS,
    )
    return replace(report, basis_hash=basis(report.indicators))
