"""For which kind of screen pages are drawn: a phone, or any wider one. A server knows no width, so
the document tells it in a cookie."""

from __future__ import annotations

from secon_ui.drawing.theme import Size

WIDEST = 640  # pixels: the width up to which the style sheets are those of a phone
NARROW = "secon_narrow"  # the cookie: «1» in a window as narrow as a phone's

# Told before the page asks for its first view. Where the window becomes narrow, or no longer is,
# the page is drawn anew: but not while somebody writes, and not where a reload would lose what was
# begun.
SCRIPT = """<script>
{
  const phone = /Mobi/.test(navigator.userAgent);
  const narrow = () => innerWidth > 0 && innerWidth <= WIDEST;
  const tell = () => {
    document.cookie = `NAME=${narrow() ? 1 : 0}; path=/; samesite=lax`;
    return narrow();
  };
  let told = tell(), waiting;
  if (!phone) addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (narrow() === told || /\\/(desk|stories)\\/?$/.test(location.pathname)) return;
      if (document.activeElement?.matches?.("input, textarea")) return;
      told = tell();
      location.reload();
    }, 400);
  });
}
</script>""".replace("WIDEST", str(WIDEST)).replace("NAME", NARROW)


def size_of(agent: str, narrow: object) -> Size:
    """A phone by what its browser calls itself, or any window that is as narrow. ``narrow``: the
    value of the cookie NARROW, if any."""
    return "phone" if "Mobi" in agent or narrow == "1" else "wide"
