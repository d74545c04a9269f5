// Forms are answered by the rules themselves, which run beside the page; nothing is sent anywhere.
"use strict";
(() => {
  const engine = new Worker("engine.js", { type: "module" });
  const waiting = new Map();
  let asked = 0, ready = false;
  engine.onmessage = ({ data }) => {
    if (data.ready) { ready = true; return; }
    waiting.get(data.id)(data);
    waiting.delete(data.id);
  };
  const answer = (fields) => new Promise((done) => {
    waiting.set(++asked, done);
    engine.postMessage({ id: asked, fields: JSON.stringify(fields) });
  });
  const fetched = async (name) => (await fetch(name)).text();

  const show = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    document.title = page.title;
    document.getElementById("main").replaceWith(page.getElementById("main"));
    scrollTo(0, 0);
    const heading = document.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    document.dispatchEvent(new Event("page"));
  };
  const go = (text) => {
    show(text);
    history.pushState({ text }, "");
  };
  const slow = (said, beside) => {
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    note.className = "panel";
    note.textContent = said;
    (beside.querySelector(".buttons") ?? beside).after(note);
  };

  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target, fields = {};
    for (const [name, value] of new FormData(form, event.submitter)) (fields[name] ??= []).push(value);
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    if (fields.moment) return go(await fetched(`${fields.moment[0]}.html`));
    if (!ready) slow("One moment: the rules are being made ready.", form);
    const { text, error } = await answer(fields);
    if (error) slow(`That failed: ${error}`, form); else go(text);
  });
  if (history.state?.text) show(history.state.text); // it was loaded again
  else history.replaceState({ text: document.documentElement.outerHTML }, "");
  addEventListener("popstate", (event) => { if (event.state) show(event.state.text); });
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("offline.js");
})();
