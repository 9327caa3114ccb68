/* Keeps what is typed: on the server while it is being written, in this browser while the server can't be reached.
   Every form does its work without this file; the server keeps what a form is sent with. */
(() => {
  "use strict";
  const QUIET = 1500; // ms without a key before a text is kept
  const LONGEST = 4000; // ms of typing after which it is kept all the same
  const COPY_AFTER = 300; // ms until the browser's own copy is written
  const SLOWEST = 60000; // ms between tries while the server can't be reached
  const LARGEST = 60000; // bytes a page may still send while it closes
  const COPY_DAYS = 14;
  const OWN = ["draft", "draft_revision", "form_key"];
  const NEVER = new Set([...OWN, "csrfmiddlewaretoken", "do", "national_id"]);
  const person = document.querySelector("[data-copies-secret]");

  /* ---- the browser's own copies: encrypted with a key that is drawn to their writer only ---- */
  const canHide = Boolean(person && window.crypto && window.crypto.subtle);
  const prefix = person ? `draft:${person.dataset.owner}:` : "draft:";
  let door = null;
  const key = () => {
    door = door || crypto.subtle.importKey(
      "raw", Uint8Array.from(atob(person.dataset.copiesSecret), (sign) => sign.charCodeAt(0)), "AES-GCM", false,
      ["encrypt", "decrypt"],
    );
    return door;
  };
  const letters = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const copies = {
    async put(name, copy) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const hidden = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), new TextEncoder().encode(JSON.stringify(copy)));
      try {
        localStorage.setItem(prefix + name, JSON.stringify({ at: Date.now(), iv: letters(iv), text: letters(hidden) }));
      } catch {
        // No room, or the browser forbids it: the server's draft is what there is.
      }
    },
    async get(name) {
      try {
        const { iv, text, at } = JSON.parse(localStorage.getItem(prefix + name));
        const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, await key(), bytes(text));
        return { ...JSON.parse(new TextDecoder().decode(plain)), at };
      } catch {
        return null;
      }
    },
    drop: (name) => {
      try {
        localStorage.removeItem(prefix + name);
      } catch {
        // Nothing was stored then.
      }
    },
    names: () => {
      try {
        return Object.keys(localStorage).filter((name) => name.startsWith("draft:"));
      } catch {
        return [];
      }
    },
  };

  /* ---- one form ---- */
  const post = (url, body, address, options) => fetch(url, {
    method: "POST",
    headers: { "HX-Request": "true", "HX-Current-URL": address },
    body: new URLSearchParams(body),
    ...options,
  });

  const watch = (control) => {
    const form = control.closest("form");
    const url = control.dataset.draftKeep;
    const state = () => control.querySelector(".draft-state");
    const say = (what) => {
      state().querySelector(".draft-said").textContent = control.dataset[what];
      control.classList.toggle("lost", true);
    };
    const own = (name) => form.querySelector(`[name=${name}]`).value;
    const entries = () => [...new FormData(form)].filter(
      ([name, value]) => typeof value === "string" && !NEVER.has(name) && !name.includes("password"),
    );
    const text = () => new URLSearchParams(entries()).toString();
    const whole = () => new URLSearchParams([...entries(), ...OWN.map((name) => [name, own(name)])]).toString();
    // Whether a text stands in the form already: an answer may have added hidden fields, which nobody typed.
    const isHidden = (name) => form.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`);
    const typed = (all) => JSON.stringify(all.filter(([name]) => !isHidden(name)));
    const holds = (other) => typed([...new URLSearchParams(other)]) === typed([...new URLSearchParams(text())]);
    const page = own("form_key");
    let kept = text(), underway = null, since = 0, failures = 0;
    let isSending = false, isTried = false, keepTimer = 0, copyTimer = 0, sendTimer = 0;

    const copy = () => {
      window.clearTimeout(copyTimer);
      if (canHide && text() !== kept) copies.put(page, { body: whole(), text: text(), path: control.dataset.draftPath });
    };
    const confirmed = (what) => {
      kept = what;
      failures = 0;
      control.classList.remove("lost");
      if (text() === kept) {
        window.clearTimeout(copyTimer);
        copies.drop(page);
      }
    };
    const plan = (wait) => {
      window.clearTimeout(keepTimer);
      keepTimer = window.setTimeout(keep, wait);
    };
    const keep = (always) => {
      window.clearTimeout(keepTimer);
      if (isSending || underway !== null || !window.htmx || (always !== true && text() === kept)) return;
      since = 0;
      underway = text();
      window.htmx.trigger(state(), "keep");
    };
    const changed = () => {
      if (isSending || text() === kept) return;
      since = since || Date.now();
      window.clearTimeout(copyTimer);
      copyTimer = window.setTimeout(copy, COPY_AFTER);
      if (!failures) plan(Math.max(0, Math.min(QUIET, since + LONGEST - Date.now())));
    };
    const failed = () => {
      failures += 1;
      copy();
      say(canHide ? "sayLost" : "sayLostOpen");
      plan(Math.min(SLOWEST, 1000 * 2 ** failures));
    };
    // What htmx does with its own answers: the new state, and the address that names the draft.
    const take = async (answer, what) => {
      if (!answer.ok) return false;
      const resume = answer.headers.get("HX-Replace-Url");
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".draft-state");
      if (fresh) {
        state().replaceWith(fresh);
        window.htmx?.process(fresh);
      }
      if (resume) window.history.replaceState(null, "", resume);
      confirmed(what);
      return true;
    };
    // While a page goes away or falls asleep: one last sending that outlives it.
    const flush = () => {
      const now = text();
      if (isSending || now === kept) return Promise.resolve();
      copy();
      const body = whole();
      return post(url, body, window.location.href, { keepalive: body.length < LARGEST })
        .then((answer) => take(answer, now)).catch(() => undefined);
    };

    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    document.addEventListener("htmx:afterSettle", (event) => {
      if (form.contains(event.target) && !control.contains(event.target)) changed();
    });
    control.addEventListener("htmx:afterRequest", (event) => {
      const sent = underway;
      underway = null;
      if (isSending) return;
      if (event.detail.successful) {
        confirmed(sent);
        if (text() !== kept) plan(QUIET);
      } else {
        failed();
      }
    });
    window.addEventListener("online", () => failures && keep());
    window.addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
    window.addEventListener("pageshow", () => { isSending = false; });

    const stop = (event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    // Sending into a dead line would lose the page: ask for the server first, and send once it answers.
    const sendOnceThere = (submitter) => {
      copy();
      say("sayUnsent");
      const now = text();
      post(url, whole(), window.location.href).then((answer) => take(answer, now)).then((isThere) => {
        if (!isThere) return;
        isTried = true;
        form.requestSubmit(submitter);
      }).catch(() => undefined);
    };
    form.addEventListener("submit", (event) => {
      if (event.submitter && event.submitter.formAction === new URL(url, window.location.href).href && window.htmx) {
        stop(event);
        keep(true);
      } else if (!isTried && (failures || !window.navigator.onLine)) {
        stop(event);
        sendOnceThere(event.submitter);
      } else {
        copy();
        isSending = true;
        isTried = false;
        // A keeping still under way does no harm: the server forgets it once the form is recorded.
        window.clearTimeout(keepTimer);
        // A page that is still here did not get through; writing goes on.
        window.clearTimeout(sendTimer);
        sendTimer = window.setTimeout(() => { isSending = false; changed(); }, 20000);
      }
    }, true);

    return { control, form, holds, page, url, flush };
  };

  // htmx would load a page of its own on Back; the browser's own way keeps scripts and text.
  document.addEventListener("htmx:replacedInHistory", () => window.history.replaceState(null, "", window.location.href));

  /* ---- copies left over from a lost line or a killed browser: brought to the server, and offered ---- */
  const offer = (watched, copy, resume) => {
    const place = watched.form.querySelector(".draft-offers");
    if (!place) return;
    const links = [...place.querySelectorAll(".draft-other a")];
    if (links.some((link) => link.getAttribute("href") === resume)) return;
    const box = place.querySelector("template").content.firstElementChild.cloneNode(true);
    const time = new Date(copy.at).toLocaleTimeString("th-TH", { hour: "2-digit", minute: "2-digit" });
    box.querySelector("[data-at]").textContent = time.replace(":", ".");
    box.querySelector("[data-use]").href = resume;
    box.querySelector("[data-drop]").href = box.querySelector("[data-drop]").dataset.drop.replace(
      "none", new URL(resume, window.location.href).searchParams.get("draft"),
    );
    place.append(box);
  };
  const deliver = async (name, all) => {
    const copy = await copies.get(name);
    const same = copy && all.find(({ control, holds }) => control.dataset.draftPath === copy.path && holds(copy.text));
    if (!copy || same) {
      copies.drop(name);
      return;
    }
    const answer = await post(person.dataset.copiesTo, copy.body, new URL(copy.path, window.location.href).href);
    if (!answer.ok && answer.status !== 404) return;
    copies.drop(name);
    const resume = answer.headers.get("HX-Replace-Url");
    const here = all.find(({ control }) => control.dataset.draftPath === copy.path);
    if (resume && here) offer(here, copy, resume);
  };
  const tidy = (all) => {
    for (const name of copies.names()) {
      let at = 0;
      try {
        at = JSON.parse(localStorage.getItem(name)).at;
      } catch {
        // What can't be read is nobody's text.
      }
      if (!(Date.now() - at < COPY_DAYS * 86400000)) localStorage.removeItem(name);
      else if (canHide && name.startsWith(prefix) && !all.some(({ page }) => name === prefix + page)) {
        deliver(name.slice(prefix.length), all).catch(() => undefined);
      }
    }
  };

  const all = [...document.querySelectorAll("form [data-draft]")].map(watch);
  tidy(all);
  window.addEventListener("online", () => tidy(all));
  // For the page that covers the screen after time-out.
  document.addEventListener("drafts:flush", (event) => {
    event.detail.done = Promise.all(all.map(({ flush }) => flush()));
  });
})();
