"""A small country to test in: two offices, three bodies, five indicators, people for every step.

Rows that content would bring are made here directly; everything people do goes through the actions.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from simpul.actions.accounts import create_account, machine
from simpul.actions.acting import Actor
from simpul.actions.directory import add_person, designate
from simpul.actions.reporting import open_round
from simpul.core.figures import read_figure
from simpul.core.permissions import Role
from simpul.records.models import (
    Alignment,
    Baseline,
    Body,
    CodeList,
    ContentEntry,
    ContentVersion,
    FieldOfLife,
    Framework,
    Goal,
    Indicator,
    Obligation,
    Observation,
    Organisation,
    PopulationGroup,
    Responsibility,
    Round,
    Target,
    Task,
    User,
)
from tests.guard import behind_its_back
from tests.remembered import remembered

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "empat kata sandi contoh"
START = date(2026, 1, 1)
NARRATIVE = [
    {
        "code": code,
        "label": {"id": label, "en": english},
        "hint": {"id": "", "en": ""},
        "max_length": 900,
        "required": True,
    }
    for code, label, english in (
        ("achievements", "Capaian", "Achievements"),
        ("obstacles", "Kendala", "Obstacles"),
        ("support", "Dukungan yang diperlukan", "Support needed"),
        ("plan", "Rencana triwulan berikut", "Plan for the next quarter"),
    )
]
CHAIN = ["data_producer", "data_steward", "focal_point", "signing_official", "coordinator"]

#: code, body, custodian, confirming, frequency, reference months, lag, decimals, min, max, jump, kind
INDICATORS: list[dict[str, Any]] = [
    {
        "code": "P-H-1",
        "body": "SOMHD",
        "custodian": "KEMENKES",
        "title": "Prevalensi stunting balita",
        "frequency": "annual",
        "lag": 6,
        "decimals": 1,
        "maximum": "100",
        "jump_limit": "20",
        "polarity": "minimise",
    },
    {
        "code": "P-H-2",
        "body": "SOMHD",
        "custodian": "KEMENKES",
        "title": "Cakupan kepesertaan JKN",
        "frequency": "monthly",
        "months": [12],
        "lag": 1,
        "decimals": 2,
        "maximum": "100",
        "polarity": "maximise",
    },
    {
        "code": "P-H-3",
        "body": "SOMHD",
        "custodian": "KEMENKES",
        "title": "Skor kapasitas IHR",
        "frequency": "irregular",
        "lag": None,
        "decimals": 0,
        "maximum": "100",
        "polarity": "maximise",
    },
    {
        "code": "P-W-1",
        "body": "SOMSWD",
        "custodian": "KEMENSOS",
        "title": "Persentase penduduk miskin",
        "frequency": "semiannual",
        "months": [3, 9],
        "lag": 4,
        "decimals": 2,
        "maximum": "100",
        "polarity": "minimise",
        "confirming": ["SOMHD"],
    },
    {
        "code": "P-W-2",
        "body": "SUBSWD",
        "custodian": "KP2MI",
        "title": "Pekerja migran terlindungi",
        "frequency": "annual",
        "lag": 3,
        "decimals": 0,
        "kind": "administrative_count",
        "polarity": "maximise",
    },
]


@dataclass
class World:
    """What `make_world` made. `at(...)` gives a moment, `actor(key, at)` somebody acting then."""

    obligation: Obligation
    organisations: dict[str, Organisation]
    bodies: dict[str, Body]
    indicators: dict[str, Indicator]
    users: dict[str, User]
    machine: Actor
    content: ContentVersion
    round: Round | None = None
    tasks: dict[str, Task] = field(default_factory=dict)

    def actor(self, key: str, at: datetime | None = None) -> Actor:
        """Somebody acting at a moment (default 10 April 2026, 09.00 in Jakarta)."""
        user = User.objects.select_related("person").get(pk=self.users[key].pk)
        return Actor(user=user, at=at or moment(2026, 4, 10))

    def open(self, period: str = "2026-Q1") -> Round:
        """Open the round as the secretariat, and keep its tasks by body."""
        self.round = open_round(
            obligation=self.obligation,
            period=period,
            opens_on=date(2026, 4, 1),
            due_on=date(2026, 4, 24),
            closes_on=date(2026, 5, 8),
            actor=self.actor("secretariat", moment(2026, 4, 1)),
        )
        self.tasks = {task.body.code: task for task in self.round.tasks.select_related("body")}
        return self.round


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment in Jakarta time (UTC+7)."""
    return datetime(year, month, day, hour - 7 if hour >= 7 else 0, minute, tzinfo=UTC)


def make_world(*, rules: bool = True) -> World:
    """The country; nothing is asked of anybody yet."""
    return remembered(f"world, rules {rules}", lambda: _built(rules))


def _built(rules: bool) -> World:
    actor = machine(moment(2026, 1, 2))
    with behind_its_back():
        content = ContentVersion.objects.create(digest="0" * 64, label="world", loaded_at=actor.at)
        organisations = {
            code: _organisation(code) for code in ("KEMENKES", "KEMENSOS", "KP2MI", "KEMLU", "KOORD", "STATS")
        }
        bodies = _bodies()
        _responsibilities(bodies, organisations)
        indicators = {
            row["code"]: _indicator(row, bodies, organisations, n) for n, row in enumerate(INDICATORS)
        }
        obligation = _obligation()
        _history(indicators, content)
        if rules:
            _rules(content)
        _profiles(content)
    users = _people(organisations, bodies, actor)
    return World(obligation, organisations, bodies, indicators, users, actor, content)


def _organisation(code: str) -> Organisation:
    return Organisation.objects.create(
        code=code,
        acronym=code.title(),
        name_id=f"Kementerian {code}",
        name_en=f"Ministry {code}",
        kind="ministry",
        area="IDN",
    )


def _bodies() -> dict[str, Body]:
    def body(code: str, counted: bool, parent: Body | None = None) -> Body:
        return Body.objects.create(
            code=code,
            acronym=code,
            name_id=f"Badan {code}",
            name_en=f"Body {code}",
            theme_id=code.lower(),
            theme_en=code.lower(),
            kind="sectoral" if counted else "subsidiary",
            counted=counted,
            parent=parent,
        )

    health, welfare = body("SOMHD", True), body("SOMSWD", True)
    return {"SOMHD": health, "SOMSWD": welfare, "SUBSWD": body("SUBSWD", False, welfare)}


def _responsibilities(bodies: dict[str, Body], organisations: dict[str, Organisation]) -> None:
    for body, organisation, role in (
        ("SOMHD", "KEMENKES", "lead"),
        ("SOMSWD", "KEMENSOS", "lead"),
        ("SUBSWD", "KP2MI", "lead"),
        ("SOMSWD", "KP2MI", "co-lead"),
    ):
        Responsibility.objects.create(
            body=bodies[body], organisation=organisations[organisation], role=role, since=START
        )


def _indicator(
    row: dict[str, Any], bodies: dict[str, Body], organisations: dict[str, Organisation], position: int
) -> Indicator:
    sheet = {
        "unit_code": "PT",
        "type": "quantitative",
        "frequency": row["frequency"],
        "reference_months": row.get("months", []),
        "release_lag_months": row["lag"],
        "minimum": "0",
        "maximum": row.get("maximum"),
        "jump_limit": row.get("jump_limit"),
    }
    indicator = Indicator.objects.create(
        code=row["code"],
        title_id=row["title"],
        title_en=f"{row['title']} (en)",
        unit_id="persen",
        unit_en="percent",
        kind=row.get("kind", "quantitative"),
        polarity=row["polarity"],
        validity="proxy",
        frequency=row["frequency"],
        decimals=row["decimals"],
        body=bodies[row["body"]],
        custodian=organisations[row["custodian"]],
        sheet=sheet,
        position=position,
    )
    indicator.confirming.set([bodies[code] for code in row.get("confirming", [])])
    return indicator


def _obligation() -> Obligation:
    framework = Framework.objects.create(
        code="plan", title_id="Rencana", title_en="Plan", wording="ours", official_method="eurostat-cagr"
    )
    return Obligation.objects.create(
        code="quarterly",
        name_id="Koordinasi triwulan",
        name_en="Quarterly coordination",
        framework=framework,
        area="IDN",
        zone="Asia/Jakarta",
        chain=CHAIN,
        delivery_chain=["soca_leader"],
        narrative=NARRATIVE,
        settings={"anchor": "2026-01-01", "every_months": 3},
    )


def _history(indicators: dict[str, Indicator], content: ContentVersion) -> None:
    """Published figures: stunting (SSGI/SKI) and poverty (BPS), real values, recorded on 2 January 2026."""
    for code, period, text in (
        ("P-H-1", "2022", "21.6"),
        ("P-H-1", "2023", "21.5"),
        ("P-W-1", "2024-09", "8.57"),
        ("P-W-1", "2025-03", "8.47"),
    ):
        body = {"indicator": code, "area": "IDN", "period": period, "value": text}
        entry = ContentEntry.objects.create(
            kind="value",
            code=f"{code}/IDN/{period}",
            number=1,
            digest=digest(body),
            body=body,
            place="world.yaml:1",
            version=content,
        )
        Observation.objects.create(
            indicator=indicators[code],
            area="IDN",
            period=period,
            text=text,
            value=read_figure(text, language="en").value,
            status="A",
            nature="final",
            unit="persen",
            source="world",
            recorded_at=moment(2026, 1, 2),
            content=entry,
        )
    Baseline.objects.create(
        indicator=indicators["P-H-1"],
        area="IDN",
        period="2022",
        value_text="21.6",
        value="21.6",
        status="provisional",
        source="SSGI 2022",
    )
    Target.objects.create(
        indicator=indicators["P-H-1"],
        area="IDN",
        period="2029",
        value="14.2",
        authority="RPJMN",
        source="RPJMN",
    )


def digest(body: dict[str, Any]) -> str:
    """The digest a content entry is kept under."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _rules(content: ContentVersion) -> None:
    for path in sorted((ROOT / "content" / "rules").glob("*.yaml")):
        declared = yaml.safe_load(path.read_text())
        for rule in declared["rules"] if isinstance(declared, dict) else declared:
            ContentEntry.objects.create(
                kind="rule",
                code=rule["code"],
                number=1,
                digest=digest(rule),
                body=rule,
                place=path.name,
                version=content,
            )


def _profiles(content: ContentVersion) -> None:
    folders = (ROOT / "content" / "mapping", ROOT / "content" / "standards")
    for path in sorted(path for folder in folders for path in folder.glob("*.yaml")):
        declared = yaml.safe_load(path.read_text())
        for position, entry in enumerate(declared["entries"]):
            ContentEntry.objects.create(
                kind=declared["kind"],
                code=entry["code"],
                number=1,
                digest=digest(entry),
                body=entry,
                place=path.name,
                version=content,
            )
            if declared["kind"] == "code_list":
                names = {f"name_{tongue}": entry["name"][tongue] for tongue in ("id", "en")}
                CodeList.objects.create(code=entry["code"], sheet=entry, position=position, **names)


#: key, role, organisation, body, acting
PEOPLE = (
    ("producer", Role.DATA_PRODUCER, "KEMENKES", "SOMHD", ""),
    ("steward", Role.DATA_STEWARD, "KEMENKES", None, ""),
    ("focal", Role.FOCAL_POINT, "KEMENKES", "SOMHD", ""),
    ("alternate", Role.ALTERNATE, "KEMLU", "SOMHD", ""),
    ("signer", Role.SIGNING_OFFICIAL, "KEMENKES", None, "Plt."),
    ("other_producer", Role.DATA_PRODUCER, "KEMENSOS", "SOMSWD", ""),
    ("other_steward", Role.DATA_STEWARD, "KEMENSOS", None, ""),
    ("other_focal", Role.FOCAL_POINT, "KEMENSOS", "SOMSWD", ""),
    ("other_signer", Role.SIGNING_OFFICIAL, "KEMENSOS", None, ""),
    ("co_producer", Role.DATA_PRODUCER, "KP2MI", "SOMSWD", ""),
    ("sub_producer", Role.DATA_PRODUCER, "KP2MI", "SUBSWD", ""),
    ("coordinator", Role.COORDINATOR, "KOORD", None, ""),
    ("soca", Role.SOCA_LEADER, "KOORD", None, ""),
    ("reviewer", Role.DEFINITION_REVIEWER, "STATS", None, ""),
    ("secretariat", Role.SECRETARIAT, "KOORD", None, ""),
    ("auditor", Role.AUDITOR, "KOORD", None, ""),
)


def _people(organisations: dict[str, Organisation], bodies: dict[str, Body], actor: Actor) -> dict[str, User]:
    users: dict[str, User] = {}
    for key, role, organisation, body, acting in PEOPLE:
        person = add_person(
            name=key.replace("_", " ").title(),
            organisation=organisations[organisation],
            email=f"{key}@contoh.example",
            is_fictional=True,
            actor=actor,
        )
        designate(
            role=role,
            organisation=organisations[organisation],
            body=bodies[body] if body else None,
            person=person,
            since=START,
            rank=2 if key == "co_producer" else 1,
            acting=acting,
            letter_number=f"B-{key}",
            letter_date=START,
            actor=actor,
        )
        users[key] = create_account(
            email=f"{key}@contoh.example", password=PASSWORD, person=person, actor=actor
        )
    users["admin"] = create_account(
        email="admin@contoh.example", password=PASSWORD, is_admin=True, actor=actor
    )
    return users


def with_lives(made: World) -> None:
    """What benefit records need: goals of two frameworks, fields of life, groups, and words that claim a cause."""
    plan = Framework.objects.get(code="plan")
    with behind_its_back():
        nation = Framework.objects.create(
            code="nation", title_id="Cita negara", title_en="Aims of the nation", wording="ours", position=1
        )
        above = _goal(plan, "A", None)
        _goal(plan, "A.1", above)
        _goal(plan, "B", None)
        _goal(nation, "N4", None)
        Alignment.objects.create(
            source_kind="indicator",
            source_code="P-H-1",
            target_kind="goal",
            target_code="plan/A.1",
            relation="contributes",
            proposed_by="world",
        )
        for table, codes in (
            (FieldOfLife, ("health", "education", "work")),
            (PopulationGroup, ("women", "children")),
        ):
            for position, code in enumerate(codes):
                label = {"label_id": f"{code} (id)", "label_en": code}
                table.objects.create(code=code, position=position, **label)
        phrase = {"code": "berkat", "language": "id", "phrase": "berkat", "instead": "dengan dukungan"}
        _entry("attribution", "berkat", phrase, made.content)


def _goal(framework: Framework, code: str, parent: Goal | None) -> Goal:
    return Goal.objects.create(
        framework=framework,
        code=code,
        parent=parent,
        level="goal",
        depth=1 if parent else 0,
        title_id=f"Tujuan {code}",
        title_en=f"Goal {code}",
        wording="ours",
    )


def _entry(kind: str, code: str, body: dict[str, Any], content: ContentVersion) -> None:
    ContentEntry.objects.create(
        kind=kind, code=code, number=1, digest=digest(body), body=body, place="world.yaml:1", version=content
    )
