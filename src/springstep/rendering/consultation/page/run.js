// The clock of a run: it counts each step down, by sound and vibration too. It asks no server for anything.
"use strict";
(() => {
  let looking = null;
  const ready = () => {
    clearInterval(looking);
    const steps = [...document.querySelectorAll("#steps li")].map((each) => ({
      kind: each.dataset.kind, seconds: Number(each.dataset.seconds), say: each.querySelector("span").textContent, row: each,
    }));
    if (!steps.length) return;
    const find = (id) => document.getElementById(id);
    const [face, now, left, after, go, longer, next] = ["clock", "now", "left", "after", "go", "longer", "next"].map(find);
    const LAST_SECONDS = 3, TOO_OLD = 3600000;
    const KEY = `run ${steps.map((each) => each.seconds)}`;
    let at = -1, ends = 0, paused = null, told = null, sound = null, awake = null;

    const beep = (pitch, seconds) => {
      if (!sound) return;
      const tone = sound.createOscillator(), volume = sound.createGain();
      tone.frequency.value = pitch;
      volume.gain.value = 0.4;
      tone.connect(volume).connect(sound.destination);
      tone.start();
      tone.stop(sound.currentTime + seconds);
    };
    const shake = (pattern) => { if (navigator.vibrate) navigator.vibrate(pattern); };
    const stayAwake = async () => {
      try { awake = await navigator.wakeLock.request("screen"); } catch { awake = null; }
    };
    const written = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

    const show = () => {
      const step = steps[at];
      face.dataset.kind = step.kind;
      now.textContent = step.say;
      after.textContent = at + 1 < steps.length ? `Then: ${steps[at + 1].say}` : "";
      longer.hidden = step.kind !== "recovery";
      for (const each of steps) each.row.removeAttribute("aria-current");
      step.row.setAttribute("aria-current", "step");
    };
    // A page that is loaded again goes on; what is kept goes with the tab.
    const keep = () => sessionStorage.setItem(KEY, JSON.stringify({ at, ends, paused }));
    const going = () => {
      go.textContent = paused === null ? "Pause" : "Go on";
      next.hidden = false;
    };
    const begin = (place, from) => {
      if (place >= steps.length) return finish();
      at = place;
      ends = from + steps[at].seconds * 1000;
      told = null;
      keep();
      show();
      if (steps[at].kind === "burst") { beep(1320, 0.5); shake([400, 100, 400]); } else { beep(660, 0.3); shake(300); }
      look();
    };
    const finish = () => {
      at = steps.length;
      sessionStorage.removeItem(KEY);
      now.textContent = "Done.";
      left.textContent = after.textContent = "";
      face.dataset.kind = "done";
      for (const each of [go, longer, next]) each.hidden = true;
      beep(660, 0.6); shake([200, 100, 200, 100, 200]);
      if (awake) awake.release();
    };
    // The time is read anew at each look, so that a sleeping page is right again once it wakes.
    const look = () => {
      if (at < 0 || at >= steps.length || paused !== null) return;
      const seconds = Math.ceil((ends - Date.now()) / 1000);
      if (seconds <= 0) return begin(at + 1, ends);
      left.textContent = written(seconds);
      const last = seconds <= LAST_SECONDS && at + 1 < steps.length && steps[at + 1].kind === "burst";
      if (last && told !== seconds) { told = seconds; beep(880, 0.12); shake(80); }
    };

    go.addEventListener("click", () => {
      const Sound = window.AudioContext || window.webkitAudioContext;
      sound ??= Sound ? new Sound() : null;
      stayAwake();
      if (at < 0) begin(0, Date.now());
      else if (paused === null) paused = ends - Date.now();
      else { ends = Date.now() + paused; paused = null; }
      going();
      if (at < steps.length) keep();
    });
    longer.addEventListener("click", () => { if (paused === null) ends += 30000; else paused += 30000; keep(); look(); });
    next.addEventListener("click", () => { paused = null; going(); begin(at + 1, Date.now()); });
    document.onvisibilitychange = () => { if (!document.hidden && awake) stayAwake(); };
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    looking = setInterval(look, 200);
    now.textContent = steps[0].say;
    left.textContent = written(steps[0].seconds);
    face.hidden = false;
    if (kept && (kept.paused !== null || Date.now() - kept.ends < TOO_OLD)) {
      ({ at, ends, paused } = kept);
      show();
      going();
      if (paused !== null) left.textContent = written(Math.ceil(paused / 1000));
      look();
    }
  };
  ready();
  document.addEventListener("page", ready);
})();
