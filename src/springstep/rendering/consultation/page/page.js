// What makes a page a little quicker; it works without.
"use strict";
(() => {
  const ready = () => {
    const mistake = document.getElementById("mistake");
    if (mistake) mistake.focus();
    const print = document.getElementById("print");
    if (print) {
      print.hidden = false;
      print.addEventListener("click", () => window.print());
    }
    // A number to suppose may be set by a slider, too.
    const slide = document.getElementById("slide"), number = document.getElementById("words");
    if (slide) {
      slide.addEventListener("input", () => { number.value = slide.value; });
      number.addEventListener("input", () => { slide.value = number.value; });
    }
    // What is ticked, and that nothing applies, do not go together.
    const alone = document.querySelector("[data-alone]");
    if (!alone) return;
    alone.form.addEventListener("change", (event) => {
      if (event.target.name.startsWith("item_") && event.target.value) alone.checked = false;
      if (event.target.name !== "ticked" || !event.target.checked) return;
      for (const box of alone.form.querySelectorAll("[name=ticked]")) {
        if (box !== event.target && (event.target === alone || box === alone)) box.checked = false;
      }
    });
  };
  ready();
  document.addEventListener("page", () => {
    ready();
    document.querySelector("[autofocus]")?.focus();
  });
})();
