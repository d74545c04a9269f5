// Forms are answered by the rules themselves, which run beside the page; nothing is sent anywhere.
"use strict";
(() => {
  const DIARY = "diary.html"; // its pages are below this one, and none of them is a file
  const engine = new Worker("engine.js", { type: "module" });
  const waiting = new Map();
  let asked = 0, ready = false;
  engine.onmessage = ({ data }) => {
    if (data.ready) { ready = true; return; }
    waiting.get(data.id)(data);
    waiting.delete(data.id);
  };
  const today = () => {
    const now = new Date(), two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };
  const answer = (fields, more = {}) => new Promise((done) => {
    waiting.set(++asked, done);
    engine.postMessage({ id: asked, fields: JSON.stringify(fields), today: today(), ...more });
  });
  const fetched = async (name) => (await fetch(name)).text();
  const address = (each, name) => each.getAttribute(name) ?? "";
  const ofDiary = (place) => place.split(/[/?]/)[0] === DIARY;

  const show = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    document.title = page.title;
    const styles = new Map([...document.querySelectorAll("link[rel=stylesheet]")].map((each) => [address(each, "href"), each]));
    for (const each of page.querySelectorAll("link[rel=stylesheet]")) {
      if (!styles.delete(address(each, "href"))) document.head.append(each);
    }
    for (const each of styles.values()) each.remove();
    for (const name of ["header", "main", "footer"]) document.querySelector(name).replaceWith(page.querySelector(name));
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
  const keep = (text, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const slow = (said, beside) => {
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    note.className = "panel";
    note.textContent = said;
    (beside.querySelector(".buttons") ?? beside).after(note);
    return note;
  };
  const READYING = "One moment: the rules are being made ready.";

  // What a page of the diary shows is asked for again when someone comes back to it: it may be gone.
  const goToDiary = async (at, fields, sent, beside) => {
    const note = ready ? null : slow(READYING, beside);
    const { text, file, at: again, error } = await answer(fields, { at, sent });
    note?.remove();
    if (error) slow(`That failed: ${error}`, beside);
    else if (file) keep(text, file);
    else {
      show(text);
      history.pushState(sent && !again ? { text } : { at: sent ? again : at }, "", DIARY);
    }
  };
  const come = async (state) => {
    if (state.at === undefined) { show(state.text); return; }
    const { text, error } = await answer({}, { at: state.at, sent: false });
    if (!error) show(text);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !ofDiary(address(link, "href"))) return;
    event.preventDefault();
    goToDiary(address(link, "href"), {}, false, link.closest("p, li, div") ?? link);
  });
  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target, fields = {}, at = address(form, "action");
    for (const [name, value] of new FormData(form, event.submitter)) (fields[name] ??= []).push(value);
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    if (ofDiary(at)) {
      navigator.storage?.persist?.(); // asks the browser not to clear it by itself
      await goToDiary(at, fields, true, form);
      for (const button of form.querySelectorAll("button")) button.disabled = false;
      return;
    }
    if (fields.moment) return go(await fetched(`${fields.moment[0]}.html`));
    if (!ready) slow(READYING, form);
    const { text, error } = await answer(fields);
    if (error) slow(`That failed: ${error}`, form); else go(text);
  });
  if (history.state) come(history.state); // it was loaded again
  else if (location.pathname.endsWith(`/${DIARY}`)) {
    history.replaceState({ at: DIARY }, "");
    slow(READYING, document.querySelector("form"));
    come(history.state);
  } else history.replaceState({ text: document.documentElement.outerHTML }, "");
  addEventListener("popstate", (event) => { if (event.state) come(event.state); });
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("offline.js");
})();
