// Comfort only: every page works without this file. No inline script, no request of its own.
"use strict";

// A brief is sent with Enter; Shift+Enter begins a new line.
for (const box of document.querySelectorAll("textarea[data-enter]")) {
  for (const key of box.form.querySelectorAll("kbd[hidden]")) key.hidden = false;
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !box.value.trim()) return;
    event.preventDefault();
    box.form.requestSubmit();
  });
}

// An example fills the box in place instead of loading the page anew.
document.addEventListener("click", (event) => {
  const example = event.target.closest("a[data-fills]");
  if (!example) return;
  const box = document.getElementById(example.dataset.fills);
  if (!box) return;
  event.preventDefault();
  box.value = example.dataset.text;
  box.focus();
});

// The open tab is in sight, however narrow the page.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A file in the list opens its difference.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#file-"]');
  const shown = link && document.getElementById(link.hash.slice(1));
  if (shown?.tagName === "DETAILS") shown.open = true;
});

// Copy what stands beside the button.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const word = button.querySelector("[data-word]");
    const before = word.textContent;
    word.textContent = "Copied";
    setTimeout(() => { word.textContent = before; }, 1600);
  });
}

// One press sends a form once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.target === "_blank") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});

// How many switches were moved and not saved.
const matrix = document.querySelector("form[data-matrix]");
if (matrix) {
  const said = matrix.querySelector("[data-moved]");
  const plain = said.textContent;
  const count = () => {
    const moved = [...matrix.querySelectorAll("input[role=switch]")].filter((box) => box.checked !== box.defaultChecked);
    for (const box of matrix.querySelectorAll("td")) box.classList.remove("dirty");
    for (const box of moved) box.closest("td").classList.add("dirty");
    said.textContent = moved.length ? `${moved.length} ${moved.length === 1 ? "change" : "changes"} not saved.` : plain;
  };
  matrix.addEventListener("change", count);
  matrix.addEventListener("reset", () => setTimeout(count));
}

// Narrow a long list of people while typing.
for (const box of document.querySelectorAll("input[data-narrows]")) {
  box.closest("[hidden]")?.removeAttribute("hidden");
  const list = document.getElementById(box.dataset.narrows);
  box.addEventListener("input", () => {
    const words = box.value.trim().toLowerCase();
    for (const line of list.querySelectorAll("label")) {
      line.hidden = !line.textContent.toLowerCase().includes(words);
    }
  });
}

// Mode Custom shows its list; without script it is always shown.
const modes = document.querySelectorAll("input[name=mode]");
const named = document.querySelector("[data-custom]");
if (modes.length && named) {
  const show = () => { named.hidden = document.querySelector("input[name=mode]:checked")?.value !== "custom"; };
  for (const mode of modes) mode.addEventListener("change", show);
  show();
}
