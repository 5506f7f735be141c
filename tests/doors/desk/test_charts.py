"""The drawings: what is drawn where, in which dress, and what it says to those who hear it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree

import pytest

from simpul.drawing import ChartData, ChartPoint, ChartTarget, chart_png, describe, trend_chart
from simpul.drawing.sheet import SIZES, ticks

SVG = "{http://www.w3.org/2000/svg}"

STUNTING = ChartData(
    key="stunting",
    title="Turun, tetapi belum cukup cepat untuk 2029",
    subtitle="Balita pendek dan sangat pendek, persen, Indonesia",
    decimals=1,
    points=(
        ChartPoint("2007", Decimal("40.1")),
        ChartPoint("2013", Decimal("36.4")),
        ChartPoint("2018", Decimal("30.5")),
        ChartPoint("2022", Decimal("21.6"), series_break=True),
        ChartPoint("2023", Decimal("21.5"), nature="preliminary"),
        ChartPoint("2024", Decimal("19.8")),
    ),
    baseline=ChartPoint("2022", Decimal("21.6")),
    targets=(
        ChartTarget("2025", Decimal("18.8")),
        ChartTarget("2029", Decimal("14.2"), authority="RPJMN"),
        ChartTarget("2045", Decimal("5.0")),
    ),
    projection=ChartPoint("2029", Decimal("15.9")),
)
LIFE = ChartData(
    title="Naik",
    subtitle="tahun",
    decimals=2,
    points=(ChartPoint("2024", Decimal("74.15")), ChartPoint("2025", Decimal("74.47"))),
    targets=(ChartTarget("2029", None, Decimal("75.1"), Decimal("75.6")),),
)
SIGN = ChartData(
    title="Naik turun",
    subtitle="poin",
    points=(ChartPoint("2023", Decimal("-1.2")), ChartPoint("2024", Decimal("2.1"))),
)
EMPTY = ChartData(title="Belum ada", subtitle="persen", points=())
PROVISIONAL = replace(STUNTING, provisional=True)
WHOLE = replace(PROVISIONAL, points=STUNTING.points[3:])
ALL = [STUNTING, LIFE, SIGN, EMPTY, PROVISIONAL, WHOLE]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("data", ALL, ids=lambda data: f"{data.title} {len(data.points)} {data.provisional}")
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_drawing_for_the_screen_carries_no_colour_and_no_inline_style(data, width):
    svg = trend_chart(data, language="id", width=width)
    assert "#" not in re.sub(r"&#\d+;", "", svg)
    for node in parsed(svg).iter():
        assert "style" not in node.attrib
        assert node.attrib.get("fill", "none") == "none"
        assert "stroke" not in node.attrib


def test_paper_carries_fixed_colours_and_the_bundled_face():
    svg = trend_chart(STUNTING, language="id", medium="paper")
    assert "#2b4a8b" in svg
    assert "class=" not in svg
    assert "Source Sans 3" in svg


def test_the_drawing_says_its_finding_and_every_figure():
    root = parsed(trend_chart(STUNTING, language="id"))
    assert root.attrib["role"] == "img"
    ids = [node.attrib["id"] for node in root if "id" in node.attrib]
    assert root.attrib["aria-labelledby"].split() == ids
    said = root.findtext(f"{SVG}desc") or ""
    assert root.findtext(f"{SVG}title") == STUNTING.title
    for figure in ("2007: 40,1", "2023: 21,5", "2024: 19,8", "Sasaran 2029: 14,2.", "2029: 15,9."):
        assert figure in said
    assert "Deret putus sebelum 2022." in said


def test_the_english_drawing_has_the_same_figures_in_its_own_dress():
    said = describe(STUNTING, language="en")
    assert "2024: 19.8" in said
    assert "Target 2029: 14.2." in said
    assert "14.2" in texts(trend_chart(STUNTING, language="en"))
    assert "14,2" in texts(trend_chart(STUNTING, language="id"))


def test_a_break_of_the_series_is_a_gap_and_never_a_line():
    paths = [node.attrib for node in parsed(trend_chart(STUNTING, language="id")).iter(f"{SVG}path")]
    ours = [path for path in paths if path.get("class") == "line-c1" and "stroke-dasharray" not in path]
    older = [path for path in paths if path.get("class") == "line-c4"]
    assert [path["d"].count("L") for path in ours] == [2]
    assert [path["d"].count("L") for path in older] == [2]


def test_a_projection_is_dotted_and_ends_in_a_hollow_point():
    root = parsed(trend_chart(STUNTING, language="id"))
    dotted = [n for n in root.iter(f"{SVG}path") if n.attrib.get("stroke-dasharray") == "0.5 6"]
    assert len(dotted) == 1
    end = dotted[0].attrib["d"].split("L")[1].split()
    rings = [
        (n.attrib["cx"], n.attrib["cy"])
        for n in root.iter(f"{SVG}circle")
        if "fill-surface" in n.attrib["class"]
    ]
    assert tuple(end) in rings


def test_a_preliminary_figure_is_hollow_and_a_final_one_is_filled():
    root = parsed(trend_chart(STUNTING, language="id"))
    ours = [n.attrib["class"] for n in root.iter(f"{SVG}circle") if "line-c1" in n.attrib["class"]]
    assert ours.count("fill-surface line-c1") == 2  # 2023, and the end of the projection
    assert ours.count("fill-c1 line-c1") == 2


def test_a_target_far_away_is_left_to_the_table():
    assert "2045" not in texts(trend_chart(STUNTING, language="id"))
    assert "Sasaran 2045: 5,0." in describe(STUNTING, language="id")


def test_a_range_is_drawn_with_both_ends():
    said = texts(trend_chart(LIFE, language="id"))
    assert "75,10–75,60" in said


def test_an_axis_that_does_not_start_at_zero_says_so():
    assert "sumbu tidak mulai dari nol" in texts(trend_chart(LIFE, language="id"))
    assert "sumbu tidak mulai dari nol" not in texts(trend_chart(STUNTING, language="id"))
    assert "0" in texts(trend_chart(STUNTING, language="id"))


def test_the_narrow_drawing_is_another_one_with_fewer_labels():
    wide, narrow = (trend_chart(STUNTING, language="id", width=width) for width in ("wide", "narrow"))
    assert len(texts(narrow)) < len(texts(wide))
    assert "tahun sebelumnya ada dalam tabel" in texts(narrow)
    assert "19,8" in texts(narrow)


@pytest.mark.parametrize("data", ALL, ids=lambda data: f"{data.title} {len(data.points)} {data.provisional}")
@pytest.mark.parametrize(("width", "medium"), [("wide", "screen"), ("narrow", "screen"), ("wide", "paper")])
def test_no_label_lies_on_another_or_leaves_the_drawing(data, width, medium):
    across, down = SIZES["paper" if medium == "paper" else width]
    boxes = []
    for node in parsed(trend_chart(data, language="id", width=width, medium=medium)).iter(f"{SVG}text"):
        size = float(node.attrib["font-size"])
        long = len(node.text or "") * size * (0.52 if "font-weight" in node.attrib else 0.48)
        x, y = float(node.attrib["x"]), float(node.attrib["y"])
        left = x - {"start": 0, "middle": long / 2, "end": long}[node.attrib["text-anchor"]]
        assert left >= -2
        assert left + long <= across + 2, node.text
        assert 0 <= y <= down
        if node.text:
            boxes.append((left, y - size * 0.7, left + long, y, node.text))
    for one, two in combinations(boxes, 2):
        apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
        assert apart, (one[4], two[4])


def test_without_figures_the_drawing_says_so():
    assert texts(trend_chart(EMPTY, language="id")) == ["Belum ada angka."]


def test_ticks_are_round_and_cover_the_figures():
    assert ticks(0, 40.1)[-1] == 50
    assert ticks(71.2, 75.6)[0] <= 71.2


def test_titles_are_escaped():
    data = ChartData(title="a < b & c", subtitle="x", points=SIGN.points)
    assert parsed(trend_chart(data, language="en")).findtext(f"{SVG}title") == "a < b & c"


def test_the_picture_for_word_is_a_png_of_the_same_proportions():
    png = chart_png(STUNTING, language="id")
    assert png.startswith(b"\x89PNG")
    across, down = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    assert (across, down) == (1600, 540)


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("data", [PROVISIONAL, WHOLE], ids=["cut", "whole"])
def test_a_baseline_nobody_agreed_to_says_so_in_the_drawing_and_in_words(data, width):
    drawn = trend_chart(data, language="id", width=width)
    assert any("data dasar sementara" in text for text in texts(drawn))
    assert "Data dasar 2022: 21,6, sementara." in describe(data, language="id")
    agreed = replace(data, provisional=False)
    assert "sementara" not in trend_chart(agreed, language="id", width=width)
    assert "Data dasar 2022: 21,6." in describe(agreed, language="id")
