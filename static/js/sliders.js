/* A slider beside each box that names its range. The box is what is sent; without this file it is all there is. */
(() => {
  "use strict";
  const plain = (text) => {
    const number = Number(text.replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit)).replace(/,/g, ""));
    return Number.isFinite(number) ? number : 0;
  };
  document.querySelectorAll("input[data-slide-min]").forEach((box) => {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.className = "form-range";
    slider.min = box.dataset.slideMin;
    slider.max = box.dataset.slideMax;
    slider.step = box.dataset.slideStep;
    // An empty box stands for what is so today.
    const place = () => { slider.value = String(plain(box.value || box.dataset.slideAt || "")); };
    place();
    const label = document.querySelector(`label[for="${box.id}"]`);
    slider.setAttribute("aria-label", label ? label.textContent.trim() : box.name);
    slider.addEventListener("input", () => {
      box.value = slider.value;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
    box.addEventListener("change", place);
    box.after(slider);
  });
})();
