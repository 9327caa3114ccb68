/* Only comfort: every page does its work without this file. */
(() => {
  "use strict";
  const typing = (element) => element.matches("input, select, textarea, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll("details.more[open]").forEach((open) => {
        open.open = false;
        open.querySelector("summary").focus();
      });
    }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
      const box = [...document.querySelectorAll(".find input")].find((input) => input.offsetParent);
      if (box) {
        event.preventDefault();
        box.focus();
      }
    }
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.more[open]").forEach((open) => {
      if (!open.contains(event.target)) open.open = false;
    });
  });

  // A second press of the same button within a moment is a slip; the server's key guards the rest.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sending) event.preventDefault();
    form.dataset.sending = "1";
    window.setTimeout(() => delete form.dataset.sending, 3000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending);
  });
})();
