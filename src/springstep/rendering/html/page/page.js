// What is large lies packed in the page, gzip in base64, until it is shown.
const unpacked = async (name) => {
  const packed = document.querySelector(`template[data-packed="${name}"]`).content.textContent;
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
};
(async () => {
  document.getElementById("cards").innerHTML = await unpacked("rules");
  const finder = finderBy(JSON.parse(await unpacked("finding")));
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const none = document.getElementById("none");
  const topics = [...document.querySelectorAll("section.topic")];
  const cards = [...document.querySelectorAll("article.rule")].map((card) => ({
    card,
    text: card.textContent.toLowerCase().replace(/\s+/g, " "),
    kinds: card.dataset.findings.split(" "),
  }));
  const wanted = (chosen, found, { card, text, kinds }) =>
    ["topic", "basis", "signature"].every((name) => !chosen[name] || card.dataset[name] === chosen[name]) &&
    (!chosen.finding || kinds.includes(chosen.finding)) &&
    found(card.id, text);
  const choose = () => {
    const chosen = Object.fromEntries(new FormData(form));
    const found = finder(chosen.words);
    let count = 0;
    for (const each of cards) {
      each.card.hidden = !wanted(chosen, found, each);
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
  const link = (text) => {
    const found = document.createElement("a");
    found.href = `#${text}`;
    found.textContent = text;
    return found;
  };
  // Long lists of rules are plain text until they are looked at.
  const linked = (event) => {
    for (const list of event.target.querySelectorAll?.(":scope > .ids:not(:has(a))") ?? [])
      list.replaceChildren(...list.textContent.split(", ").flatMap((id, place) => (place ? [", ", link(id)] : [link(id)])));
  };
  let opened = [];
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(choose));
  addEventListener("hashchange", reveal);
  addEventListener("toggle", linked, true);
  // What is folded together on the screen belongs on the paper, too.
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.group:not([open])")];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
  form.hidden = false;
  choose(); // a browser may bring back an earlier choice
  if (location.hash) reveal();
})();
(() => {
  const viewer = document.getElementById("viewer");
  if (!viewer) return;
  const place = document.getElementById("picture");
  const drawings = new Map();
  let scale = 1;
  const size = () => place.firstElementChild.viewBox.baseVal;
  const fitting = () => Math.min(1, (place.clientWidth - 2) / size().width);
  const show = (wanted) => {
    const middle = (place.scrollLeft + place.clientWidth / 2) / (size().width * scale);
    const top = place.scrollTop / (size().height * scale);
    scale = Math.min(4, Math.max(0.1, wanted));
    const drawing = place.firstElementChild;
    drawing.setAttribute("width", size().width * scale);
    drawing.setAttribute("height", size().height * scale);
    place.scrollLeft = middle * size().width * scale - place.clientWidth / 2;
    place.scrollTop = top * size().height * scale;
  };
  const zoom = { in: () => show(scale * 1.25), out: () => show(scale / 1.25), fit: () => show(fitting()), full: () => show(1) };
  const choose = async () => {
    const name = viewer.elements.picture.value;
    if (!drawings.has(name)) {
      const drawing = new DOMParser().parseFromString(await unpacked(`picture-${name}`), "image/svg+xml").documentElement;
      drawings.set(name, document.importNode(drawing, true));
    }
    if (name !== viewer.elements.picture.value) return; // another was chosen meanwhile
    place.replaceChildren(drawings.get(name));
    zoom.fit();
    place.scrollTo(0, 0);
  };
  viewer.addEventListener("change", choose);
  viewer.addEventListener("submit", (event) => event.preventDefault());
  viewer.addEventListener("click", (event) => zoom[event.target.dataset?.zoom]?.());
  place.addEventListener("keydown", (event) => {
    const key = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
    if (!key || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    zoom[key]();
  });
  place.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return; // so does a pinch on a pad
    event.preventDefault();
    show(scale * Math.exp(-event.deltaY / 200));
  }, { passive: false });
  let pinched = 0; // two fingers on a phone
  const apart = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  place.addEventListener("touchstart", (event) => { pinched = event.touches.length === 2 ? apart(event.touches) / scale : 0; });
  place.addEventListener("touchmove", (event) => {
    if (!pinched || event.touches.length !== 2) return;
    event.preventDefault();
    show(apart(event.touches) / pinched);
  }, { passive: false });
  viewer.hidden = false;
  choose(); // a browser may bring back an earlier choice
})();
