"""The shell and the parts of the desk: colours that can be read, words that are there, nothing inline."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from tests.doors.desk.gallery import draw

from simpul.core.reporting import First, clock
from simpul.doors.desk.templatetags import desk

DOOR = Path(desk.__file__).parents[1]
STATIC = DOOR / "static" / "desk"
TEMPLATES = sorted((DOOR / "templates").rglob("*.html"))
ICONS = Path(__file__).parents[3] / "scripts" / "assets.py"

pytestmark = pytest.mark.urls("tests.doors.desk.gallery_urls")


class Page(HTMLParser):
    """What the tests ask of a page: its ids, its attributes, its tags in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def page(language: str = "id") -> Page:
    with translation.override(language):
        return Page(draw(RequestFactory().get("/")))


def render(text: str, **context: object) -> str:
    return engines["django"].from_string("{% load i18n desk %}" + text).render(context)


# ---------- the page ----------
def test_the_page_holds_no_inline_style_and_no_inline_script():
    for tag, attrs in page().tags:
        assert "style" not in attrs, tag
        assert not [name for name in attrs if name.startswith("on")], tag
        assert tag != "style"
    assert all(attrs.get("src") for attrs in page().all("script"))


def test_the_page_asks_no_other_host():
    for _tag, attrs in page().tags:
        for name in ("src", "action", "data"):
            assert not (attrs.get(name) or "").startswith(("http", "//"))
    for attrs in page().all("link"):
        assert (attrs.get("href") or "").startswith("/")
    for sheet in STATIC.glob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(https?:)?//", sheet.read_text())


def test_ids_are_unique_and_labels_point_to_something():
    tags = page().tags
    ids = [attrs["id"] for _, attrs in tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    for _, attrs in tags:
        for name in ("aria-labelledby", "aria-describedby", "for", "data-counted"):
            for wanted in (attrs.get(name) or "").split():
                assert wanted in ids, (name, wanted)


def test_there_is_one_main_heading_and_a_way_past_the_menu():
    shown = page()
    assert len(shown.all("h1")) == 1
    assert shown.all("a")[0].get("href") == "#content"
    assert [attrs["id"] for attrs in shown.all("main")] == ["content"]


def test_the_language_of_the_page_is_the_readers_and_the_other_is_one_click_away():
    for language, other in (("id", "en"), ("en", "id")):
        shown = page(language)
        assert shown.all("html")[0]["lang"] == language
        choices = [attrs["value"] for attrs in shown.all("button") if attrs.get("name") == "language"]
        assert choices == [other]


def test_every_opener_of_a_dialog_finds_a_dialog_with_a_name():
    shown = page()
    dialogs = {attrs["id"]: attrs for attrs in shown.all("dialog")}
    assert "remind" in dialogs
    assert all(attrs.get("aria-labelledby") for attrs in dialogs.values())
    assert any(attrs.get("href") == "#remind" for attrs in shown.all("a"))


def test_tables_that_turn_into_blocks_keep_their_roles():
    """display: block takes the table semantics away, so the roles are written out."""
    shown = page()
    assert all(attrs.get("role") == "table" for attrs in shown.all("table"))
    assert all(attrs.get("role") for attrs in [*shown.all("td"), *shown.all("th"), *shown.all("tr")])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_inline_style_script_or_handler(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_every_icon_a_template_names_is_in_the_sprite_list():
    listed = set(re.search(r'ICONS = """(.*?)"""', ICONS.read_text(), re.S)[1].split())
    named = {
        found
        for path in TEMPLATES
        for found in re.findall(r"{% icon \"([^\"]+)\"", path.read_text(encoding="utf-8"))
    }
    named |= {icon for _, icon in desk.STATES.values()}
    named |= set(desk.TONES.values()) | set(desk.SEVERITIES.values())
    assert named <= listed, named - listed


# ---------- words and figures ----------
@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        ("{{ v|number }}", "1.234,5", "1,234.5"),
        ("{{ d|day }}", "3 Februari 2026", "3 February 2026"),
        ("{{ d|day:'short' }}", "3 Feb 2026", "3 Feb 2026"),
        ("{{ m|moment }}", "3 Februari 2026, 09.42", "3 February 2026, 09:42"),
        ("{{ '2026-Q1'|period }}", "TW I 2026", "Q1 2026"),
        ("{{ missing|number }}", "–", "–"),
        ("{{ missing|day }}", "–", "–"),
    ],
)
def test_figures_and_days_wear_the_readers_dress(text, indonesian, english):
    context = {"v": "1234.5", "d": date(2026, 2, 3), "m": datetime(2026, 2, 3, 2, 42, tzinfo=UTC)}
    for language, wanted in (("id", indonesian), ("en", english)):
        with translation.override(language):
            assert render(text, **context) == wanted


def test_a_change_is_said_in_words_without_a_sign():
    with translation.override("en"):
        assert desk.change("-0.22", "points") == "down 0.22 points"
        assert desk.change("3", "points") == "up 3 points"
        assert desk.change("0.00", "points") == "unchanged"
        assert desk.change(None) == "–"


def test_a_state_is_an_icon_and_a_word_and_unknown_states_fail():
    with translation.override("en"):
        chip = desk.state_chip("returned")
    assert "Returned" in chip
    assert "#corner-up-left" in chip
    with pytest.raises(KeyError):
        desk.state_chip("finished")


def test_late_is_said_beside_the_state_only_while_something_is_owed():
    late = clock(due=date(2026, 4, 24), state="draft", today=date(2026, 4, 27))
    with translation.override("en"):
        assert "3 days late" in render("{% due c %}", c=late)
        handed_in = clock(
            due=date(2026, 4, 24),
            state="check",
            today=date(2026, 4, 30),
            first=First(date(2026, 4, 27), late.due),
        )
        assert "chip late" in render("{% due c %}", c=late)
        assert "chip late" not in render("{% due c %}", c=handed_in)
        soon = clock(due=date(2026, 4, 29), state="draft", today=date(2026, 4, 27))
        assert "in 2 days" in render("{% due c %}", c=soon)


def test_the_ruler_stands_where_the_day_stands():
    days = {"o": date(2026, 4, 1), "d": date(2026, 4, 24), "c": date(2026, 5, 8), "t": date(2026, 4, 27)}
    with translation.override("id"):
        drawn = render("{% ruler o d c t %}", **days)
    assert 'x="62.16%"' in drawn
    assert 'width="70.27%"' in drawn
    assert "flag" not in render("{% ruler o d c t %}", **(days | {"t": date(2026, 6, 1)}))


def test_the_unit_chart_has_one_cell_for_each_body_and_says_the_counts():
    cells = [{"state": state, "name": "x"} for state in ("none", "accepted", "accepted", "check")]
    drawn = render('{% share cells "States" %}', cells=cells)
    assert re.findall(r'<span class="(\w+)" title', drawn) == ["accepted", "accepted", "check", "none"]
    assert "<b>2</b>" in drawn


def test_initials_come_from_the_first_and_the_last_name():
    assert desk.initials("Ratna Puspitasari") == "RP"
    assert desk.initials("I Made Suryawan") == "IS"
    assert desk.initials("") == ""


# ---------- colours ----------
def tokens(theme: str) -> dict[str, str]:
    text = (STATIC / "tokens.css").read_text()
    light, dark = text.split("@media print")[0].split("@media screen and (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", dark)) if theme == "dark" else {})


def contrast(one: str, two: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("bg", "surface", "sunken", "hover")
TEXT = [(ink, ground) for ink in ("ink", "ink2", "ink3") for ground in GROUNDS]
TEXT += [("accent", ground) for ground in ("bg", "surface", "hover")]
TEXT += [("accent-strong", "accent-tint"), ("on-accent", "accent"), ("on-accent", "accent-strong")]
TEXT += [(f"{state}-fg", f"{state}-bg") for state in ("none", "draft", "check", "back", "done", "late")]
TEXT += [("error", "surface"), ("error", "error-bg"), ("warn", "surface"), ("warn", "warn-bg")]
TEXT += [("ok", "surface"), ("ink", "error-bg"), ("ink", "warn-bg"), ("bg", "ink"), ("ink", "accent-tint")]
EDGES = [("edge", ground) for ground in ("bg", "surface", "sunken")]
EDGES += [(f"{state}-ln", "surface") for state in ("none", "draft", "check", "back", "done", "late")]
EDGES += [(series, "surface") for series in ("c1", "c2", "c4")] + [("focus-out", "bg"), ("accent", "bg")]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(theme, ink, ground):
    colours = tokens(theme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_that_carry_meaning_can_be_seen(theme, edge, ground):
    colours = tokens(theme)
    assert contrast(colours[edge], colours[ground]) >= 3
