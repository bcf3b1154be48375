// Single keys for whatever carries `data-key`: buttons and links are pressed, menus opened, fields
// focused. Keys do nothing while somebody types, with Ctrl, Alt or Meta, or once they are switched off.
// While a menu (`details[data-menu]`) is open, its own keys are meant.

const STORE = "factcheck-keys";
const FIELDS =
  "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit], [type=button], [type=hidden])";

const isOn = () => localStorage.getItem(STORE) !== "off";
const openMenus = () => [...document.querySelectorAll("details[data-menu][open]")];

// What has a key, in order; the header's last, so that a page's own `/` comes before it.
const keyed = (root) =>
  [...root.querySelectorAll("[data-key]")].sort((a, b) => !!a.closest("#header") - !!b.closest("#header"));

// In a list that is read one entry at a time (items.js) only the keys of the entry shown are meant.
function find(root, key) {
  const shown = document.querySelector("[data-item][aria-current]");
  const isMeant = (e) => (e.closest("[data-item]") ?? shown) === shown;
  return keyed(root).find((e) => e.dataset.key === key && !e.disabled && isMeant(e) && e.checkVisibility());
}

// A field above numbered choices: a number in it while it is empty is that of a choice.
const isChoosing = (field, key) => field.matches("[data-choose]") && !field.value && /^[1-9]$/.test(key);

function press(element) {
  if (element.matches(FIELDS)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
    // At once, not when the browser tells of it: whoever types on types into the menu.
    const menu = element.closest("details[data-menu] > summary")?.parentElement;
    if (menu?.open) enter(menu);
    // What folds in place, unlike a menu: its first field has the focus.
    const fold = element.closest("details:not([data-menu]) > summary")?.parentElement;
    if (fold?.open) fold.querySelector(FIELDS)?.focus();
  }
}

function close(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const menus = openMenus();
  const typing = event.target.closest?.(FIELDS);
  if (event.key === "Escape") {
    if (menus.length) close(menus.at(-1));
    else if (typing) typing.blur();
    else document.getElementById("told")?.replaceChildren();
    return;
  }
  if ((typing && !isChoosing(typing, event.key)) || !isOn()) return;
  const found = menus.length
    ? find(menus.at(-1), event.key)
    : find(document, event.key);
  if (!found) return;
  event.preventDefault();
  press(found);
});

// One menu at a time; its first field or button has the focus.
function enter(menu) {
  for (const other of openMenus()) if (other !== menu && !other.contains(menu)) other.open = false;
  if (menu.querySelector(":scope > :not(summary) :focus")) return;
  menu.querySelector(`:scope > :not(summary) :is(button, a, input:not([type=hidden]), ${FIELDS})`)?.focus();
}

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (menu.matches?.("details[data-menu]") && menu.open) enter(menu);
  },
  true,
);
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

// The list of keys, from what is on the page when it is opened.
for (const list of document.querySelectorAll("[data-keys]")) {
  list.hidden = false;
  const box = list.querySelector("[data-keys-on]");
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(STORE, box.checked ? "on" : "off"));
  list.addEventListener("toggle", () => {
    if (!list.open) return;
    const known = new Map();
    for (const e of keyed(document)) {
      const label = e.dataset.label ?? e.textContent.trim();
      if (!known.has(e.dataset.key) && !e.closest("details[data-menu] > :not(summary)")) {
        known.set(e.dataset.key, label);
      }
    }
    known.set("Esc", "close what is open, or what is told");
    list.querySelector("dl").replaceChildren(
      ...[...known].flatMap(([key, label]) => {
        const term = document.createElement("dt");
        const what = document.createElement("dd");
        term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
        what.textContent = label;
        return [term, what];
      }),
    );
  });
}

// What was unfolded stays unfolded where it shows itself anew, but for the fold where something was done.
let unfolded = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  const acted = event.detail.requestConfig.elt;
  const open = [...document.querySelectorAll("details.fold[id][open]")];
  unfolded = open.filter((fold) => !fold.contains(acted)).map((fold) => fold.id);
});

// What shows itself anew takes the focus with it: it goes to the entry that was acted on, where that is still
// there, else to what is told; from there Tab leads on.
document.addEventListener("htmx:afterSettle", (event) => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  unfolded = [];
  if (document.activeElement !== document.body) return;
  const told = document.getElementById("told");
  const entry = document.getElementById(event.detail.target?.id)?.closest("article[tabindex]");
  (entry ?? (told?.hasChildNodes() ? told : null))?.focus({ preventScroll: true });
});

// Why nothing happens is said, not left to guess.
const failed = document.getElementById("failed");
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, () => { if (failed) failed.hidden = false; });
}
document.addEventListener("htmx:beforeRequest", () => { if (failed) failed.hidden = true; });
