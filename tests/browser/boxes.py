"""What a browser says of the boxes of texts: what prints over something, what is cut, what leaves its
place."""

from __future__ import annotations

# Pieces of text as they are seen: each line of each text, cut to what its scrolling and hiding
# ancestors show. What only a screen reader is told, and what is scrolled away, is none.
FAULTS = """() => {
  const root = document.querySelector('[data-testid="stApp"]'), faults = [];
  const skip = "style, script, title, desc, noscript, .hoverlayer, .modebar, select, option, [role=tooltip], canvas, [data-testid=stDataFrame]";
  const shown = (e) => {
    if (!e.checkVisibility()) return false;  // folded away
    for (let up = e; up && up !== root; up = up.parentElement) {
      const look = getComputedStyle(up);
      if (look.visibility === "hidden" || look.display === "none" || +look.opacity < 0.1 || look.clipPath !== "none" && look.clipPath.startsWith("inset(50")) return false;
      if (/rect\\(0px, 0px, 0px, 0px\\)|rect\\(1px/.test(look.clip)) return false;
    }
    return true;
  };
  const scrolls = (e) => {
    for (let up = e.parentElement; up && up !== root; up = up.parentElement)
      if (/auto|scroll/.test(getComputedStyle(up).overflowX) && up.dataset.testid !== "stMain" && up.scrollWidth > up.clientWidth + 1) return up;
    return null;
  };
  const pieces = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, e = node.parentElement, text = node.textContent.trim();
    if (!text || !e || e.closest(skip) || !shown(e)) continue;
    const look = getComputedStyle(e);
    if (look.color === "rgba(0, 0, 0, 0)" || e.closest('[data-testid="stIconMaterial"]')) continue;
    let turned = false;  // whose box says nothing of its ink
    for (let up = e; up && up !== root && !turned; up = up.parentElement) {
      const m = new DOMMatrix(getComputedStyle(up).transform);
      turned = Math.abs(m.b) > 0.01;
    }
    if (turned) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    let seen = null;
    const scroller = scrolls(e);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      let { left, right, top, bottom } = box;
      if (scroller) {
        const frame = scroller.getBoundingClientRect();
        if (right < frame.left + 2 || left > frame.right - 2) continue;
        left = Math.max(left, frame.left); right = Math.min(right, frame.right);
      }
      // The ink of a line is less high than its box.
      const lead = (bottom - top) * 0.2;
      pieces.push({ e, text, left, right, top: top + lead, bottom: bottom - lead, scroller, fixed: !!e.closest('[data-testid="stHeader"]') });
      seen = true;
    }
    if (!seen) continue;
    if (e.ownerSVGElement) {
      const svg = [...(function* () { for (let s = e.ownerSVGElement; s; s = s.ownerSVGElement) yield s; })()].pop();
      const frame = svg.getBoundingClientRect(), box = e.getBoundingClientRect();
      const slack = 2 + box.height * 0.15;  // a line is higher than its ink
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - slack || box.bottom > frame.bottom + slack)
        faults.push(`cut by its figure: «${text.slice(0, 50)}»`);
    }
  }
  const main = document.querySelector('[data-testid="stMain"]').getBoundingClientRect();
  for (const p of pieces) {
    if (p.fixed || p.scroller) continue;
    if (p.left < main.left - 1 || p.right > main.left + document.querySelector('[data-testid="stMain"]').clientWidth + 1) faults.push(`outside the page: «${p.text.slice(0, 50)}»`);
  }
  pieces.sort((a, b) => a.top - b.top);
  const told = new Set();
  for (let i = 0; i < pieces.length; i++) for (let j = i + 1; j < pieces.length && pieces[j].top < pieces[i].bottom; j++) {
    const a = pieces[i], b = pieces[j];
    if (a.e === b.e || a.fixed !== b.fixed) continue;
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    const halo = (p) => p.e.closest("text")?.parentElement;
    if (a.e.closest("text") && a.e.closest("text") === b.e.closest("text")) continue;
    if (a.text === b.text && Math.abs(a.left - b.left) < 3 && Math.abs(a.top - b.top) < 3) continue;  // its halo
    if (wide > 2 && high > 2) {
      const say = `«${a.text.slice(0, 40)}» over «${b.text.slice(0, 40)}»`;
      if (!told.has(say)) { told.add(say); faults.push(say); }
    }
  }
  for (const e of root.querySelectorAll("*")) {
    if (e.closest(skip) || e.ownerSVGElement || e.tagName === "svg" || !e.textContent.trim()) continue;
    const look = getComputedStyle(e);
    if (!/hidden|clip/.test(look.overflowX) || !shown(e)) continue;
    const box = e.getBoundingClientRect();
    if (box.width < 3 || box.height < 3) continue;
    if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && look.display !== "inline") {
      const text = pieces.filter((p) => e.contains(p.e)).find((p) => p.right > box.right + 1.5 || p.left < box.left - 1.5);
      if (text || look.textOverflow === "ellipsis") faults.push(`cut at the side: «${(text ? text.text : e.textContent.trim()).slice(0, 50)}» in ${e.tagName}.${String(e.className).slice(0, 40)}`);
    }
    if (/hidden|clip/.test(look.overflowY) && e.scrollHeight > e.clientHeight + 3 && e.clientHeight > 0 && e !== root && e.dataset.testid !== "stMain") {
      const text = pieces.filter((p) => e.contains(p.e)).find((p) => p.bottom > box.bottom + 2 && p.top < box.bottom + 400);
      if (text) faults.push(`cut below: «${text.text.slice(0, 50)}» in ${e.tagName}.${String(e.className).slice(0, 40)}`);
    }
  }
  for (const e of root.querySelectorAll('[data-testid="stDateInputFieldsScroller"]'))
    if (e.scrollWidth > e.clientWidth + 1) faults.push(`cut in its field: «${e.innerText.trim().slice(0, 50)}»`);
  for (const cell of root.querySelectorAll("td, th, button, .chip")) {
    if (cell.closest(skip)) continue;
    const box = cell.getBoundingClientRect();
    if (!box.width || !shown(cell)) continue;
    const out = pieces.find((p) => cell.contains(p.e) && (p.right > box.right + 2 || p.left < box.left - 2) && !p.fixed && !(p.scroller && p.scroller !== scrolls(cell)));
    if (out) faults.push(`leaves its cell: «${out.text.slice(0, 50)}» in ${cell.tagName}.${String(cell.className).slice(0, 30)}`);
  }
  return [...new Set(faults)];
}"""
