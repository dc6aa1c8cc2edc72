"""Every view of every page is drawn as picture and as slide, for a region whose figures are often a
wider area's and in another language than English."""

from __future__ import annotations

import io

import pptx
import pytest
from looks import look
from PIL import Image
from test_decks import read_sizes

from pages.compare import build as compare
from pages.compare import views as compare_views
from pages.enterprises import build as enterprises
from pages.enterprises import views as enterprises_views
from pages.funding import build as funding
from pages.funding import views as funding_views
from pages.overview import build as overview
from pages.policy import build as policy
from pages.policy import views as policy_views
from pages.practice import build as practice
from pages.practice import views as practice_views
from pages.region import build as region
from pages.region import views as region_views
from pages.sources import build as sources
from pages.sources import views as sources_views
from secon_data.package import SHIPPED, Package
from secon_ui.shell.view import View
from secon_ui.taking import typeset
from secon_ui.taking.slides import deck

DATA = Package(SHIPPED)
LOOK = look(DATA, "lv")
SHOWN = [
    (page, kind("riga", "lv", shown=shown))
    for page, kind, views in (
        (compare, compare_views.CompareView, compare_views.SHOWN),
        (enterprises, enterprises_views.EnterprisesView, enterprises.VIEWS),
        (funding, funding_views.FundingView, funding_views.SHOWN),
        (policy, policy_views.PolicyView, policy_views.SHOWN),
        (practice, practice_views.PracticeView, practice_views.SHOWN),
        (region, region_views.RegionView, region_views.SHOWN),
        (sources, sources_views.SourcesView, sources_views.SHOWN),
    )
    for shown in views
]
SHOWN += [
    (overview, View("riga", "lv")),
    (enterprises, enterprises_views.EnterprisesView("riga", "lv", regions=("riga",))),
]


@pytest.mark.parametrize(
    ("page", "view"), SHOWN, ids=lambda it: getattr(it, "shown", getattr(it, "__name__", "view"))
)
def test_a_view_is_a_picture_a_slide_and_a_table(page, view):
    taken = page.build(view, DATA, LOOK).taken
    sheet = taken.sheet()
    assert sheet.headline and sheet.described and sheet.exhibits
    picture = Image.open(io.BytesIO(typeset.picture(sheet)))
    assert picture.size == (1600, 900) and len(picture.convert("L").getcolors()) > 20
    shown = pptx.Presentation(io.BytesIO(deck([sheet])))
    assert shown.slides[0].shapes.title.text_frame.text.startswith(sheet.headline[:20])
    assert min(size for slide in shown.slides for size in read_sizes(slide)) >= 14
    assert len(taken.table().columns) > 1


# What a page shows and no picture of it has room for; of every other view all is drawn.
ELSEWHERE = {
    ("policy", "matrix"): "katras šūnas nosaukums, gads un avots",
    ("policy", "two"): "katra ieraksta kopsavilkums un avots",
    ("policy", "factors"): "apgalvojumi, kas ir aiz katra stabiņa",
    ("policy", "table"): "apgalvojumi par to, kas palīdz un kas kavē",
    ("practice", "map"): "tas, ko dara katrā pilsētā un ",
    ("practice", "stakeholders"): "desmit SECON partneri",
    # No practice answers what is weak in Riga.
    ("region", "spine"): "stipro un vājo pušu saraksts un līdzīgākie reģioni",
    ("enterprises", "map"): "avoti, no kuriem tās uzskaitītas, pa reģioniem",
    ("enterprises", "directory"): "viss, kas zināms par katru organizāciju",
    ("sources", "datasets"): "adreses, kurās datus lasa programmas un pilns tiesību apraksts",
}


@pytest.mark.parametrize(
    ("page", "view"), SHOWN, ids=lambda it: getattr(it, "shown", getattr(it, "__name__", "view"))
)
def test_what_a_picture_leaves_out_is_said_beneath_it(page, view):
    sheet = page.build(view, DATA, LOOK).taken.sheet()
    told = ELSEWHERE.get((page.__name__.split(".")[1], getattr(view, "shown", "")), "")
    assert sheet.elsewhere.startswith(f"Aiz saites vēl ir: {told}" if told else "")
    assert bool(sheet.elsewhere) == bool(told)
    alone = sheet.alone("https://example.org")
    assert alone.notice == (*sheet.notice, *([sheet.elsewhere] if told else []))
    assert alone.address == "https://example.org"


def test_practices_that_answer_a_weak_point_are_told_behind_the_link():
    helps = "prakses, kas var palīdzēt vājajās pusēs"
    for view, told in (
        ("spine", f"stipro un vājo pušu saraksts, {helps} un līdzīgākie reģioni."),
        ("peers", f"{helps}."),
    ):
        sheet = region.build(
            region_views.RegionView("extremadura", "lv", shown=view), DATA, LOOK
        ).taken.sheet()
        assert sheet.elsewhere == f"Aiz saites vēl ir: {told}"


def test_an_organisation_that_was_chosen_is_told_behind_the_link():
    row = DATA.table("enterprises").query("region_id == 'riga'").iloc[0]
    view = enterprises_views.EnterprisesView(
        "riga", "en", regions=("riga",), chosen=row["enterprise_id"]
    )
    sheet = enterprises.build(view, DATA, look(DATA)).taken.sheet()
    assert sheet.elsewhere == f"Behind the link as well: all that is known of {row['name']}."
