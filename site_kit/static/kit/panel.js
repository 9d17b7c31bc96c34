/* A row beside its list: pressing its name opens its page in a panel, where the list says so. */
(() => {
  "use strict";
  const main = document.querySelector("main[data-panel]");
  if (!main) return;
  const own = new RegExp(`^/${main.dataset.panel}/\\d+/$`);
  const side = document.createElement("dialog");
  side.className = "drawer";
  side.dataset.drawer = "";
  main.append(side);
  let shown = "";
  let changed = false;
  let from = null;

  const fill = async (path) => {
    const answer = await fetch(path, { headers: { "X-Kit": "panel" }, credentials: "same-origin" });
    if (!answer.ok) throw answer;
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("article");
    side.replaceChildren(made);
    side.setAttribute("aria-label", made.querySelector("h2").textContent);
  };
  const show = async (path) => {
    await fill(path).catch(() => location.assign(path));
    shown = path;
    history.replaceState(null, "", `#${path}`);
    document.documentElement.classList.add("beside");
    if (side.open) return;
    if (matchMedia("(width <= 48rem)").matches) side.showModal(); else side.show();
    side.querySelector("h2")?.focus();
  };
  side.addEventListener("close", () => {
    document.documentElement.classList.remove("beside");
    history.replaceState(null, "", location.pathname + location.search);
    if (changed) location.reload(); else from?.focus();
  });

  main.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) { side.close(); return; }
    const link = event.target.closest("a[href]");
    const to = link && new URL(link.href);
    const ours = to && to.origin === location.origin && own.test(to.pathname) && !to.search;
    const whole = link?.closest("dialog.drawer header");
    if (!ours || whole || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (!link.closest("dialog.drawer")) from = link;
    show(to.pathname);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && side.open && !document.querySelector(":popover-open")) side.close();
  });

  /* What is pressed in the panel is sent from there; what is refused is said on the row's page. */
  addEventListener("submit", async (event) => {
    const by = event.submitter;
    if (!by?.closest("dialog.drawer")) return;
    event.preventDefault();
    event.stopPropagation();
    const address = by.getAttribute("formaction") || event.target.getAttribute("action");
    const body = new URLSearchParams(new FormData(event.target, by));
    const sent = await fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (sent?.type !== "opaqueredirect") { location.assign(shown); return; }
    changed = true;
    show(shown);
  }, true);

  if (own.test(location.hash.slice(1))) show(location.hash.slice(1));
})();
