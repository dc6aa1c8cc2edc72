// My slides as this device keeps them, told to the page and taken from it; and a file of slides, read
// here: it is sent nowhere but to the page. Streamlit's messages between a page and a frame in it.
"use strict";
(() => {
  const SLOT = "secon_slides", TURN = "secon_slides_turn";
  const send = (type, more) => parent.postMessage({ isStreamlitMessage: true, type: `streamlit:${type}`, ...more }, "*");
  const read = () => { try { return localStorage.getItem(SLOT) || ""; } catch { return null; } };
  let told, file = null, turn = "";
  // Each word is numbered, so that the page hears it once, and says after which turn of the page's it was
  // so, that it undoes none. What the page itself let us keep is no news to it.
  function tell() {
    const slides = read();
    if (told && slides === told.slides && file === told.file) return;
    told = { slides, file, turn, n: Date.now() };
    send("setComponentValue", { value: told, dataType: "json" });
  }
  const label = document.querySelector(".file"), input = label.querySelector("input");
  input.addEventListener("change", async () => {
    const [chosen] = input.files;
    if (!chosen) return;
    // Longer than any list of slides is: the page says that it is none.
    file = { name: chosen.name.slice(0, 100), text: (await chosen.slice(0, 600000).text()), at: Date.now() };
    input.value = "";
    tell();
  });
  addEventListener("storage", (event) => { if (event.key === SLOT || event.key === null) tell(); });
  addEventListener("message", ({ data, source }) => {
    if (source !== parent || data.type !== "streamlit:render") return;
    const { write, open, font } = data.args;
    turn = data.args.turn;
    // Each turn is written once, though the page says it at every run, and to each frame that is new.
    try {
      if (write !== null && turn !== sessionStorage.getItem(TURN)) {
        write ? localStorage.setItem(SLOT, write) : localStorage.removeItem(SLOT);
        sessionStorage.setItem(TURN, turn);
        if (told) told.slides = read();
      }
    } catch { /* a browser that keeps nothing */ }
    for (const [name, part] of [["--text", "textColor"], ["--ground", "backgroundColor"], ["--mine", "primaryColor"]])
      if (data.theme?.[part]) document.documentElement.style.setProperty(name, data.theme[part]);
    document.documentElement.style.setProperty("--rule", "color-mix(in srgb, var(--text) 20%, transparent)");
    label.querySelector("span").textContent = open;
    label.hidden = !open;
    if (!document.fonts.size) {
      const face = new FontFace("Source Sans", `url(${font})`, { weight: "200 900" });
      document.fonts.add(face);
      face.load().catch(() => { /* another font does */ });
    }
    send("setFrameHeight", { height: open ? 40 : 0 });
    tell();
  });
  send("componentReady", { apiVersion: 1 });
})();
