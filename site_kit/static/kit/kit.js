/* What script makes better. Every page works without it: each listener presses what is there. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

  /* A toast is said once: a reload or a copied address does not say it again. */
  const here = new URL(location.href);
  if (here.searchParams.has("toast")) {
    here.searchParams.delete("toast");
    history.replaceState(null, "", here);
  }
  const toast = document.querySelector(".toasts");
  if (toast) setTimeout(() => toast.remove(), 6000);

  /* Filters: a dropdown applies at once; empty controls stay out of the address. */
  const follows = Boolean(document.querySelector('[data-live="rows"]'));
  for (const form of all("[data-filters]")) {
    form.addEventListener("change", (event) => {
      if (follows) narrow(form);
      else if (event.target.matches("[data-apply]")) form.requestSubmit();
    });
    form.addEventListener("submit", () => {
      for (const control of form.elements) {
        const empty = control.name && !control.value && !("keep" in control.dataset);
        if (empty && !form.querySelector(`[data-keep][name="${CSS.escape(control.name)}"]`)) control.disabled = true;
      }
    });
  }
  addEventListener("pageshow", () => {
    for (const form of all("[data-filters]")) for (const control of form.elements) control.disabled = false;
  });

  /* Cards follow their filters and the search at once: the same page is asked for, and its rows and
     numbers are put in the place of these. The address follows too. */
  let turn = 0;
  const narrow = async (form) => {
    const mine = ++turn, given = new URL(location.href);
    const own = [...form.elements].filter((one) => one.name && (one.type !== "hidden" || "keep" in one.dataset));
    const names = own.map((control) => control.name);
    for (const name of ["after", "before", "at", ...names]) given.searchParams.delete(name);
    for (const [name, value] of new FormData(form)) {
      if (!names.includes(name)) continue;
      const keeps = form.querySelector(`[data-keep][name="${CSS.escape(name)}"]`);
      const known = given.searchParams.getAll(name).includes(value);
      if ((value || keeps) && !known) given.searchParams.append(name, value);
    }
    const answer = await fetch(given, { headers: { Accept: "text/html" } });
    if (mine !== turn || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const place of all("[data-live]")) {
      const fresh = page.querySelector(`[data-live="${place.dataset.live}"]`);
      if (fresh) place.replaceWith(fresh);
    }
    for (const chip of all(".chip[popovertarget]")) {
      const fresh = page.querySelector(`.chip[popovertarget="${CSS.escape(chip.getAttribute("popovertarget"))}"]`);
      if (!fresh) continue;
      chip.className = fresh.className;
      chip.replaceChildren(...fresh.childNodes);
    }
    history.replaceState(null, "", given);
    all("[data-live] [data-waits]").forEach(bring);
  };
  for (const box of follows ? all('[role="search"] input[type="search"]') : []) {
    let soon;
    box.addEventListener("input", () => {
      clearTimeout(soon);
      soon = setTimeout(() => {
        const words = document.createElement("form");
        words.append(Object.assign(document.createElement("input"), { name: "q", value: box.value }));
        narrow(words);
      }, 200);
    });
  }

  /* Ticked rows: their number, and all at once. */
  for (const whole of all("[data-all]")) {
    const card = whole.closest(".card");
    const boxes = all('input[name="rows"]', card);
    const said = card.querySelector("[data-ticked]");
    const count = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      whole.checked = ticked === boxes.length;
      whole.indeterminate = ticked > 0 && ticked < boxes.length;
      if (said) said.textContent = `${ticked} ticked`;
    };
    whole.hidden = false;
    whole.addEventListener("change", () => {
      for (const box of boxes) box.checked = whole.checked;
      count();
    });
    card.addEventListener("change", (event) => {
      if (event.target.name === "rows") count();
    });
    count();
  }

  /* A form is sent once; the first thing to put right is read first. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => { delete form.dataset.sent; event.submitter?.removeAttribute("aria-busy"); }, 8000);
  });
  document.querySelector("[data-first]")?.focus();

  /* Lines: one more without asking; its controls are those of the line that stands ready. */
  for (const add of all("[data-add]")) {
    add.addEventListener("click", (event) => {
      const sheet = add.closest("[data-lines]"), count = sheet.querySelector("[data-count]");
      const at = Number(count.value);
      event.preventDefault();
      if (at >= Number(sheet.dataset.most)) return;
      const markup = sheet.querySelector("[data-fresh]").innerHTML;
      const lines = sheet.querySelector("[data-all-lines]");
      lines.insertAdjacentHTML("beforeend", markup.replaceAll("__n__", at).replaceAll("__m__", at + 1));
      count.value = at + 1;
      lines.lastElementChild.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
  }

  /* A sheet: the browser's own printing. */
  for (const one of all("[data-print]")) {
    one.hidden = false;
    one.addEventListener("click", () => print());
  }

  /* Fields that are there only while something holds: ask after each change. */
  for (const form of all("[data-looks]")) {
    form.addEventListener("change", async () => {
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Kit": "look" } }).catch(() => null);
      if (!answer?.ok) return;
      const { hidden } = await answer.json();
      for (const field of all("[data-field]", form)) field.hidden = hidden.includes(field.dataset.field);
    });
  }

  /* Files: say what was chosen, take what is dropped. */
  for (const drop of all("[data-drop]")) {
    const input = drop.querySelector("input");
    const words = drop.querySelector("[data-chosen]");
    const mark = (on) => drop.classList.toggle("over", on);
    input.addEventListener("change", () => {
      if (!input.files.length) return;
      const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
      words.textContent = [...input.files].map((file) => `${file.name}, ${size(file.size)}`).join("; ");
    });
    for (const kind of ["dragenter", "dragover"]) input.addEventListener(kind, () => mark(true));
    for (const kind of ["dragleave", "drop"]) input.addEventListener(kind, () => mark(false));
  }

  /* Board: dropping a card presses the button of its own menu that leads to that lane. */
  let carried = null;
  for (const card of all('.task[draggable="true"]')) {
    card.addEventListener("dragstart", (event) => {
      carried = card;
      card.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.dataset.row);
    });
    card.addEventListener("dragend", () => {
      card.classList.remove("dragged");
      carried = null;
    });
  }
  for (const lane of all("[data-lane]")) {
    const way = () => carried && carried.querySelector(`[data-to="${CSS.escape(lane.dataset.lane)}"]`);
    lane.addEventListener("dragover", (event) => {
      if (!way()) return;
      event.preventDefault();
      lane.classList.add("over");
    });
    lane.addEventListener("dragleave", (event) => {
      if (!lane.contains(event.relatedTarget)) lane.classList.remove("over");
    });
    lane.addEventListener("drop", (event) => {
      lane.classList.remove("over");
      const button = way();
      if (!button) return;
      event.preventDefault();
      lane.querySelector("ul").append(carried);
      button.click();
    });
  }

  /* Parts that were left for later. */
  const bring = (part) => {
    const address = new URL(location.href);
    address.searchParams.set("part", part.dataset.part);
    fetch(address, { headers: { "X-Kit": "part" }, credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
      .then((text) => {
        const made = new DOMParser().parseFromString(text, "text/html").querySelector("section");
        if (!made) return;
        made.className = part.className;
        part.replaceWith(made);
      })
      .catch(() => {});
  };
  all("[data-waits]").forEach(bring);
})();
