// Following a show: the presenter lets others follow, a follower sees what she shows.
"use strict";
(() => {
  const start = () => {
    const { said } = window.seconShow;
    if (said.window === "follow") follow(said);
    else if (said.window === "main") lead(said);
  };
  const find = (selector) => document.querySelector(selector);
  function note(words, button) {
    let place = find("#secon-told");
    if (!place) {
      place = document.createElement("p");
      place.id = "secon-told";
      place.className = "told";
      place.setAttribute("role", "status");
      document.body.append(place);
    }
    place.textContent = words;
    place.hidden = !words;
    if (words && button) place.append(" ", button);
  }

  // ---- The presenter.
  function lead(said) {
    const dialog = find("#secon-talk");
    const slot = `secon_talk_${said.asked}`;
    const within = (store, name) => { try { return store.getItem(name); } catch { return null; } };
    const put = (name, value) => { try { value ? sessionStorage.setItem(name, value) : sessionStorage.removeItem(name); } catch { /* nothing is kept */ } };
    // Who comes back to a window is the same presenter; a window opened as a copy of this one has its
    // memory, and must not pass for it: the name is left behind only when the page is.
    const mine = within(sessionStorage, "secon_talk_window") || (crypto.randomUUID?.() ?? String(Math.random()).slice(2));
    put("secon_talk_window", "");
    addEventListener("pagehide", () => put("secon_talk_window", mine));
    addEventListener("pageshow", (event) => { if (event.persisted) put("secon_talk_window", ""); });
    let talk = JSON.parse(within(sessionStorage, slot) || "null");
    let behind = false, busy = false, later = 0;
    let known = false; // that this show is shown: a list of slides may be 100 kB, and is not said with each step

    async function say(path, words) {
      const answer = await fetch(`${said.root}follow${path}`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(words),
      });
      return { status: answer.status, told: await answer.json().catch(() => ({})) };
    }
    // One word at a time, and then the newest: a slow network never goes back to an old slide.
    async function tell(takes = false) {
      if (!talk) return;
      if (busy) { behind = true; return; }
      busy = true;
      behind = false;
      clearTimeout(later);
      const { n, blank } = window.seconShow.state();
      try {
        const { status, told } = await say(`/${talk.code}`, { secret: talk.secret, window: mine, step: n, blank, takes, ...(known && !takes ? {} : { asked: said.asked }) });
        if (status === 200) {
          note("");
          known = told.asked === said.asked;
          if (!known) behind = true; // another window showed something else meanwhile
        } else if (status === 409) {
          const take = document.createElement("button");
          take.type = "button";
          take.textContent = said.words.take;
          take.addEventListener("click", () => tell(true));
          note(said.words.another, take);
        } else if (status === 404 || status === 403) {
          ended();
          note(said.words.alone); // until the next step: the slide is hers again
        } else throw new Error(status);
      } catch {
        note(said.words.lost);
        later = setTimeout(() => tell(takes), 1500);
      } finally {
        busy = false;
        if (behind) tell();
      }
    }
    function ended() {
      talk = null;
      put(slot, "");
      document.documentElement.classList.remove("followed");
    }
    function shown() {
      dialog.querySelector("img").src = talk.qr;
      dialog.querySelector(".code").textContent = talk.spoken;
      dialog.querySelector(".address").textContent = talk.address;
      dialog.querySelector(".note").textContent = "";
      document.documentElement.classList.add("followed");
    }
    async function open() {
      if (!dialog.open) dialog.showModal();
      if (talk) return shown();
      const { n } = window.seconShow.state();
      try {
        const { status, told } = await say("", { asked: said.asked, step: n, window: mine, here: location.origin });
        if (status !== 200) throw new Error(status);
        talk = told;
        known = true;
        put(slot, JSON.stringify(talk));
        shown();
      } catch {
        dialog.querySelector(".note").textContent = said.words.failed;
      }
    }
    window.seconShow.acts.talk = open;
    dialog.querySelector("[data-talk=end]").addEventListener("click", async () => {
      const before = talk;
      ended();
      dialog.close();
      if (before) await say(`/${before.code}`, { secret: before.secret, over: true }).catch(() => {});
    });
    document.addEventListener("secon:step", () => (talk ? tell() : note("")));
    addEventListener("online", () => tell());
    setInterval(() => tell(), 20000); // a sign of life
    if (talk) {
      // Back after a lost window: where the show stood, unless the address names a slide.
      say(`/${talk.code}`, { secret: talk.secret, back: true }).then(({ status, told }) => {
        if (status === 404 || status === 403) return ended();
        if (status !== 200) throw new Error(status); // a server that begins anew, say
        shown();
        if (told.asked === said.asked) window.seconShow.go(told.step);
        tell();
      }).catch(() => tell());
    }
  }

  // ---- A follower.
  function follow(said) {
    let source;
    function listen() {
      source = new EventSource(said.follow.events);
      source.onmessage = ({ data }) => {
        const now = JSON.parse(data);
        note("");
        if (!now.same) return location.reload(); // another show
        window.seconShow.go(now.step);
        window.seconShow.blank(now.blank);
      };
      source.addEventListener("over", () => {
        source.onerror = null;
        source.close();
        note(said.words.over);
      });
      source.onerror = () => {
        note(said.words.lost);
        // After an answer that is no stream, as of a proxy before a server that begins anew, the
        // browser gives up. Followers do not all come at once.
        if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000 + 3000 * Math.random());
      };
    }
    listen();
    addEventListener("pagehide", () => source.close());
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }

  if (window.seconShow) start();
  else document.addEventListener("secon:ready", start, { once: true });
})();
