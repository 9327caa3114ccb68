/* Only comfort: every page does its work without this file. */
(() => {
  "use strict";
  const MENUS = "details.more, details.drop";
  const typing = (element) => element.matches("input, select, textarea, [contenteditable]");
  const visible = (all) => [...document.querySelectorAll(all)].find((one) => one.offsetParent);
  const panel = () => document.getElementById("find-panel");
  const empty = (element) => element && element.replaceChildren();

  /* ---- menus and the panel of the search: Escape closes them, so does a click or the focus going elsewhere ---- */
  const closeMenus = (but) => {
    document.querySelectorAll(MENUS).forEach((menu) => {
      if (menu.open && !(but && menu.contains(but))) menu.open = false;
    });
    if (panel() && !(but && panel().parentElement.contains(but))) empty(panel());
  };
  const escape = () => {
    document.querySelectorAll(MENUS).forEach((menu) => {
      if (menu.open) menu.querySelector("summary").focus();
    });
    if (panel() && panel().contains(document.activeElement)) panel().parentElement.querySelector("input").focus();
    closeMenus(null);
  };
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("focusin", (event) => closeMenus(event.target));
  // What was asked for before the panel closed may still come; nobody waits for it any more. And when the time is
  // over, what comes is the log-in page, which is no result.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr, pathInfo } = event.detail;
    if (target !== panel() && target.id !== "results") return;
    const isLate = target === panel() && !panel().parentElement.contains(document.activeElement);
    const isElsewhere = new URL(xhr.responseURL).pathname !== new URL(pathInfo.requestPath, window.location.href).pathname;
    if (isLate || isElsewhere) event.detail.shouldSwap = false;
  });
  // A page that couldn't be had in the background (time-out, lost line) leaves what is there.
  document.addEventListener("htmx:responseError", (event) => empty(event.detail.target === panel() && panel()));

  /* ---- arrows walk through the results ---- */
  const walk = (event) => {
    const find = event.target.closest(".find");
    const links = find ? [...find.querySelectorAll(".find-panel a")] : [];
    if (!links.length) return;
    event.preventDefault();
    const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (at < 0 ? find.querySelector("input") : links[Math.min(at, links.length - 1)]).focus();
  };

  /* ---- shortcuts ---- */
  // The key by its place on the board: most people's is set to Thai, where "n" writes another letter.
  const letter = (event) => {
    if (event.key === "/" || event.key === "?") return event.key;
    if (event.code === "Slash") return event.shiftKey ? "?" : "/";
    return /^Key[A-Z]$/.test(event.code) && !event.shiftKey ? event.code[3].toLowerCase() : "";
  };
  const showKeys = async (url) => {
    let box = document.querySelector("dialog.keys-box");
    if (!box) {
      const answer = await fetch(url);
      const keys = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("keys");
      if (!answer.ok || !keys) {
        window.location.assign(url);
        return;
      }
      box = document.createElement("dialog");
      box.className = "keys-box";
      const title = document.createElement("h2");
      title.id = "keys-title";
      title.textContent = keys.getAttribute("aria-label");
      box.setAttribute("aria-labelledby", title.id);
      const close = document.createElement("form");
      close.method = "dialog";
      const button = document.createElement("button");
      button.className = "btn";
      button.autofocus = true;
      button.textContent = "ปิดหน้าต่าง";
      close.append(title, button);
      box.append(close, document.adoptNode(keys));
      document.body.append(box);
    }
    if (!box.open) box.showModal();
  };
  let first = "";
  const go = (event, key) => {
    const url = document.body.dataset.keys;
    if (key === "/") {
      const box = visible(".find input");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    } else if (key === "?") {
      event.preventDefault();
      showKeys(url);
    } else {
      const keys = first ? `${first} ${key}` : key;
      const link = document.querySelector(`a[data-go="${keys}"]`);
      first = "";
      if (link) {
        event.preventDefault();
        window.location.assign(link.href);
      } else if (key === "g") {
        first = "g";
        window.setTimeout(() => { first = ""; }, 1500);
      }
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") escape();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    const busy = typing(event.target) || document.querySelector("dialog[open]");
    if (!("keys" in document.body.dataset) || !plain || busy) return;
    const key = letter(event);
    if (key) go(event, key);
    else first = "";
  });

  /* ---- buttons that copy a text; without this file the text stands there to be marked ---- */
  document.querySelectorAll("button[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.said;
    });
  });

  // A second press of the same button within a moment is a slip; the server's key guards the rest.
  let sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const button = event.submitter || form;
    if (sent.get(form) === button) event.preventDefault();
    sent.set(form, button);
    window.setTimeout(() => sent.delete(form), 3000);
  });
  window.addEventListener("pageshow", () => { sent = new WeakMap(); });

  /* ---- a choice that usually means more ticks it, and who knows better takes the tick away again ---- */
  document.addEventListener("change", (event) => {
    const { ticks, ticksFor } = event.target.dataset;
    if (!ticks) return;
    const means = ticksFor.split(",").includes(event.target.value);
    ticks.split(",").forEach((name) => { event.target.form.elements[name].checked = means; });
  });
})();
