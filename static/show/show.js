// The player of a show: which slide is on, keys, buttons, swipes, blank, overview, the presenter's
// window. A slide is a picture that the server draws; what is said comes from the page.
"use strict";
(() => {
  const place = document.getElementById("secon-show");
  const said = JSON.parse(place.dataset.show);
  const find = (selector) => document.querySelector(selector);
  const slides = said.slides;
  // A show that is one file has its pictures in it, and both of its windows.
  const inFile = said.window === "file";
  if (inFile) {
    [...document.querySelectorAll(".slides img")].forEach((image, n) => { slides[n].picture = image.src; });
    if (new URLSearchParams(location.search).get("window") === "notes") {
      said.window = "notes";
      document.documentElement.className = "notes";
      for (const part of document.querySelectorAll("body > :not(template, dialog, #secon-show, script)")) part.remove();
      document.body.prepend(find("#secon-notes").content);
    }
  }
  const key = (name) => `secon_show_${name}`;
  const stored = (store, name) => {
    try { return store.getItem(key(name)); } catch { return null; }
  };
  const keep = (store, name, value) => {
    try { store.setItem(key(name), value); } catch { /* a browser that keeps nothing */ }
  };

  // ---- Pictures: the one shown first, its neighbours, then all others, one after another.
  const tall = matchMedia("(max-aspect-ratio: 4/5)");
  const shape = () => (tall.matches ? "phone" : "slide");
  const address = (n, kind = shape()) => (inFile ? slides[n].picture : `${slides[n].picture}&shape=${kind}`);
  // A picture is fetched once and kept in this window: when the network goes, all are still there.
  const pictures = (window.seconPictures = new Map());
  async function fetched(url) {
    for (let tries = 6; tries; tries--) {
      try {
        const answer = await fetch(url);
        if (answer.ok) return URL.createObjectURL(await answer.blob());
      } catch { /* no network just now */ }
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    pictures.delete(url); // it is asked for anew when it is to be shown
    return "";
  }
  function kept(url) {
    if (inFile) return Promise.resolve(url); // it is the picture itself
    if (!pictures.has(url)) pictures.set(url, fetched(url));
    return pictures.get(url);
  }
  async function load(image, url) {
    if (image.dataset.url === url) return;
    image.dataset.url = url;
    const found = await kept(url);
    if (image.dataset.url !== url) return; // it has become another slide's
    if (!found) { delete image.dataset.url; return; }
    image.src = found;
    image.parentElement.classList.add("drawn");
  }

  // ---- Keys. A letter counts by what is written on the key, on keyboards of other alphabets by
  // where it lies.
  const letters = { f: "full", b: "blank", ".": "blank", n: "notes", o: "overview", "?": "help", p: "leave" };
  const always = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Spacebar: "next",
    ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Backspace: "back",
    Home: "first", End: "last", Enter: "enter", Escape: "escape",
  };
  const lettersOn = () => stored(localStorage, "letters") !== "off";
  function asked(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return "";
    if (event.key === " " && event.shiftKey) return "back"; // as browsers scroll
    if (always[event.key]) return always[event.key];
    if (!lettersOn()) return "";
    if (/^[0-9]$/.test(event.key)) return event.key; // with the shift key, too, where numbers need it
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
    if (digit !== undefined && !event.shiftKey) return digit;
    const latin = /^[\x21-\x7e]$/.test(event.key) ? event.key.toLowerCase() : "";
    const lies = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase() ?? "";
    return letters[latin || lies] ?? "";
  }
  // What has the focus and needs a key itself: a text, a list that was come to by the keyboard, a
  // button that is to be pressed. A list that was opened by hand keeps the focus when nothing else
  // is chosen in it: the next key is the show's.
  let byHand = null;
  addEventListener("pointerdown", (event) => { byHand = event.target; }, true);
  addEventListener("focusout", (event) => { if (event.target === byHand) byHand = null; }, true);
  function needs(event) {
    const at = event.target;
    if (!at?.matches) return false;
    if (at.matches("input:not([type=checkbox]), textarea")) return true;
    if (at.matches("select")) return at !== byHand && !["PageDown", "PageUp", "Escape"].includes(event.key);
    return at.matches("button, a, input") && [" ", "Enter"].includes(event.key);
  }
  let number = "";
  const typed = find(".typed");
  function onKey(event, acts) {
    const dialog = document.querySelector("dialog[open]");
    const wanted = asked(event);
    if (!wanted || needs(event)) return;
    if (dialog) {
      // The browser closes it at Esc; the key that opened it does, too.
      if (wanted === { "secon-help": "help", "secon-overview": "overview" }[dialog.id]) {
        event.preventDefault();
        dialog.close();
      }
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat && !["next", "back"].includes(wanted)) return; // a key held down asks once
    if (/^[0-9]$/.test(wanted)) {
      number = (number + wanted).slice(-3);
      show();
      return;
    }
    const n = number;
    number = "";
    show();
    if (wanted === "enter") return n ? acts.go(Number(n) - 1) : acts.next();
    if (n && wanted === "escape") return;
    acts[wanted]?.();
  }
  function show() {
    if (!typed) return;
    typed.textContent = number ? `${number} ↵` : "";
    typed.hidden = !number;
  }

  // ---- The presenter's window: the same address, told by which channel they speak.
  let channelName = said.channel || stored(sessionStorage, "channel");
  if (!channelName) {
    channelName = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    keep(sessionStorage, "channel", channelName);
  }
  let other = opener; // the other window of a file: they share nothing but that one opened the other
  const channel = inFile ? between() : new BroadcastChannel(`secon-show-${channelName}`);
  function between() {
    const ends = { postMessage: (words) => other?.postMessage({ secon: words }, "*") };
    addEventListener("message", ({ data, source }) => {
      if (!data?.secon || !source || (other && source !== other && !data.secon.hello)) return;
      other = source;
      ends.onmessage?.({ data: data.secon });
    });
    return ends;
  }

  const dialogs = () => {
    for (const button of document.querySelectorAll("dialog .close"))
      button.addEventListener("click", () => button.closest("dialog").close());
    const switched = find("#secon-letters");
    if (switched) {
      switched.checked = lettersOn();
      switched.addEventListener("change", () => keep(localStorage, "letters", switched.checked ? "on" : "off"));
    }
  };

  if (said.window === "notes") notesWindow();
  else player();

  function player() {
    const sections = [...document.querySelectorAll(".slides > section")];
    const images = sections.map((section) => section.querySelector("img"));
    const last = slides.length - 1;
    const follows = said.window === "follow";
    const within = (n) => Math.min(Math.max(n, 0), last);
    const named = () => /^#([1-9][0-9]{0,2})$/.exec(location.hash)?.[1];
    let here = within(named() ? named() - 1 : said.first), blank = false, turn = 0;

    async function prepare(n) {
      const mine = ++turn;
      const order = [n, n + 1, n - 1, n + 2].filter((one) => images[one]);
      order.push(...images.keys());
      for (const one of new Set(order)) {
        if (mine !== turn) return; // another slide is on: its neighbours come first
        await load(images[one], address(one));
        // Followers, who may be hundreds, do not all ask for the next at once.
        if (follows && one === n) await new Promise((on) => setTimeout(on, 1500 * Math.random()));
      }
      // What could not be fetched is asked for again, though nobody steps.
      setTimeout(() => { if (mine === turn && images.some((image) => !image.dataset.url)) prepare(here); }, 10000);
    }
    function tell() {
      const now = { n: here, blank };
      channel.postMessage(now);
      document.dispatchEvent(new CustomEvent("secon:step", { detail: now }));
    }
    function shown() {
      sections.forEach((section, n) => section.classList.toggle("here", n === here));
      for (const count of document.querySelectorAll(".count, .counter"))
        count.textContent = `${here + 1} / ${slides.length}`;
      find(".progress").style.setProperty("--part", (here + 1) / slides.length);
      for (const link of document.querySelectorAll("a.explore")) link.href = slides[here].view;
      document.title = `${slides[here].headline} – ${said.title}`;
      try { history.replaceState(history.state, "", `#${here + 1}`); } catch { /* a browser that lets no file do so */ }
      find("#secon-spoken").textContent = `${here + 1} / ${slides.length}: ${slides[here].headline.replace(/[^.?!]$/, "$&.")} ${slides[here].measured}`;
      prepare(here);
      tell();
    }
    function go(n) {
      setBlank(false);
      if (within(n) === here) return;
      here = within(n);
      shown();
    }
    function setBlank(on) {
      if (on === blank) return;
      blank = on;
      find(".dark").hidden = !blank;
      tell();
    }
    const grid = find("#secon-overview");
    const acts = {
      next: () => (blank ? setBlank(false) : go(here + 1)),
      back: () => (blank ? setBlank(false) : go(here - 1)),
      first: () => go(0), last: () => go(last), go,
      full: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()?.catch(() => {})),
      blank: () => setBlank(!blank),
      overview() {
        const small = [...grid.querySelectorAll("button.slide")];
        small.forEach((button, n) => { load(button.querySelector("img"), address(n, "slide")); button.classList.toggle("here", n === here); });
        grid.showModal();
        small[here].focus();
      },
      help: () => find("#secon-help").showModal(),
      leave: () => { if (!inFile) location.assign(slides[here].view); },
      escape: () => acts.leave(),
      notes() {
        const query = new URLSearchParams(location.search);
        query.set("window", "notes");
        query.set("channel", channelName);
        const place = inFile ? location.pathname : `${said.root}show`;
        other = open(`${place}?${query}#${here + 1}`, `secon-notes-${channelName}`, "popup,width=1100,height=720") ?? other;
      },
    };
    window.seconShow = { go, blank: setBlank, state: () => ({ n: here, blank }), said, acts };

    if (!follows) {
      addEventListener("keydown", (event) => onKey(event, acts), true);
      channel.onmessage = ({ data }) => {
        if (data.hello) tell();
        if (data.began) keep(sessionStorage, "began", String(data.began)); // a window opened anew has it from this one
        if (Number.isInteger(data.go)) go(data.go);
        if (typeof data.dark === "boolean") setBlank(data.dark);
      };
      addEventListener("pagehide", () => channel.postMessage({ gone: true }));
      addEventListener("hashchange", () => { if (named()) go(named() - 1); });
      let x = null, y = 0;
      addEventListener("touchstart", ({ touches }) => { x = touches.length === 1 ? touches[0].clientX : null; y = touches[0].clientY; }, { passive: true });
      addEventListener("touchend", ({ changedTouches: [end], target }) => {
        if (x === null || target.closest?.("dialog, .bar")) return;
        const moved = end.clientX - x;
        if (Math.abs(moved) > 45 && Math.abs(moved) > 1.5 * Math.abs(end.clientY - y)) acts[moved < 0 ? "next" : "back"]();
      }, { passive: true });
    }
    grid.querySelectorAll("button.slide").forEach((button, n) => button.addEventListener("click", () => { grid.close(); go(n); }));
    for (const button of document.querySelectorAll("button[data-act]"))
      button.addEventListener("click", () => {
        button.blur(); // a clicker's key is the show's, not the button's
        acts[button.dataset.act]?.();
      });
    for (const picker of document.querySelectorAll("form.whose select"))
      picker.addEventListener("change", () => {
        const form = picker.form;
        location.assign(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}#${here + 1}`);
      });
    dialogs();

    // The buttons show while the mouse moves, or something in them has the focus.
    let still;
    const awake = () => {
      document.documentElement.classList.add("awake");
      clearTimeout(still);
      still = setTimeout(() => document.documentElement.classList.remove("awake"), 2600);
    };
    for (const kind of ["mousemove", "touchstart", "focusin"]) addEventListener(kind, awake, { passive: true });
    tall.addEventListener("change", () => prepare(here));
    addEventListener("online", () => prepare(here));
    shown();
    place.dataset.ready = "1";
    document.dispatchEvent(new CustomEvent("secon:ready"));
  }

  function notesWindow() {
    let n = Math.min(Number(/^#([1-9][0-9]{0,2})$/.exec(location.hash)?.[1] ?? said.first + 1), slides.length) - 1, blank = false, began = Number(stored(sessionStorage, "began")) || Date.now();
    const now = find("#now"), then = find("#then");
    function shown() {
      const slide = slides[n], next = slides[n + 1];
      load(now.querySelector("img"), address(n, "slide"));
      now.querySelector("img").alt = slide.headline;
      then.classList.toggle("none", !next);
      if (next) load(then.querySelector("img"), address(n + 1, "slide"));
      then.querySelector("img").alt = next ? next.headline : "";
      find("#note").textContent = slide.note;
      find("#measured").textContent = slide.measured;
      find("#notice").textContent = slide.notice;
      find(".count").textContent = `${n + 1} / ${slides.length}`;
      document.documentElement.classList.toggle("blank", blank);
      prepare(n);
    }
    async function prepare(from) {
      const order = [from + 2, from - 1, ...slides.keys()].filter((one) => slides[one]);
      for (const one of order) {
        if (from !== n) return; // another slide is on
        await kept(address(one, "slide"));
      }
    }
    const start = () => { keep(sessionStorage, "began", String(began)); channel.postMessage({ began }); };
    const go = (to) => channel.postMessage({ go: Math.min(Math.max(to, 0), slides.length - 1) });
    const acts = {
      next: () => go(n + 1), back: () => go(n - 1), first: () => go(0), last: () => go(slides.length - 1), go,
      blank: () => channel.postMessage({ dark: !blank }),
      escape: () => close(), notes: () => close(),
      help: () => find("#secon-help").showModal(),
      full: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()?.catch(() => {})),
      reset: () => { began = Date.now(); start(); tick(); },
    };
    addEventListener("keydown", (event) => onKey(event, acts), true);
    for (const button of document.querySelectorAll("button[data-act]"))
      button.addEventListener("click", () => { button.blur(); acts[button.dataset.act]?.(); });
    channel.onmessage = ({ data }) => {
      const gone = find("#gone");
      if (data.gone) { gone.hidden = false; return; }
      if (!Number.isInteger(data.n)) return;
      gone.hidden = true;
      n = Math.min(data.n, slides.length - 1);
      blank = Boolean(data.blank);
      shown();
    };
    const two = (value) => String(value).padStart(2, "0");
    function tick() {
      const seconds = Math.max(0, Math.floor((Date.now() - began) / 1000));
      find("#clock").textContent = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      find("#elapsed").textContent = `${seconds >= 3600 ? `${Math.floor(seconds / 3600)}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    }
    dialogs();
    addEventListener("online", shown);
    setInterval(tick, 500);
    tick();
    shown();
    channel.postMessage({ hello: true });
    start();
    place.dataset.ready = "1";
  }
})();
