"""The API's description: kept in the repository, of the right shape, true of the answers, and told in the guide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker
from scripts.openapi import SNAPSHOT, text
from tests.doors.api.test_api import accepted_from_a_workbook, addresses
from tests.doors.desk.work_round import client_of, on
from tests.world import ROOT, World, make_world

GUIDE = (ROOT / "docs" / "guide" / "api.md").read_text()
KEPT: dict[str, Any] = json.loads(SNAPSHOT.read_text())
OPERATIONS = [
    (path, method, operation) for path, found in KEPT["paths"].items() for method, operation in found.items()
]
NAMES = [f"{method} {path}" for path, method, _ in OPERATIONS]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


# --- the snapshot ------------------------------------------------------------------------------------------------


def test_the_snapshot_is_what_the_code_describes() -> None:
    assert SNAPSHOT.read_text() == text(), (
        "docs/api/openapi.json is not what the code describes. If the change of the API is meant, run: "
        ".venv/bin/python scripts/openapi.py write, and tell readers in docs/guide/api.md and CHANGELOG.md"
    )


@pytest.mark.django_db
def test_the_desk_serves_the_same_description() -> None:
    assert Client().get("/api/openapi.json").json() == KEPT


def test_it_names_no_host_and_no_machine() -> None:
    said = SNAPSHOT.read_text()
    assert "://" not in said and not KEPT.get("servers") and "localhost" not in said


# --- its shape -----------------------------------------------------------------------------------------------------


def references(node: Any) -> Iterator[str]:
    """Every `$ref` within a part of the description."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_it_is_openapi_3_1_with_title_version_and_one_way_to_sign_in() -> None:
    assert re.fullmatch(r"3\.1\.\d", KEPT["openapi"])
    assert all(KEPT["info"][name] for name in ("title", "version", "description"))
    (scheme,) = KEPT["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["in"], scheme["name"]) == ("apiKey", "cookie", "simpul")


def test_every_reference_leads_to_a_schema_and_every_schema_is_used() -> None:
    named = {f"#/components/schemas/{name}" for name in KEPT["components"]["schemas"]}
    assert set(references(KEPT)) == named


@pytest.mark.parametrize("name", sorted(KEPT["components"]["schemas"]))
def test_every_schema_is_json_schema_and_says_what_it_is(name: str) -> None:
    schema = KEPT["components"]["schemas"][name]
    Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object" and schema["description"].strip()


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=NAMES)
def test_every_operation_reads_and_is_described(path: str, method: str, operation: dict[str, Any]) -> None:
    assert method == "get" and path.startswith("/api/")
    assert operation["summary"].strip() and operation["description"].strip().endswith(".")
    assert operation["security"] and set(operation["responses"]) == {"200", "401", "404", "422"}
    in_path = {row["name"] for row in operation.get("parameters", []) if row["in"] == "path"}
    assert in_path == set(re.findall(r"\{(\w+)\}", path))
    for row in operation.get("parameters", []):
        assert row["in"] in ("path", "query") and (row["required"] or row["in"] == "query")
        Draft202012Validator.check_schema(row["schema"])


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(names)) == len(names)


# --- true of the answers ---------------------------------------------------------------------------------------------


def fits(answer: Any, path: str, status: int) -> list[str]:
    """What in an answer is not as the description says."""
    told = KEPT["paths"][path]["get"]["responses"][str(status)]["content"]["application/json"]["schema"]
    schema = {**told, "components": KEPT["components"]}
    checks = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{list(error.path)}: {error.message}" for error in checks.iter_errors(answer)]


def test_every_answer_and_refusal_is_as_the_description_says(world: World) -> None:
    accepted_from_a_workbook(world)
    known = addresses(world)
    assert {f"/api{path}" for path in known} == set(KEPT["paths"])
    for path, address in known.items():
        for client, status in ((client_of(world, "coordinator"), 200), (Client(), 401)):
            answer = client.get(f"/api/{address}")
            assert (answer.status_code, fits(answer.json(), f"/api{path}", status)) == (status, []), address
            assert answer.json(), address
        bare = {**answer.json()}
        assert fits(bare, f"/api{path}", 401) == [] and bare.pop("code")
        assert fits(bare, f"/api{path}", 401) != []


# --- told in the guide ----------------------------------------------------------------------------------------------


def told_addresses() -> set[str]:
    """Every address of the API the guide writes, without host; a placeholder in braces stays."""
    return {found.rstrip(".,;:") for found in re.findall(r"/api/[\w\-./{}?=&%]*", GUIDE)}


def operation_of(address: str) -> tuple[str, dict[str, Any]] | None:
    """The operation that answers an address as written, with its path."""
    parts = urlsplit(address).path
    for path, _, operation in OPERATIONS:
        pattern = re.sub(r"\\\{\w+\\\}", r"[^/]+", re.escape(path))
        if re.fullmatch(pattern, parts):
            return path, operation
    return None


def test_every_address_in_the_guide_is_in_the_description() -> None:
    found = told_addresses()
    assert len(found) > len(OPERATIONS)
    for address in sorted(found - {"/api/", "/api/openapi.json"}):
        operation = operation_of(address)
        assert operation is not None, f"docs/guide/api.md names {address}, which the API does not have"
        known = {row["name"] for row in operation[1].get("parameters", []) if row["in"] == "query"}
        asked = {name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)}
        assert asked <= known, f"docs/guide/api.md: {address} asks for {sorted(asked - known)}"


def test_every_operation_and_its_parameters_are_in_the_guide() -> None:
    found = {operation_of(address) and operation_of(address)[0] for address in told_addresses()}  # type: ignore[index]
    assert set(KEPT["paths"]) <= found
    for _, _, operation in OPERATIONS:
        for row in operation.get("parameters", []):
            assert f"`{row['name']}`" in GUIDE, row["name"]
