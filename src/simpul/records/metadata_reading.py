"""The sheets of indicators as a metadata profile or a rule of naming reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from ..core.errors import NotFound
from ..core.metadata import MetadataProfile
from ..core.naming import Concept, NamingNote, Vocabulary, check_concepts
from .catalogue.sheets import agreements
from .code_reading import regions_in
from .models import Alignment, ContentEntry, Indicator, SheetVersion

#: What a reader may choose indicators by.
CHOICES = ("indicator", "framework", "office", "body")


def metadata_profiles() -> list[MetadataProfile]:
    """The profiles of the content that is loaded, by code."""
    return [MetadataProfile.read(row.body) for row in ContentEntry.objects.declared("metadata")]


def metadata_profile(code: str) -> MetadataProfile:
    """One profile.

    Raises:
        NotFound: the content that is loaded has none of that code.
    """
    found = next((one for one in metadata_profiles() if one.code == code), None)
    if found is None:
        raise NotFound("NOT-FOUND", params={"what": code})
    return found


def chosen_indicators(
    *, indicator: str = "", framework: str = "", office: str = "", body: str = ""
) -> QuerySet[Indicator]:
    """The indicators of a reader's choice, by codes; an empty one does not narrow. A merged one only by its name.

    An indicator belongs to a framework by its alignments to the framework's goals.
    """
    rows = Indicator.objects.select_related("body", "custodian")
    rows = rows.filter(code=indicator) if indicator else rows.filter(merged_into=None)
    if framework:
        linked = Alignment.objects.filter(
            source_kind="indicator", target_kind="goal", target_code__startswith=f"{framework}/"
        )
        rows = rows.filter(code__in=linked.values("source_code"))
    if office:
        rows = rows.filter(custodian__code=office)
    if body:
        rows = rows.filter(body__code=body)
    return rows


def sheets_of(indicators: Iterable[Indicator]) -> list[dict[str, Any]]:
    """What each indicator's sheet says, with what its columns say in their place, and the decision it was agreed in."""
    rows = list(indicators)
    agreed = agreements(rows)
    return [
        {
            **row.sheet,
            "code": row.code,
            "title": {"id": row.title_id, "en": row.title_en},
            "unit": {"id": row.unit_id, "en": row.unit_en},
            "frequency": row.frequency,
            "body": row.body.acronym if row.body else "",
            "custodian": row.custodian.acronym if row.custodian else "",
            "definition_version": row.definition_version,
            **_decision(agreed.get(row.pk)),
        }
        for row in rows
    ]


def _decision(agreed: SheetVersion | None) -> dict[str, Any]:
    if agreed is None:
        return {"decision": "", "decided_on": "", "decision_file": ""}
    return {
        "decision": agreed.agreed_in,
        "decided_on": agreed.agreed_on.isoformat() if agreed.agreed_on else "",
        # a decision of which no file was kept says so, which is another thing than no decision
        "decision_file": agreed.agreed_file.name if agreed.agreed_file else False,
    }


def naming_notes(standard: Mapping[str, Any], *, of: str | None = None) -> dict[str, tuple[NamingNote, ...]]:
    """The notes on the concept of every indicator, by code; none without a standard of naming.

    Args:
        of: the one indicator that is asked about; regions are then looked for in its concept alone.
    """
    if not standard:
        return {}
    words = Vocabulary.read(standard)
    concepts = [
        Concept.read(code, sheet, language=words.language)
        for code, sheet in Indicator.objects.values_list("code", "sheet")
    ]
    asked = (one.name for one in concepts if of is None or one.indicator == of)
    regions = regions_in(asked, prefixes=words.region_prefixes)
    return check_concepts(concepts, words, regions=regions)


def naming_standard() -> dict[str, Any]:
    """The standard of naming the content has, empty where it has none."""
    entry = next(iter(ContentEntry.objects.declared("naming")), None)
    return entry.body if entry else {}
