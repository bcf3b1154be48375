// Lists that are read one entry at a time. j and k (buttons with `data-step`) go through what carries
// `data-item`; the entry that is read carries `aria-current`, and its own keys are meant (keys.js).

const items = () => [...document.querySelectorAll("[data-item]")];
let place = -1;
let id = "";

function show(item, { quiet = false } = {}) {
  for (const other of items()) other.toggleAttribute("aria-current", false);
  if (!item) return;
  item.setAttribute("aria-current", "true");
  [place, id] = [items().indexOf(item), item.id];
  if (quiet) return;
  item.focus({ preventScroll: true });
  item.dispatchEvent(new CustomEvent("item:shown", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  const item = event.target.closest("[data-item]");
  if (button) {
    const all = items();
    const now = all.findIndex((e) => e.hasAttribute("aria-current"));
    const next = all[Math.min(Math.max(now + Number(button.dataset.step), 0), all.length - 1)];
    show(next);
    if (!next?.closest("#margin")) next?.scrollIntoView({ block: "nearest" });
  } else if (item && !event.target.closest("a, button, input, select, textarea, summary")) {
    show(item);
  }
});

// An inbox begins with the entry that the address names, or with its first.
function begin() {
  const named = document.getElementById(location.hash.slice(1))?.closest("[data-item]");
  if (named || document.querySelector("[data-first]")) show(named ?? items()[0], { quiet: !named });
}
if (document.querySelector("[data-first]")) {
  begin();
  addEventListener("hashchange", begin);
}

// What has the focus within is the one that is read.
document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.("[data-item]");
  if (item && !item.hasAttribute("aria-current")) show(item, { quiet: event.target !== item });
});

// Others ask for an entry to be marked without moving anything.
document.addEventListener("item:mark", (event) => show(event.target, { quiet: true }));

// The page was shown anew: reading goes on at the same entry, or at the one that took its place.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "desk" || place < 0) return;
  const all = items();
  const same = id ? document.getElementById(id) : null;
  show(same ?? all[Math.min(place, all.length - 1)]);
});
