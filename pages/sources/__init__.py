"""Sources: what is in here, whence, how good, under which licence. Pure.

``choices`` holds the page's view and tables; ``datasets``, ``coverage`` and ``indicators`` draw.
"""

from pages.sources.choices import SHOWN, SourcesView

__all__ = ["SHOWN", "SourcesView"]
