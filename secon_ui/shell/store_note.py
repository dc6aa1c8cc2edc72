"""What readers are told where the figures shown may not be the newest that were published."""

from __future__ import annotations

from secon_data.package import Package
from secon_ui import data, published
from secon_ui.text.words import Words


def lines(package: Package, t: Words) -> tuple[str, ...]:
    """A sentence for each reason; none where all is as it should be. Names no file and no place."""
    store, told = data.store(), []
    if published.trouble(store) is not None:
        when = t.moment(published.seen(store).when)
        told.append(
            t(
                "The store of published figures cannot be reached: these were the newest at "
                "{when}.",
                when=when,
            )
        )
    for dataset, damage in package.damaged.items():
        title = t.data(package.dataset(dataset).get("title", dataset))
        if damage.shown is None:
            told.append(
                t(
                    "{dataset}: what was published cannot be read; the file that came with the app "
                    "is shown.",
                    dataset=title,
                )
            )
        elif damage.when is None:
            told.append(
                t(
                    "{dataset}: the newest figures cannot be read; older ones are shown.",
                    dataset=title,
                )
            )
        else:
            told.append(
                t(
                    "{dataset}: the newest figures cannot be read; those of {when} are shown.",
                    dataset=title,
                    when=t.moment(damage.when),
                )
            )
    return tuple(told)
