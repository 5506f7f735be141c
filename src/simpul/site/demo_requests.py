"""The incoming requests of the demo: a letter with a form of its sender's own, split, answered, filled, sent.

The letter and the form are made here with python-docx, as an office outside would make them; reading, splitting and
filling them is the desk's own doing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone

from ..actions.files import hold_file
from ..actions.requests import (
    TypedItem,
    clear_request,
    consolidate,
    dispose,
    hand_in,
    new_items,
    put_forward,
    register_request,
    save_answer,
    send_delivery,
    send_out,
    split_request,
    take_offer,
)
from ..core.permissions import Role
from ..doors.exchange.forms.reading import read_form
from ..doors.exchange.request_filling import filled_form_of, filled_name
from ..records.answer_bank import earlier_for
from ..records.models import Request, RequestItem
from ..records.request_forms import written_answers
from .demo_stage import Stage, who

WORD = ("docx",)


def bring_requests(stage: Stage) -> str:
    """Play each request: one that was answered and sent, and one around today that its offices work on."""
    made = []
    for item in stage.bundle.of("demo_request"):
        script = item.body
        first = date.fromisoformat(script["day"]) if script.get("day") else None
        day = first or timezone.localdate() - timedelta(days=script["days_ago"])
        deadline = (
            date.fromisoformat(script["deadline"])
            if script.get("deadline")
            else timezone.localdate() + timedelta(days=script["days_left"])
        )
        row = _taken_in(stage, script, day, deadline)
        for number, question in enumerate(script["questions"]):
            _worked(stage, row, question, day + timedelta(days=2 + number % 3))
        if first:
            _sent(stage, row, script, day + timedelta(days=6))
        made.append(row.code)
    return ", ".join(made)


def _taken_in(stage: Stage, script: Mapping[str, Any], day: date, deadline: date) -> Request:
    """Registered with letter and form, disposed of, split from the form, sent out."""
    at = stage.at(day, 9)
    letter, form = _letter(script, day, deadline), _form(script)
    with (
        hold_file(name=f"surat-{script['code']}.docx", stream=BytesIO(letter), accepted=WORD) as held_letter,
        hold_file(name=f"template-{script['code']}.docx", stream=BytesIO(form), accepted=WORD) as held_form,
    ):
        row = register_request(
            subject=script["subject"],
            sender=script["sender"],
            channel=script["channel"],
            letter_number=script["letter_number"],
            letter_date=day - timedelta(days=1),
            received_on=day,
            deadline=deadline,
            language=script["language"],
            letter=held_letter,
            form=held_form,
            actor=who(stage, Role.SECRETARIAT, at),
        )
    later = stage.at(day, 10)
    dispose(request=row, text=script["disposition"], actor=who(stage, Role.COORDINATOR, later))
    _split(stage, row, script, day)
    send_out(request=row, actor=who(stage, Role.SECRETARIAT, stage.at(day, 14)))
    return row


def _split(stage: Stage, row: Request, script: Mapping[str, Any], day: date) -> None:
    """The questions as they are found in the form, each to its body."""
    file = row.form_file
    assert file is not None
    form = read_form(file.path, name=file.name)
    bodies = {question["number"]: question["body"] for question in script["questions"]}
    typed = [
        TypedItem(one.number, one.text, body=bodies[one.number], anchor=one.anchor)
        for one in form.items
        if one.number in bodies
    ]
    actor = who(stage, Role.SECRETARIAT, stage.at(day, 11))
    items = new_items(typed, language=script["language"])
    split_request(request=row, items=items, form_seen=form.sha256, actor=actor)


def _worked(stage: Stage, row: Request, question: Mapping[str, Any], day: date) -> None:
    """What its office did with a question: answered, drafted, taken over from earlier, or nothing yet."""
    item = RequestItem.objects.with_offices().get(request=row, number=question["number"])
    office = item.offices.get(lead=True).organisation
    at = stage.at(day, 10)
    actor = who(stage, Role.FOCAL_POINT, at, body=question["body"])
    said = question.get("answer") or question.get("draft")
    if question.get("bank"):
        offers = earlier_for([item], actor.duties, day=day)[item.pk]
        offer = next(one.answer for one in offers if one.answer is not None)
        answer = take_offer(item=item, organisation=office, offer=offer, actor=actor)
    elif said:
        answer = save_answer(
            item=item,
            organisation=office,
            kind=said.get("kind", "answer"),
            text_id=said["id"],
            text_en=said["en"],
            figures=question.get("figures") or (),
            actor=actor,
        )
    else:
        return
    if question.get("draft"):
        return
    later = who(stage, Role.FOCAL_POINT, stage.at(day, 11), body=question["body"])
    handed = hand_in(item=item, organisation=office, seen=answer.number, actor=later)
    if question.get("national"):
        consolidate(
            item=RequestItem.objects.with_offices().get(pk=item.pk),
            text_id=handed.text_id,
            text_en=handed.text_en,
            figures=question.get("figures") or (),
            used=[handed],
            expected_version=0,
            actor=who(stage, Role.SECRETARIAT, stage.at(day, 15)),
        )


def _sent(stage: Stage, row: Request, script: Mapping[str, Any], day: date) -> None:
    """The form filled with the national answers, put forward, cleared by its chain, sent."""
    row = Request.objects.select_related("form_file").get(pk=row.pk)
    answers = written_answers(row)
    assert row.form_file is not None
    name, filled = filled_name(row.form_file.name), filled_form_of(row, answers)
    with hold_file(name=name, stream=BytesIO(filled), accepted=WORD) as held:
        delivery = put_forward(
            request=row,
            files=[("form", held)],
            made_from={one.item.pk: one.version for one in answers},
            actor=who(stage, Role.SECRETARIAT, stage.at(day, 9)),
        )
    for hour, role in enumerate(row.chain, start=10):
        actor = who(stage, Role(role), stage.at(day, hour))
        clear_request(delivery=delivery, seen=delivery.content_hash, actor=actor)
    send_delivery(
        delivery=delivery,
        on=day + timedelta(days=1),
        channel=script["channel"],
        receipt=script.get("receipt", ""),
        actor=who(stage, Role.SECRETARIAT, stage.at(day + timedelta(days=1), 9)),
    )


# --- what comes from outside ----------------------------------------------------------------------------------------


def _letter(script: Mapping[str, Any], day: date, deadline: date) -> bytes:
    """The letter, marked as an example."""
    document = _document(script["sender"])
    document.add_paragraph(f"No. {script['letter_number']}    {day - timedelta(days=1):%d %B %Y}")
    document.add_paragraph("This letter is an example; it was never sent.")
    document.add_paragraph(script["subject"])
    document.add_paragraph(
        "Kindly return the attached template with the inputs of your country by "
        f"{deadline:%d %B %Y}. Where no figure is available, please say so with the reason."
    )
    return _saved(document)


def _form(script: Mapping[str, Any]) -> bytes:
    """The sender's own form: a table of numbered questions, and what a form has besides."""
    document = _document(script["subject"])
    document.add_paragraph("Please answer in the third column. This form is an example.")
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, ("No.", "Question", "Response by Member State"), strict=True):
        cell.text = text
    for question in script["questions"]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = question["number"], question["text"]
    if script.get("remark"):
        document.add_paragraph(script["remark"])
    return _saved(document)


def _document(heading: str) -> Any:
    from docx import Document  # only a play makes forms; a desk reads them in a child process

    document = Document()
    document.add_heading(heading, level=1)
    return document


def _saved(document: Any) -> bytes:
    target = BytesIO()
    document.save(target)
    return target.getvalue()
