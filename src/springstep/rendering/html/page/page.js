"use strict";
(() => {
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const none = document.getElementById("none");
  const topics = [...document.querySelectorAll("section.topic")];
  const cards = [...document.querySelectorAll("article.rule")].map((card) => ({
    card,
    text: card.textContent.toLowerCase().replace(/\s+/g, " "),
    kinds: card.dataset.findings.split(" "),
  }));
  const wanted = (chosen, { card, text, kinds }) =>
    ["topic", "basis", "signature"].every((name) => !chosen[name] || card.dataset[name] === chosen[name]) &&
    (!chosen.finding || kinds.includes(chosen.finding)) &&
    chosen.words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  const choose = () => {
    const chosen = Object.fromEntries(new FormData(form));
    let count = 0;
    for (const each of cards) {
      each.card.hidden = !wanted(chosen, each);
      count += !each.card.hidden;
    }
    for (const topic of topics) topic.hidden = !topic.querySelector("article.rule:not([hidden])");
    none.hidden = count > 0;
    shown.textContent = `${count} of ${cards.length} rules shown`;
  };
  // A link to a rule that the choice has hidden, or into what is folded, shows it all the same.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]") && target !== form) {
      form.reset();
      choose();
    }
    for (let place = target.closest("details"); place; place = place.parentElement.closest("details")) place.open = true;
    target.scrollIntoView();
  };
  let opened = [];
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(choose));
  addEventListener("hashchange", reveal);
  // What is folded on the screen belongs on the paper, too.
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
  form.hidden = false;
  choose(); // a browser may bring back an earlier choice
  if (location.hash) reveal();
})();
