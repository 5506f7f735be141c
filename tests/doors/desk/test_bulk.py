"""Several tasks at once: ticked on the board, shown before, done together; and filters kept above a list."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date

import pytest
from tests.doors.desk.work_round import client_of, on, page, post, task_of
from tests.world import World, make_world

from simpul.actions.lists import keep_filter
from simpul.actions.reporting import extend
from simpul.records.models import Extension, OutboxMessage, SavedFilter

pytestmark = pytest.mark.django_db
TOGETHER = "/rounds/2026-Q1/together/"


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    made.open()
    with on():
        yield made


def ticked(world: World, *bodies: str) -> str:
    return "".join(f"&task={world.tasks[body].pk}" for body in bodies or world.tasks)


def form_of(text: str) -> dict[str, list[str] | str]:
    """The hidden fields of the form that confirms."""
    form = text[text.index('<form method="post" class="row top-2">') :]
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")])
    tasks = [value for name, value in pairs if name == "task"]
    return {name: html.unescape(value) for name, value in pairs if name not in ("task",)} | {"task": tasks}


def test_the_board_offers_boxes_to_who_may_act_on_several(world: World) -> None:
    for who, boxes in (("secretariat", 3), ("coordinator", 3), ("producer", 0), ("auditor", 0), ("soca", 0)):
        text = page(client_of(world, who), "/rounds/2026-Q1/")
        assert text.count('type="checkbox" name="task"') == boxes, who
        assert ('id="together"' in text) == bool(boxes)


def test_the_preview_names_each_task_its_new_date_and_what_is_left_out(world: World) -> None:
    extend(task=task_of(world), due=date(2026, 5, 5), reason="Lebih dulu", actor=world.actor("secretariat"))
    client = client_of(world, "secretariat")
    asked = page(client, f"{TOGETHER}?deed=extend{ticked(world)}")
    assert 'name="due"' in asked and "Yang terjadi" not in asked
    text = page(client, f"{TOGETHER}?deed=extend&preview=1&due=2026-04-30&reason=Rilis+mundur{ticked(world)}")
    assert "Yang terjadi pada 2 tugas" in text and "1 tugas tidak ikut" in text
    assert "<b>30 Apr 2026</b>" in text and "SOMHD, Kemenkes" in text[text.index("1 tugas tidak ikut") :]
    assert not Extension.objects.exclude(reason="Lebih dulu").exists()
    post(client, TOGETHER, form_of(text))
    assert {row.task.body.code for row in Extension.objects.filter(reason="Rilis mundur")} == {
        "SOMSWD",
        "SUBSWD",
    }
    assert "2 tugas diperpanjang." in page(client, "/rounds/2026-Q1/")


def test_a_change_between_preview_and_confirmation_does_nothing_and_says_so(world: World) -> None:
    client = client_of(world, "secretariat")
    text = page(client, f"{TOGETHER}?deed=extend&preview=1&due=2026-04-30&reason=Rilis{ticked(world)}")
    extend(task=task_of(world), due=date(2026, 5, 5), reason="Lain", actor=world.actor("coordinator"))
    answer = post(client, TOGETHER, form_of(text), status=409)
    assert "Ada yang berubah sejak pratinjau dibuka" in answer.content.decode()
    assert Extension.objects.count() == 1


def test_reminders_and_taking_back_are_previewed_too(world: World) -> None:
    client = client_of(world, "coordinator", "en")
    text = page(client, f"{TOGETHER}?deed=remind&preview=1{ticked(world, 'SOMHD', 'SUBSWD')}")
    assert "Focal, Kemenkes" in text and "There is nobody to write to" in text
    post(client, TOGETHER, form_of(text))
    assert OutboxMessage.objects.filter(key__startswith="reminder:").count() == 1
    extend(task=task_of(world), due=date(2026, 5, 5), reason="Lebih dulu", actor=world.actor("secretariat"))
    text = page(client, f"{TOGETHER}?deed=withdraw&preview=1&reason=Salah{ticked(world, 'SOMHD')}")
    assert "<b>24 Apr 2026</b>" in text
    post(client, TOGETHER, form_of(text))
    assert task_of(world).due_current == date(2026, 4, 24)


def test_who_may_not_finds_no_such_page(world: World) -> None:
    for who in ("producer", "focal", "auditor", "soca"):
        page(client_of(world, who), f"{TOGETHER}?deed=extend{ticked(world, 'SOMHD')}", status=404)
    client = client_of(world, "secretariat")
    page(client, f"{TOGETHER}?deed=approve{ticked(world)}", status=404)
    assert "Belum ada tugas yang dipilih." in page(client, f"{TOGETHER}?deed=extend", status=422)
    post(
        client_of(world, "focal"), TOGETHER, {"deed": "extend", "task": [world.tasks["SOMHD"].pk]}, status=404
    )


def test_an_extension_is_taken_back_on_the_task_s_page(world: World) -> None:
    extend(task=task_of(world), due=date(2026, 5, 5), reason="Lebih dulu", actor=world.actor("secretariat"))
    url = f"/tasks/{world.tasks['SOMHD'].pk}/"
    assert 'href="#withdraw"' not in page(client_of(world, "focal"), url)
    client = client_of(world, "secretariat")
    assert 'href="#withdraw"' in page(client, url)
    post(client, f"{url}extend/withdraw/", {"reason": "Salah tugas"})
    text = page(client, url)
    assert "ditarik oleh Secretariat pada 10 Apr 2026: Salah tugas" in text and 'href="#withdraw"' not in text
    post(client, f"{url}extend/withdraw/", {"reason": "lagi"}, status=422)


# --- kept filters -------------------------------------------------------------------------------------------------


def test_a_filter_is_kept_shown_as_a_chip_and_put_aside(world: World) -> None:
    client = client_of(world, "secretariat")
    assert "Simpan saringan ini" not in page(client, "/indicators/")
    text = page(client, "/indicators/?body=SOMHD")
    assert 'name="query" value="body=SOMHD"' in text
    given = {
        "table": "indicators",
        "name": "Kesehatan",
        "query": "body=SOMHD",
        "next": "/indicators/?body=SOMHD",
    }
    assert post(client, "/filters/keep/", given)["Location"] == "/indicators/?body=SOMHD"
    text = page(client, "/indicators/?body=SOMHD")
    assert '<a href="/indicators/?body=SOMHD" aria-current="true">Kesehatan</a>' in text
    assert "Kesehatan" not in page(client, "/rounds/")
    row = SavedFilter.objects.get()
    post(client_of(world, "producer"), f"/filters/{row.pk}/drop/", {}, status=404)
    post(client, f"/filters/{row.pk}/drop/", {"next": "https://host.example/"})
    assert ">Kesehatan</a>" not in page(
        client, "/indicators/"
    )  # the message that offers to undo it names it once
    assert "Kesehatan" not in page(client, "/indicators/")


def test_a_shared_filter_shows_its_reader_only_his_own_rows(world: World) -> None:
    keep_filter(table="round", name="Belum", query="state=none", share=True, actor=world.actor("coordinator"))
    text = page(client_of(world, "auditor"), "/rounds/2026-Q1/")
    assert "Belum<small>oleh Coordinator</small>" in text
    text = page(client_of(world, "producer"), "/rounds/2026-Q1/?state=none")
    assert "Belum<small>" not in text and "SOMSWD" not in text


def test_a_kept_filter_whose_value_is_gone_says_so_and_stays(world: World) -> None:
    keep_filter(
        table="indicators", name="Lama", query="body=GONE", share=False, actor=world.actor("producer")
    )
    text = page(client_of(world, "producer"), "/indicators/?body=GONE")
    assert "Tidak semua saringan dapat dipakai." in text and "Lama" in text
    assert SavedFilter.objects.standing().count() == 1


def test_the_address_a_form_returns_to_is_of_this_desk(world: World) -> None:
    client = client_of(world, "producer")
    given = {"table": "indicators", "name": "x", "query": "body=SOMHD"}
    for address in ("https://host.example/", "//host.example/", "javascript:alert(1)", ""):
        assert post(client, "/filters/keep/", given | {"next": address})["Location"] == "/"
