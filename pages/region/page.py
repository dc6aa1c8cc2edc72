"""My region: how it stands on every indicator, beside the nine, and beside regions like it."""

import streamlit as st

from pages.compare.link import CompareView
from pages.region import choices, peers, views
from pages.region.choices import AGAINST, AMONG, SHOWN, RegionView, Scene
from secon_ui import data
from secon_ui.shell import export_menu, frame
from secon_ui.shell.taken import Taken
from secon_ui.shell.view import address


def themes() -> dict[str, str]:
    return data.made("themes", lambda: choices.themes(data.package(), data.comparable()))


allowed = {
    "shown": tuple(SHOWN),
    "theme": lambda _: themes(),
    "against": AGAINST,
    "other": lambda chosen: [r for r in data.region_ids() if r != chosen["region"]],
    "among": tuple(AMONG),
    "alike": choices.ALIKE,
}

with frame.open_page("region", RegionView, allowed) as page:
    t, view, names = page.t, page.view, page.region_names
    country = t.country(data.region_countries()[view.region])
    against = choices.against_names(country, t)
    named = page.made("themes", lambda: choices.named(themes(), t))
    theme = named[view.theme]
    page.step_through("shown", SHOWN)

    def given() -> views.Given:
        indicators = page.package.table("indicators").set_index("indicator_id", drop=False)
        ids = choices.indicators_of(view.theme, indicators, data.comparable())
        everything = data.standing()
        scene = Scene(view.region, view.other, view.against, names, country, indicators, ranking, t)
        return views.Given(
            view,
            theme,
            ids,
            everything[everything["indicator_id"].isin(ids)],
            data.small_spreads(),
            alike,
            page.package,
            scene,
            page.presenting,
            (2, 3) if page.size == "wide" else (1, 2),
        )

    def ranking(indicator: str) -> str:
        asked = CompareView(view.region, t.language, indicator=indicator, shown="ranking")
        return address("compare", asked)

    def alike() -> peers.Peers:
        found, gaps = data.peers(view.region, view.alike, view.among)
        called = {
            row.id: names[row.id] if view.among == "nine" else t.areas(row.id, row.name)
            for row in found.itertuples(index=False)
        }
        return peers.Peers(found, gaps, called, t(AMONG[view.among]))

    def cited() -> str:
        created = t.date(str(page.package.descriptor.get("created", ""))[:10])
        found = data.standing()
        rows = found[
            found["indicator_id"].isin(given().ids) & (found["region_id"] == view.region)
            & (found["basis"] == "wider")
        ]  # fmt: skip
        if len(rows):
            areas = dict.fromkeys(
                t.areas(codes, called)
                for codes, called in zip(rows["areas"], rows["area_names"], strict=True)
            )
            return t(
                "{region}: {theme}; where it has no figure of its own, that of {areas}. Source: "
                "Eurostat; calculations by SECON; data of {date}.",
                region=names[view.region], theme=theme, areas=t.list(list(areas)), date=created,
            )  # fmt: skip
        return t(
            "{region}: {theme}. Source: Eurostat; calculations by SECON; data of {date}.",
            region=names[view.region], theme=theme, date=created,
        )  # fmt: skip

    def controls() -> None:
        place = (
            st.expander(t("{selection} · change", selection=theme), icon=":material/tune:")
            if page.phone
            else st.container(key="controls")
        )
        with place:
            first, second, third = st.columns([3, 3, 6])
            first.selectbox(
                t("Indicators"),
                list(named),
                format_func=named.__getitem__,
                **page.bound("theme", view.theme),
            )
            if view.shown == "peers":
                second.selectbox(
                    t("Look for regions among"),
                    list(AMONG),
                    format_func=lambda code: t(AMONG[code]),
                    **page.bound("among", view.among),
                )
                third.multiselect(
                    t("Regions are alike in"),
                    choices.ALIKE,
                    format_func=page.made("alike", lambda: choices.alike(page.package, t)).get,
                    max_selections=choices.MOST_ALIKE,
                    placeholder=t("Choose indicators"),
                    **page.bound("alike", list(view.alike)),
                )
            else:
                second.selectbox(
                    t("Measure against"),
                    AGAINST,
                    format_func=against.__getitem__,
                    disabled=view.shown == "heat",
                    **page.bound("against", view.against),
                )
                third.selectbox(
                    t("Lay a second region over it"),
                    [region for region in names if region != view.region],
                    format_func=names.__getitem__,
                    placeholder=t("No second region"),
                    **page.bound("other", view.other, to=lambda region: region),
                )
        with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
            page.views(SHOWN)
            file_name = f"{view.region}-{view.shown}-{view.theme}.csv"
            export_menu.menu(
                page, Taken(lambda: views.export(given()), file_name, page.made("cited", cited))
            )

    if not page.presenting:
        controls()
    shown = page.made("view", lambda: views.VIEWS[view.shown](given()))
    frame.heading(shown.title, shown.sub)
    for part in shown.parts:
        st.html(part)
