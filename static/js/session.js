/* The session form, quicker: suggestions in a list, last time's choices and phrases without a new page.
   Every button here is a submit button too; without this file the server does the same. */
(() => {
  "use strict";
  const form = document.getElementById("session-form");
  if (!form) return;
  const box = () => form.querySelector("#id_find");
  const options = () => [...form.querySelectorAll("#suggest-list [role=option]")];
  const active = () => form.querySelector("#suggest-list [aria-selected=true]");
  const list = () => form.querySelector("#suggestions");
  const changed = (element) => {
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };

  /* ---- who: a search box with a list of options (combobox) ---- */
  const dress = () => {
    const input = box();
    if (!input) return;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-haspopup", "listbox");
    input.setAttribute("aria-expanded", "false");
  };

  const mark = (option) => {
    options().forEach((one) => one.setAttribute("aria-selected", String(one === option)));
    if (option) {
      box().setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      box().removeAttribute("aria-activedescendant");
    }
  };

  const close = () => {
    if (!list()) return;
    list().replaceChildren();
    box().setAttribute("aria-expanded", "false");
    box().removeAttribute("aria-controls");
    box().removeAttribute("aria-activedescendant");
  };

  const opened = () => {
    const said = list().querySelector("[data-said]");
    form.querySelector("#suggest-said").textContent = said ? said.dataset.said : "";
    const any = options().length > 0;
    box().setAttribute("aria-expanded", String(any));
    if (!any) return;
    box().setAttribute("aria-controls", "suggest-list");
    // The only one that fits what was typed is ready for Enter; a guess or one of several has to be pointed at.
    mark(form.querySelector("#suggest-list[data-only]") ? options()[0] : null);
  };

  // Without htmx, or when its answer was no part of this page (signed out, an error): send the form as it is.
  const sendWhole = (action, member) => {
    const add = (name, value) => {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    };
    if (member) add("member", member);
    add("do", action);
    HTMLFormElement.prototype.submit.call(form);
  };

  const pick = (option) => {
    const member = option.dataset.number;
    close();
    if (!window.htmx) {
      sendWhole("pick", member);
      return;
    }
    const values = { do: "pick", member };
    window.htmx.ajax("POST", form.action, { source: form, target: "#who", swap: "outerHTML", values });
  };

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.querySelector(".actions [value=save]").click();
      return;
    }
    if (event.target !== box()) return;
    const all = options();
    const at = all.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!all.length) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]);
    } else if (event.key === "Enter" && active()) {
      event.preventDefault();
      pick(active());
    } else if (event.key === "Escape" && list().childElementCount) {
      event.preventDefault();
      close();
    }
  });
  // A press on an option must not take the focus out of the box first.
  form.addEventListener("mousedown", (event) => {
    if (event.target.closest("#suggestions")) event.preventDefault();
  });
  form.addEventListener("focusout", (event) => {
    if (event.target === box() && !(event.relatedTarget && list()?.contains(event.relatedTarget))) close();
  });

  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr, requestConfig } = event.detail;
    if (target.id !== "who" && target.id !== "suggestions") return;
    if (xhr.status === 200 && xhr.responseText.includes("data-part=\"session\"")) {
      // What comes after the box was left, or after somebody was picked, is too late.
      if (target.id === "suggestions" && document.activeElement !== box()) event.detail.shouldSwap = false;
      return;
    }
    event.detail.shouldSwap = false;
    if (target.id === "who") sendWhole(requestConfig.parameters.do || "find", requestConfig.parameters.member);
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "suggestions") opened();
    if (event.target.id !== "who") return;
    dress();
    (form.querySelector("#chosen") || form.querySelector(".candidates input") || box()).focus();
  });

  /* ---- phrases: into the advice, where the cursor stands ---- */
  const advice = form.querySelector("#id_advice");
  const insert = (text) => {
    const before = advice.value.slice(0, advice.selectionStart);
    const after = advice.value.slice(advice.selectionEnd);
    const lead = before && !/\s$/.test(before) ? (after.trim() ? " " : "\n") : "";
    const tail = after && !/^\s/.test(after) ? " " : "";
    advice.setRangeText(lead + text + tail, advice.selectionStart, advice.selectionEnd, "end");
    changed(advice);
  };

  const first = form.querySelector("[data-phrases=first]");
  const more = form.querySelector("[data-phrases=more]");
  const room = first ? first.childElementCount : 0;
  const sortPhrases = () => {
    const ticked = [...form.querySelectorAll("[name=activities]:checked")].map((one) => one.value);
    const rank = (phrase) => {
      if (ticked.includes(phrase.dataset.activity)) return 0;
      return phrase.dataset.activity ? 2 : 1;
    };
    const all = [...first.children, ...more.children];
    all.sort((a, b) => rank(a) - rank(b) || a.dataset.order - b.dataset.order);
    first.replaceChildren(...all.slice(0, room));
    more.replaceChildren(...all.slice(room));
  };
  if (first) {
    form.addEventListener("change", (event) => {
      if (event.target.name === "activities") sortPhrases();
    });
  }

  /* ---- buttons that fill something in ---- */
  const tick = (name, values) => {
    values.split(" ").filter(Boolean).forEach((value) => {
      const chip = form.querySelector(`[name=${name}][value="${value}"]`);
      if (chip && !chip.checked) {
        chip.checked = true;
        changed(chip);
      }
    });
  };
  const openCase = () => {
    const chip = form.querySelector("[name=case][value=new]");
    chip.checked = true;
    changed(chip);
    form.querySelector("#id_subject").focus();
  };

  form.addEventListener("click", (event) => {
    const option = event.target.closest("#suggest-list [role=option]");
    if (option) {
      pick(option);
      return;
    }
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    if (button.value.startsWith("phrase:")) {
      event.preventDefault();
      insert(button.dataset.text);
      form.querySelector("[data-phrase-said]").textContent = button.dataset.text;
    } else if (button.value === "same") {
      event.preventDefault();
      tick("activities", button.dataset.activities);
      tick("client_types", button.dataset.clientTypes);
      if (button.dataset.case && form.querySelector("[name=case][value='']")?.checked) tick("case", button.dataset.case);
    } else if (button.value === "open_case") {
      event.preventDefault();
      openCase();
    }
  });

  dress();
  // After "save and next" the confirmation stays in sight; at a desk the next name can be typed at once.
  if (box() && document.querySelector(".saved") && window.matchMedia("(pointer: fine) and (min-width: 761px)").matches) {
    box().focus({ preventScroll: true });
  }
})();
