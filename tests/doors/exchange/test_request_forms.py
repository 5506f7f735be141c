"""A request split from its sender's own form, and the same form filled with the national answers.

Forms are made here with python-docx; questions and letters are invented.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx as python_docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape
from tests.doors.desk.work_round import client_of, on, page, post
from tests.doors.exchange.form_samples import changed_parts
from tests.request_work import Asked, country, put_together, registered

from simpul.actions.files import hold_file
from simpul.actions.requests import NewItem, bring_form, clear_request, split_request
from simpul.core.errors import Problem
from simpul.doors.exchange.forms.reading import read_form
from simpul.records.models import AuditEntry, DeliveredAnswer, RequestDelivery, RequestItem, StoredFile

pytestmark = pytest.mark.django_db
QUESTIONS = (
    ("1.", "How many children are stunted?"),
    ("2.", "Which shelters opened?"),
    ("3.", "Other remarks?"),
)


def made_form(*questions: tuple[str, str], free: str = "") -> bytes:
    """A Word form with a table of questions, as a secretariat sends it."""
    document = python_docx.Document()
    document.add_paragraph("Reporting template (invented)")
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("No.", "Question", "Response by Member State"), strict=True):
        cell.text = text
    for number, text in questions:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = number, text
    if free:
        document.add_paragraph(free)
    return saved(document)


def saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.fixture
def asked() -> Iterator[Asked]:
    with on():
        made = country()
        made.request = registered(made)
        yield made


def form_url(asked: Asked, more: str = "") -> str:
    assert asked.request is not None
    return f"/exchange/requests/{asked.request.pk}/form/{more}"


def upload(
    asked: Asked, data: bytes, *, name: str = "form.docx", status: int = 302, language: str = "en"
) -> str:
    client = client_of(asked.world, "secretariat", language)
    sent = {"form": SimpleUploadedFile(name, data)}
    body: str = post(client, form_url(asked, "upload/"), sent, status=status).content.decode()
    return body


def confirmed(asked: Asked, **other: Any) -> dict[str, Any]:
    """The questions of the form as the page sends them, each with a body."""
    assert asked.request is not None
    asked.request.refresh_from_db()
    file = asked.request.form_file
    assert file is not None
    form = read_form(file.path, name=file.name)
    sent: dict[str, Any] = {
        "rows": len(form.items),
        "seen": file.sha256,
        "language": "en",
        "everywhere": "SOMHD",
    }
    for at, one in enumerate(form.items):
        sent |= {
            f"number-{at}": one.number,
            f"text-{at}": one.text,
            f"anchor-{at}": one.anchor,
            f"kind-{at}": one.kind,
            f"take-{at}": "1",
        }
    return sent | other


def split_by_form(asked: Asked) -> None:
    upload(asked, made_form(*QUESTIONS))
    sent = confirmed(asked, **{"body-1": "SOMSWD", "also-1": ["KEMLU"]})
    post(client_of(asked.world, "secretariat", "en"), form_url(asked), sent)
    asked.items = {row.number: row for row in RequestItem.objects.all()}


def test_the_questions_are_shown_with_their_numbers_and_how_sure_their_place_is(asked: Asked) -> None:
    assert "No form is kept with this request" in page(
        client_of(asked.world, "secretariat", "en"), form_url(asked)
    )
    upload(asked, made_form(*QUESTIONS, free="4. Anything else to be told"))
    body = page(client_of(asked.world, "secretariat", "en"), form_url(asked))
    for number, text in QUESTIONS:
        assert f'value="{number}"' in body and text in body
    assert body.count("column of answers") == 3 and "SOMHD · Kemenkes" in body
    assert "There is no clear place to answer “4. Anything else to be told”." in body
    assert "table 1, row 2, column 3" in body and ">cell:1" not in body


def test_one_confirmation_makes_the_items_with_their_places(asked: Asked) -> None:
    split_by_form(asked)
    rows = list(RequestItem.objects.with_offices().order_by("position"))
    assert [(row.number, row.text_en, row.body.code) for row in rows] == [
        ("1.", "How many children are stunted?", "SOMHD"),
        ("2.", "Which shelters opened?", "SOMSWD"),
        ("3.", "Other remarks?", "SOMHD"),
    ]
    assert len({row.anchor for row in rows}) == 3 and all(row.anchor.startswith("cell:") for row in rows)
    assert [row.organisation.code for row in rows[1].offices.all()] == ["KEMENSOS", "KEMLU"]
    again = page(client_of(asked.world, "secretariat", "en"), form_url(asked))
    assert "3 items already have their place" in again and 'name="number-0"' not in again


def test_a_question_left_out_is_no_item_and_is_offered_again(asked: Asked) -> None:
    upload(asked, made_form(*QUESTIONS))
    client = client_of(asked.world, "secretariat", "en")
    post(client, form_url(asked), confirmed(asked, **{"take-1": ""}))
    assert [row.number for row in RequestItem.objects.order_by("position")] == ["1.", "3."]
    again = page(client, form_url(asked))
    assert "Which shelters opened?" in again and "How many children" not in again


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_unknown_layout_is_kept_says_so_and_offers_both_ways_by_hand(asked: Asked, language: str) -> None:
    document = python_docx.Document()
    document.add_paragraph("Dear colleagues, tell us about your year.")
    document.add_paragraph("")
    upload(asked, saved(document), language=language)
    body = page(client_of(asked.world, "secretariat", language), form_url(asked))
    said = {
        "id": "Tata letak formulir form.docx tidak dikenali",
        "en": "The layout of the form form.docx is unknown",
    }
    assert said[language] in body and f"/requests/{asked.request.code}/split/" in body  # type: ignore[union-attr]
    assert 'value="paragraph:2"' in body
    marked = {
        "rows": 1,
        "by": "hand",
        "seen": StoredFile.objects.get().sha256,
        "number-0": "Q1",
        "text-0": "Tell us about your year.",
        "anchor-0": "paragraph:2",
        "kind-0": "by_hand",
        "body-0": "SOMHD",
    }
    post(client_of(asked.world, "secretariat", language), form_url(asked), marked)
    assert RequestItem.objects.get().anchor == "paragraph:2"


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("form.docm", made_form(*QUESTIONS), "form.docm"),
        ("form.docx", with_part(made_form(*QUESTIONS), "word/vbaProject.bin", b"x"), "vbaProject"),
        ("form.docx", with_part(made_form(*QUESTIONS), "word/media/a.bin", b"\0" * 70_000_000), "form.docx"),
        ("form.docx", b"PK\x03\x04 no archive", "form.docx"),
        ("form.pdf", b"%PDF-1.7", "form.pdf"),
        ("form.docx", b"", "form.docx"),
    ],
    ids=["macro by name", "macro inside", "zip bomb", "damaged", "PDF", "empty"],
)
def test_a_dangerous_or_broken_form_is_refused_with_its_name_and_nothing_is_kept(
    asked: Asked, name: str, data: bytes, place: str, language: str
) -> None:
    body = upload(asked, data, name=name, status=422, language=language)
    assert 'role="alert"' in body and place in body
    assert not StoredFile.objects.exists()


def test_a_form_larger_than_any_upload_may_be_is_refused(asked: Asked, settings: Any) -> None:
    settings.SIMPUL_UPLOAD_LIMIT_MB = 1
    noise = bytes(range(256)) * 5000
    with zipfile.ZipFile(target := io.BytesIO(), "w") as archive:
        archive.writestr("word/media/a.bin", noise)
    upload(asked, target.getvalue(), status=422)
    assert not StoredFile.objects.exists()


def test_a_form_replaced_since_the_page_was_opened_makes_no_items_and_keeps_the_rows(asked: Asked) -> None:
    upload(asked, made_form(*QUESTIONS))
    sent = confirmed(asked)
    upload(asked, made_form(*QUESTIONS, ("4.", "More?")))
    body = post(
        client_of(asked.world, "secretariat", "en"), form_url(asked), sent, status=409
    ).content.decode()
    assert "has been replaced since this page was opened" in body and "Which shelters opened?" in body
    assert not RequestItem.objects.exists()


def test_a_form_whose_bytes_changed_on_disk_is_neither_split_nor_filled(asked: Asked) -> None:
    split_by_form(asked)
    for number in asked.items:
        put_together(asked, number, "x")
    assert asked.request is not None
    asked.request.refresh_from_db()
    file = asked.request.form_file
    assert file is not None
    file.path.write_bytes(made_form(*QUESTIONS, free="changed behind the desk's back"))
    client = client_of(asked.world, "secretariat", "en")
    body = post(client, form_url(asked, "fill/"), {"comment": "as it is"}, status=422).content.decode()
    assert "is no longer the file that was read" in body and "as it is" in body
    assert not RequestDelivery.objects.exists()


def test_a_form_with_items_in_it_is_not_replaced(asked: Asked) -> None:
    split_by_form(asked)
    body = upload(asked, made_form(("1.", "Another question?")), status=422)
    assert "3 items have their place in it" in body
    assert StoredFile.objects.filter(purpose="request_form").count() == 1


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("wrong", "status", "shown"),
    [
        ({"number-1": "1."}, 422, "1."),
        ({"everywhere": ""}, 422, "1."),
        ({"anchor-1": "cell:9:9:9"}, 422, "cell:9:9:9"),
        ({"take-0": "", "take-1": "", "take-2": ""}, 422, ""),
        ({"text-2": ""}, 422, "3."),
    ],
    ids=["number twice", "no body", "no such place", "none taken", "no text"],
)
def test_a_wrong_row_makes_no_item_and_stays_on_the_page(
    asked: Asked, wrong: dict[str, Any], status: int, shown: str, language: str
) -> None:
    upload(asked, made_form(*QUESTIONS))
    client = client_of(asked.world, "secretariat", language)
    sent = confirmed(asked, **{"text-0": "Mine, typed"}) | wrong
    response = post(client, form_url(asked), sent, status=status)
    body = response.content.decode()
    assert not RequestItem.objects.exists()
    assert "Mine, typed" in body and 'role="alert"' in body and escape(shown) in body


def test_who_confirms_second_is_told_which_number_is_taken(asked: Asked) -> None:
    upload(asked, made_form(*QUESTIONS))
    sent = confirmed(asked)
    assert asked.request is not None
    item = NewItem(number="2.", body=asked.bodies["SOMSWD"], text_en="by somebody else")
    split_request(request=asked.request, items=[item], actor=asked.world.actor("coordinator"))
    body = post(
        client_of(asked.world, "secretariat", "en"), form_url(asked), sent, status=409
    ).content.decode()
    assert "“2.” is already used" in body and RequestItem.objects.count() == 1


def test_the_filled_form_says_the_frozen_answers_and_is_the_senders_file_otherwise(asked: Asked) -> None:
    split_by_form(asked)
    before = StoredFile.objects.get(purpose="request_form").path.read_bytes()
    put_together(asked, "1.", "19.8 percent of them, 2024.")
    put_together(asked, "2.", "Twelve.\nAll in border districts.")
    put_together(asked, "3.", "None.")
    client = client_of(asked.world, "secretariat", "en")
    shown = page(client, form_url(asked, "fill/"))
    assert "19.8 percent of them, 2024." in shown and "Put forward with this form" in shown
    draft = client.get(form_url(asked, "filled/"))
    assert draft["Content-Disposition"] == 'attachment; filename="form (answered).docx"'
    post(
        client, form_url(asked, "fill/"), {"comment": "", "annex": SimpleUploadedFile("b.pdf", b"%PDF-1.7 b")}
    )
    delivery = RequestDelivery.objects.get()
    assert [(one.part, one.bound) for one in delivery.files.all()] == [("form", True), ("annex", True)]
    sent = delivery.files.get(part="form").file
    assert sent.path.read_bytes() == draft.content
    assert changed_parts(before, draft.content) <= {"word/document.xml"}
    told = [row.cells[2].text for row in python_docx.Document(io.BytesIO(draft.content)).tables[0].rows][1:]
    frozen = DeliveredAnswer.objects.filter(delivery=delivery).order_by("position")
    assert (
        told
        == [row.text_en for row in frozen]
        == [
            "19.8 percent of them, 2024.",
            "Twelve.\nAll in border districts.",
            "None.",
        ]
    )
    for who in ("coordinator", "soca"):
        actor = asked.world.actor(who)
        clear_request(delivery=delivery, seen=delivery.content_hash, actor=actor)
    assert RequestDelivery.objects.get().state == "cleared"


def test_an_answer_changed_while_the_form_was_made_is_not_frozen_with_it(
    asked: Asked, monkeypatch: Any
) -> None:
    from simpul.doors.exchange import request_filling

    split_by_form(asked)
    for number in asked.items:
        put_together(asked, number, "first")
    plain = request_filling.filled_form_of

    def meanwhile(*given: Any) -> bytes:
        put_together(asked, "2.", "second")
        return plain(*given)

    monkeypatch.setattr(request_filling, "filled_form_of", meanwhile)
    client = client_of(asked.world, "coordinator", "en")
    annex = SimpleUploadedFile("b.pdf", b"%PDF-1.7 b")
    sent = {"comment": "now", "annex": annex}
    body = post(client, form_url(asked, "fill/"), sent, status=409).content.decode()
    assert 'name="waiting_annex"' in body and "b.pdf" in body
    assert "no longer the latest" in body and "now" in body
    assert not RequestDelivery.objects.exists()
    assert not StoredFile.objects.filter(purpose="request_delivery").exists()


def test_what_is_missing_is_named_and_nothing_is_put_forward(asked: Asked) -> None:
    split_by_form(asked)
    put_together(asked, "1.", "x")
    client = client_of(asked.world, "secretariat", "en")
    shown = " ".join(page(client, form_url(asked, "fill/")).split())
    assert "2 items have no national answer" in shown and "2., 3.." in shown
    assert "Put forward with this form" not in shown
    body = post(client, form_url(asked, "fill/"), {}, status=422).content.decode()
    assert "2 items are not complete (2., 3.)" in body and not RequestDelivery.objects.exists()


def test_a_request_without_places_has_nothing_to_fill(asked: Asked) -> None:
    client = client_of(asked.world, "secretariat", "en")
    shown = page(client, form_url(asked, "fill/"))
    assert "No item has a place in the sender's form" in shown
    assert client.get(form_url(asked, "filled/")).status_code == 422


@pytest.mark.parametrize("who", ["producer", "focal", "soca", "auditor", "admin"])
def test_who_does_not_split_or_consolidate_finds_no_form(asked: Asked, who: str) -> None:
    client = client_of(asked.world, who)
    for more in ("", "fill/", "filled/"):
        page(client, form_url(asked, more), status=404)
    post(client, form_url(asked, "upload/"), {}, status=404)


def test_bringing_a_form_is_an_action_with_its_audit_row(asked: Asked) -> None:
    assert asked.request is not None
    with hold_file(name="f.docx", stream=io.BytesIO(made_form(*QUESTIONS)), accepted=("docx",)) as file:
        with pytest.raises(Problem, match="ACCOUNTS-NOT-ALLOWED"):
            bring_form(request=asked.request, form=file, actor=asked.world.actor("producer"))
        bring_form(request=asked.request, form=file, actor=asked.world.actor("secretariat"))
    row = AuditEntry.objects.get(action="requests.bring_form")
    assert row.after["name"] == "f.docx" and row.before["form"] == ""


def test_a_long_form_is_looked_through_a_hundred_questions_at_once(asked: Asked) -> None:
    upload(asked, made_form(*((f"{number}.", f"Question {number}?") for number in range(1, 131))))
    client = client_of(asked.world, "secretariat", "en")
    body = page(client, form_url(asked))
    assert (
        "30 further questions follow" in body
        and 'name="number-99"' in body
        and 'name="number-100"' not in body
    )
    sent = confirmed(asked)
    sent["rows"] = 100
    post(client, form_url(asked), sent)
    rest = page(client, form_url(asked))
    assert 'value="101."' in rest and "further questions" not in rest
