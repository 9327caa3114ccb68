/* The session's end: said three minutes before, and covered when it has come. The server ends it in any case. */
(() => {
  "use strict";
  const box = document.getElementById("time-out");
  if (!box || !box.showModal) return;
  const { dataset } = box;
  const warn = Number(dataset.warn);
  const before = box.querySelector("[data-before]"), after = box.querySelector("[data-after]");
  const LOOK_EVERY = 15000; // ms between looks at what other windows do, while the warning is shown
  let timer = 0, ends = Date.now() + Number(dataset.left) * 1000, isOver = false;

  const next = (seconds) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, Math.max(500, seconds * 1000));
  };
  const close = () => {
    isOver = false;
    document.body.classList.remove("timed-out");
    before.hidden = false;
    after.hidden = true;
    box.setAttribute("aria-labelledby", "time-out-title");
    box.setAttribute("aria-describedby", "time-out-text");
    if (box.open) box.close();
  };
  const show = (left) => {
    box.querySelector("[data-minutes]").textContent = Math.max(1, Math.ceil(left / 60));
    if (!box.open) box.showModal();
  };
  // Somebody else may sit down here: nothing of the page stays to be read.
  const over = async () => {
    if (isOver) return;
    isOver = true;
    const asked = { done: Promise.resolve() };
    document.dispatchEvent(new CustomEvent("drafts:flush", { detail: asked }));
    document.body.classList.add("timed-out");
    before.hidden = true;
    after.hidden = false;
    box.setAttribute("aria-labelledby", "time-out-over");
    box.removeAttribute("aria-describedby");
    if (!box.open) box.showModal();
    after.focus();
    await asked.done;
    const state = document.querySelector(".draft-state[data-resume]");
    const back = state ? state.dataset.resume : window.location.pathname + window.location.search;
    after.querySelector("a").href = `${dataset.login}?next=${encodeURIComponent(back)}`;
  };
  const judge = (left, owner) => {
    ends = Date.now() + left * 1000;
    if (left <= 0 || String(owner) !== dataset.owner) {
      over();
    } else if (left > warn) {
      close();
      next(left - warn + 1);
    } else {
      show(left);
      next(Math.min(LOOK_EVERY / 1000, left + 1));
    }
  };
  const look = async () => {
    try {
      const answer = await fetch(dataset.leftUrl, { cache: "no-store" });
      const { left, owner } = await answer.json();
      judge(left, owner);
    } catch {
      // No line: what this page knows itself.
      judge(Math.ceil((ends - Date.now()) / 1000), dataset.owner);
    }
  };

  before.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    try {
      const body = new URLSearchParams(new FormData(before));
      const answer = await fetch(before.action, { method: "POST", headers: { Accept: "application/json" }, body });
      if (answer.redirected || !answer.ok) {
        look();
        return;
      }
      const { left, owner } = await answer.json();
      box.querySelector("[data-last]").hidden = left > warn;
      judge(left, owner);
    } catch {
      look();
    }
  }, true);
  // Escape means "I am here"; after the end nothing uncovers the page but a new log-in.
  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!isOver) before.requestSubmit();
  });
  // A computer that slept, or a log-in in another window.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  window.addEventListener("pageshow", (event) => event.persisted && look());
  next(Number(dataset.left) - warn + 1);
})();
