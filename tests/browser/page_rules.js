// What every page keeps, looked at in the page itself. Each function gives a list of faults, empty when all is well.
// Put into a page by tests/browser/inspection.py, past its content security policy.
window.pageRules = (() => {
  "use strict";
  const FOCUSABLE =
    "a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select:not([disabled]), " +
    "textarea:not([disabled]), summary, [tabindex]:not([tabindex='-1'])";
  const all = (css, root = document) => [...root.querySelectorAll(css)];
  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    element.getClientRects().length > 0 &&
    element.getBoundingClientRect().width > 1;
  const named = (element) => {
    const words = (element.getAttribute("aria-label") || element.innerText || element.value || "").trim();
    const id = element.id ? `#${element.id}` : "";
    const kind = element.className && element.className.baseVal === undefined ? `.${element.className}` : "";
    return `${element.tagName.toLowerCase()}${id}${kind.replaceAll(" ", ".")} “${words.slice(0, 40)}”`;
  };
  const say = (what, elements) =>
    elements.length ? [`${what}: ${elements.length} × ${elements.slice(0, 3).map(named).join(" | ")}`] : [];
  const box = (element) => element.getClientRects()[0] || element.getBoundingClientRect();
  const stops = () => all(FOCUSABLE).filter((element) => element.tabIndex >= 0 && isSeen(element));

  // What is looked at one element after the other: the whole page, or only what is the page's own.
  let part = document.body;
  const look = (whole) => (part = (!whole && document.querySelector("body.signed main")) || document.body);

  const openDetails = () => all("main details").forEach((details) => (details.open = true));

  // ---- once a page ----
  const isNamed = (control) =>
    [...(control.labels || [])].some((label) => label.innerText.trim() || label.querySelector("img[alt]")?.alt) ||
    (control.getAttribute("aria-label") || "").trim() !== "" ||
    (control.getAttribute("aria-labelledby") || "")
      .split(/\s+/)
      .some((id) => id && document.getElementById(id)?.innerText.trim());
  const skipLink = () => {
    const first = stops0()[0];
    const target = first && document.getElementById((first.getAttribute("href") || "").slice(1));
    return target && !first.closest("main") && target.matches("main, main *, #content, #content-start") ? [] : ["no skip link first"];
  };
  // The skip link lies outside of the window until it has focus.
  const stops0 = () =>
    all(FOCUSABLE).filter((element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }));
  const frame = () => {
    const ids = all("[id]").map((element) => element.id);
    const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
    const headings = all("h1").filter(isSeen);
    return [
      ...(document.documentElement.lang === "th" ? [] : [`lang is “${document.documentElement.lang}”`]),
      ...(/[ก-๙]{2}.* [·|] .*[ก-๙]{3}/.test(document.title) ? [] : [`title is “${document.title}”`]),
      ...(headings.length === 1 ? [] : [`${headings.length} × h1`]),
      ...(all("main, [role=main]").length === 1 ? [] : ["not one main"]),
      ...(twice.length ? [`ids twice: ${twice.join(", ")}`] : []),
      ...say("tabindex above 0", all("[tabindex]").filter((element) => element.tabIndex > 0)),
      ...say("no label", all("input:not([type=hidden], [type=submit]), select, textarea").filter(isSeen).filter((control) => !isNamed(control))),
      ...skipLink(),
    ];
  };
  const onePrimary = () => {
    // The gallery shows the button itself, in each of its states.
    const found = all("body:not(.gallery) main .btn-primary").filter(isSeen);
    return found.length > 1 ? say("more than one primary action", found) : [];
  };
  const kept = (form) => {
    const fields = all("input, select, textarea", form)
      .filter((field) => !["hidden", "submit", "button"].includes(field.type))
      .filter((field) => field.checkVisibility({ visibilityProperty: true }));
    const names = new Set(fields.map((field) => field.name.replace(/_(day|month|year)$/, "")).filter(Boolean));
    return form.querySelector("textarea") || names.size > 3;
  };
  const drafts = () =>
    say(
      "a form that keeps no draft",
      all("body.signed main form[method=post]").filter((form) => kept(form) && !form.querySelector(".draft, input[type=password], input[type=file]")),
    );

  // ---- at a width ----
  const sideways = () => {
    const wide = document.scrollingElement.scrollWidth - window.innerWidth;
    if (wide <= 0) return [];
    // The bar of a phone is as wide as the page: it shows that something is too wide, not what.
    const isOver = (element) => element.getBoundingClientRect().right > window.innerWidth + 1;
    const over = all("body *").filter((element) => isOver(element) && !element.closest(".tabbar"));
    return say(`${wide} px too wide at ${window.innerWidth}`, over.length ? over : [document.body]);
  };
  const isCut = (element) => {
    const style = getComputedStyle(element);
    const hides = (way) => way === "hidden" || way === "clip";
    if (!hides(style.overflowX) && !hides(style.overflowY)) return false;
    if (style.clipPath !== "none" || style.clip !== "auto" || element.clientWidth < 2) return false;
    const x = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const y = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 2;
    return (x || y) && element.innerText?.trim();
  };
  const cut = () => say("text cut off", all("*", part).filter((element) => isSeen(element) && isCut(element)));

  // ---- with the keyboard ----
  const shows = (element) => {
    if (!element || element === document.body) return false;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/, 0\)|transparent/.test(outlineColor);
  };
  const isCovered = (element) => {
    const { left, right, top, bottom } = box(element);
    const [x0, x1] = [Math.max(left, 0), Math.min(right, window.innerWidth)];
    const [y0, y1] = [Math.max(top, 0), Math.min(bottom, window.innerHeight)];
    if (x1 - x0 < 1 || y1 - y0 < 1) return true;
    const spots = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.1, 0.9].map((y) => [x0 + (x1 - x0) * x, y0 + (y1 - y0) * y]));
    return spots.every(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return !top || !(element.contains(top) || top.contains(element) || element.labels?.[0]?.contains(top));
    });
  };
  const focus = () => {
    const unseen = [];
    const covered = [];
    for (const element of stops0().filter((one) => part.contains(one))) {
      element.focus();
      if (document.activeElement !== element) continue;
      if (![element, element.nextElementSibling, element.closest("label")].some(shows)) unseen.push(element);
      if (isCovered(element)) covered.push(element);
    }
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    return [...say("focus not seen", unseen), ...say("focus hidden behind something", covered)];
  };

  // What the keyboard is on: a fault, or nothing.
  const here = () => {
    const element = document.activeElement;
    if (!element || element === document.body || element.matches("main, .error-summary, [tabindex='-1']")) return [];
    const isShown = [element, element.nextElementSibling, element.closest("label")].some(shows);
    return [...(isShown ? [] : say("focus not seen", [element])), ...(isCovered(element) ? say("focus hidden", [element]) : [])];
  };

  // Tab goes through the document, so of two neighbours the second stands below or to the right of the first. They are
  // compared as the blocks in which they part: all of a column comes before the next column.
  const floats = (element) => ["fixed", "sticky", "absolute"].includes(getComputedStyle(element).position);
  const parting = (first, second) => {
    let [a, b] = [first, second];
    while (!a.parentElement.contains(second)) a = a.parentElement;
    while (b.parentElement !== a.parentElement) b = b.parentElement;
    return [a, b];
  };
  const isBack = (first, second) => {
    const [a, b] = parting(first, second);
    if (floats(a) || floats(b) || floats(a.parentElement)) return false;
    const [one, two] = [box(a), box(b)];
    if (two.bottom <= one.top + 1) return true;
    // To the left is back only in the same row: what starts lower is read later, wherever it stands.
    return two.top < one.top + Math.min(24, one.height / 2) && two.right <= one.left + 1;
  };
  const order = () => {
    const list = stops().filter((element) => part.contains(element) && !element.matches(".skip"));
    const back = list.slice(1).filter((element, index) => !list[index].contains(element) && isBack(list[index], element));
    return back.map((element) => `focus goes back from ${named(list[list.indexOf(element) - 1])} to ${named(element)}`);
  };

  // ---- for a finger ----
  const TOUCHED = ".btn, button, select, textarea, summary, .pick, .tabbar a, input:not([type=checkbox], [type=radio], [type=hidden])";
  const touch = () =>
    say(
      "smaller than 44 px",
      all(TOUCHED, part).filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return isSeen(element) && (height < 43.5 || width < 43.5);
      }),
    );

  // ---- with reduced motion ----
  const motion = () => {
    const moving = (element) => {
      const { transitionDuration, animationName } = getComputedStyle(element);
      return animationName !== "none" || transitionDuration.split(", ").some((time) => parseFloat(time) > 0.01);
    };
    const running = document.getAnimations().filter((animation) => animation.playState === "running");
    return [...(running.length ? [`${running.length} animations run`] : []), ...say("moves", [part, ...all("*", part)].filter(moving))];
  };

  // ---- with the text spacing a reader may set (WCAG 1.4.12) ----
  const spacing = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important} p{margin-bottom:2em!important}",
    );
    document.adoptedStyleSheets = [sheet];
    const found = [...sideways(), ...cut()].map((fault) => `wide text: ${fault}`);
    document.adoptedStyleSheets = [];
    return found;
  };

  return { look, openDetails, frame, onePrimary, drafts, sideways, cut, focus, order, touch, motion, spacing, here };
})();
