"""Policy: which framework each country has, what others have, what helps and what holds back."""

import html
from collections.abc import Callable

import streamlit as st

from pages import policy
from pages.policy import SHOWN, TOPICS, PolicyView, factors, headlines, matrix, sides
from secon_ui import data
from secon_ui.shell import export_menu, frame
from secon_ui.shell.taken import Taken

allowed = {
    "shown": tuple(SHOWN),
    "chosen": lambda view: [r for r in data.region_ids() if r != view["region"]],
    "cell": lambda _: [f"{c}-{x}" for c in data.region_countries().values() for x in TOPICS],
    "left": lambda _: list(data.region_countries().values()),
    "right": lambda _: list(data.region_countries().values()),
    "differ": ("differ",),
    "bar": factors.BARS,
}

with frame.open_page("policy", PolicyView, allowed) as page:
    t, view, names, of = page.t, page.view, page.region_names, data.region_countries()
    shown = page.made("shown", lambda: policy.countries(of, view.region, view.chosen, t))
    mine = shown[0]
    law, said = page.package.table("policy"), page.package.table("factors")
    table = page.made("framework", lambda: policy.framework(law, shown))
    counts = page.made("counts", lambda: factors.counted(said, shown))
    # Open is the cell chosen, else the first topic of mine: «does my country have a law?»
    country, topic = (view.cell or "-").split("-")
    if country not in shown:
        country, topic = mine, topic or next(iter(TOPICS))
    opened = page.made("opened", lambda: policy.cell(table, country, topic))
    bar = view.bar or page.made("bar", lambda: factors.first_bar(counts))
    left = view.left if view.left in shown else mine
    right = view.right if view.right in shown and view.right != left else None
    right = right or next((c for c in shown if c != left), left)
    page.step_through("shown", SHOWN)

    def cited() -> str:
        return t(
            "Policy framework and factors of the social economy: {countries}. Compiled by "
            "SECON from the sources named in each row; data of {date}.",
            countries=t.list([t.country(code) for code in shown]),
            date=t.date(str(page.package.descriptor.get("created", ""))[:10]),
        )

    def controls() -> None:
        label = {region: t.country(code) for region, code in of.items()}
        with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
            page.views(SHOWN)
            st.multiselect(
                t("Compare with"),
                sorted((r for r in of if r != view.region), key=label.__getitem__),
                format_func=label.__getitem__,
                placeholder=t("With all the others"),
                label_visibility="collapsed",
                width="stretch" if page.phone else 330,
                **page.bound("chosen", list(view.chosen)),
            )
            asked = view.shown == "factors"
            export_menu.menu(
                page,
                Taken(
                    lambda: said[said["country_code"].isin(shown)] if asked else table,
                    "secon-factors.csv" if asked else "secon-policy.csv",
                    page.made("cited", cited),
                    camera=asked,
                ),
            )

    def finding(make: Callable[[], str], sub: str = "") -> None:
        frame.heading(html.escape(page.made("finding", make)), html.escape(sub))

    def show_matrix() -> None:
        if page.presenting:
            finding(lambda: headlines.topic(table, opened, t))
            st.html(page.made("css", css) + page.made("slide", slide))
            return
        sub = t("Choose a cell: it tells what there is, since when, and where it is written.")
        finding(lambda: headlines.topic(table, opened, t), sub)
        st.html(page.made("css", css))
        if page.phone:  # the card follows its topic, where the finger is
            wide, side = st.container(), None
        else:
            with st.container(key="policy-body"):
                wide, side = st.columns([6.9, 3.1], gap="medium")
        with wide:
            with st.container(key="policy-matrix"):
                st.html(page.made("heads", lambda: matrix.heads(shown, t)))
                for row_topic in TOPICS:
                    show_row(row_topic)
            st.html(matrix.legend(t))
        if side:
            side.html(page.made("card", card))

    def css() -> str:
        return matrix.css(table, shown, page.palette)

    def slide() -> str:
        return matrix.slide(table, shown, t)

    def card() -> str:
        return matrix.card(table, opened, t)

    def show_row(row_topic: str) -> None:
        """The cells of a topic are one row of buttons: Tab goes from row to row."""
        key = f"policy-row-{row_topic}"
        st.session_state[key] = country if row_topic == topic else None

        def chosen() -> None:
            code = st.session_state[key]
            page.change(cell=f"{code or country}-{row_topic}")

        def labels() -> dict[str, str]:
            return {c: matrix.label(policy.cell(table, c, row_topic), t) for c in shown}

        st.pills(
            t(TOPICS[row_topic]),
            list(shown),
            format_func=page.made(f"row {row_topic}", labels).__getitem__,
            key=key,
            on_change=chosen,
            width="stretch",
        )
        if page.phone and row_topic == topic:
            st.html(page.made("card", card))

    def show_lacking() -> None:
        rows = page.made("lacking", lambda: policy.lacking(table, mine))
        sub = t("Each with its title, year and source. Unknown means: not found in what was read.")
        finding(lambda: headlines.lacking(rows, mine, t), sub)
        if page.presenting:
            st.html(sides.lacking_slide(rows, t))
        else:
            st.html(page.made("lacking listed", lambda: sides.lacking(table, rows, mine, t)))

    def show_two() -> None:
        finding(lambda: headlines.two(table, left, right, t))
        if page.presenting:
            st.html(sides.two_slide(table, left, right, t))
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for field, here, word in (
                ("left", left, t("One country")),
                ("right", right, t("Beside it")),
            ):
                st.selectbox(
                    word, list(shown), format_func=t.country, width=240, **page.bound(field, here)
                )
            st.toggle(
                t("Only where they differ"),
                **page.bound(
                    "differ", view.differ is not None, to=lambda on: "differ" if on else None
                ),
            )

        def both() -> str:
            topics = policy.topics_of(table, left, right, differ=view.differ is not None)
            return sides.two(table, left, right, topics, t)

        st.html(page.made("two", both))

    def show_factors() -> None:
        finding(
            lambda: factors.headline(counts, mine, t),
            factors.counted_words(mine, t, brief=page.presenting),
        )
        key = "policy_factors"
        figure = page.made(
            "figure", lambda: factors.figure(counts, mine, bar, page.palette, t, size=page.size)
        )
        described = t("Statements by category. The list beside holds those behind each bar.")
        if page.presenting:
            frame.draw(page, figure, key, described)
            return

        def clicked() -> None:
            points = st.session_state[key].selection.points
            if points:
                page.change(bar=points[0]["customdata"])

        def statements() -> str:
            return factors.statements(factors.behind(said, shown, bar, view.region), mine, names, t)

        bars = page.made("bars", lambda: factors.bars(counts))
        with st.container(key="policy-body"):
            wide, side = st.columns([6.2, 3.8], gap="medium")
        with wide:
            frame.draw(page, figure, key, described, on_select=clicked)
        with side:
            st.selectbox(
                t("Statements behind the bar"),
                list(bars),
                format_func=lambda code: factors.bar_words(code, bars[code], t),
                **page.bound("bar", bar if bar in bars else None),
            )
            st.html(page.made("statements", statements))

    def show_table() -> None:
        finding(lambda: headlines.topic(table, opened, t))
        if page.presenting:
            st.html(sides.topic_slide(table, topic, t))
            return
        every = t("Every topic in every country")
        st.html(page.made("whole", lambda: sides.whole(table, mine, every, t)))
        caption = t("Statements that help and that hold back")
        st.html(f'<h2 class="part">{html.escape(caption)}</h2>')
        st.html(page.made("factors", lambda: factors.table(counts, mine, caption, t)))

    def source() -> str:
        if view.shown == "factors":
            return t(
                "Source: studies, evaluations, press and partners' pages, each statement with its "
                "own; {n} statements from {countries} countries, compiled by SECON. Not an extract "
                "of the project's joint report.",
                n=int(said["country_code"].isin(shown).sum()),
                countries=len(shown),
            )
        known = table[table["status"] != "unknown"]
        read = int((known["verified"] == "yes").sum())
        return t(
            "Source: national laws and official or other pages, named in each entry; {n} entries, "
            "{read} read in the source, {cited} given by their citation, {unknown} of {all} cells "
            "unknown; compiled by SECON.",
            n=len(known),
            read=read,
            cited=len(known) - read,
            unknown=len(table) - len(known),
            all=len(table),
        )

    if not page.presenting:
        controls()
    {
        "matrix": show_matrix,
        "lacking": show_lacking,
        "two": show_two,
        "factors": show_factors,
        "table": show_table,
    }[view.shown]()
    st.html(f'<p class="source">{html.escape(page.made("source", source))}</p>')
