// My slides as this device keeps them, told to the page and taken from it; and a file of slides, read
// here: it is sent nowhere but to the page. Streamlit's messages between a page and a frame in it.
"use strict";
(() => {
  const SLOT = "secon_slides";
  const send = (type, more) => parent.postMessage({ isStreamlitMessage: true, type: `streamlit:${type}`, ...more }, "*");
  const read = () => { try { return localStorage.getItem(SLOT) || ""; } catch { return null; } };
  let told, heard = 0, file = null;
  function tell() {
    const now = { slides: read(), file, turn: heard };
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    send("setComponentValue", { value: now, dataType: "json" });
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
    const { write, turn, open, font } = data.args;
    // What is told says after which turn it is so: an old word of ours must not undo a new one of the page's.
    if (write !== null && turn !== heard)
      try { write ? localStorage.setItem(SLOT, write) : localStorage.removeItem(SLOT); } catch { /* a browser that keeps nothing */ }
    heard = turn;
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
