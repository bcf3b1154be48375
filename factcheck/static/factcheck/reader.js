// The document reader: the margin keeps step with the text, a highlight leads to its entry and then to its
// claim, and selected words are added or copied. Offsets are code points, as everywhere.

const AROUND = 32; // code points of prefix and suffix: W3C TextQuoteSelector
const TOP = 70; // pixels that the bar covers
let chosen = null; // what was last selected in the text
let still = 0; // no following of the scroll until then: it was us who scrolled

const text = () => document.getElementById("text");
const margin = () => document.getElementById("margin");
const entryOf = (number) => document.getElementById(`a${number}`);
const current = () => document.querySelector("#margin [data-item][aria-current]");
const points = (string) => [...string];

// --- In step -----------------------------------------------------------------------------------

function highlight(number) {
  for (const mark of text().querySelectorAll("mark.shown")) mark.classList.remove("shown");
  for (const mark of text().querySelectorAll(`mark[data-in~="${number}"]`)) mark.classList.add("shown");
}

function bringIntoMargin(entry) {
  const box = margin();
  if (box.scrollHeight <= box.clientHeight) return; // narrow: the list stands below the text
  const [outer, inner] = [box.getBoundingClientRect(), entry.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    box.scrollTop += inner.top - outer.top - outer.height / 4;
  }
}

function bringIntoText(number) {
  const tag = document.getElementById(`t${number}`);
  if (!tag) return;
  const at = tag.getBoundingClientRect();
  if (at.top > TOP && at.bottom < innerHeight - 40) return;
  still = performance.now() + 400;
  scrollBy(0, at.top - innerHeight / 3);
}

document.addEventListener("item:shown", (event) => {
  const number = event.target.dataset.number;
  if (!number || !text()) return;
  if (getSelection().isCollapsed) chosen = null;
  highlight(number);
  bringIntoMargin(event.target);
  bringIntoText(number);
});

function follow() {
  if (!text() || performance.now() < still || document.querySelector("details[data-menu][open]")) return;
  const tags = [...text().querySelectorAll(".tag")];
  const tops = tags.map((tag) => tag.getBoundingClientRect().top);
  const below = tops.findIndex((top) => top >= TOP && top < innerHeight);
  const seen = tags[below >= 0 ? below : tops.findLastIndex((top) => top < TOP)];
  if (!seen) return;
  const entry = entryOf(seen.dataset.number);
  if (!entry || entry.hasAttribute("aria-current")) return;
  entry.dispatchEvent(new CustomEvent("item:mark", { bubbles: true }));
  highlight(seen.dataset.number);
  bringIntoMargin(entry);
}

let waiting = false;
addEventListener(
  "scroll",
  () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  },
  { passive: true },
);

// A highlight, or its tag, shows its entry; the one that is shown leads to its claim.
document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("#text mark, #text .tag");
  if (!mark || !getSelection().isCollapsed) return;
  const number = mark.dataset.number ?? mark.dataset.in.trim().split(" ")[0];
  const entry = entryOf(number);
  if (!entry) return;
  event.preventDefault();
  if (entry.hasAttribute("aria-current") && mark.matches(".shown, .tag")) {
    location.assign(entry.querySelector(".to-claim").href);
    return;
  }
  still = performance.now() + 400;
  entry.focus({ preventScroll: margin().scrollHeight > margin().clientHeight });
});

// --- Selected words ----------------------------------------------------------------------------

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!text()?.contains(range.commonAncestorContainer)) return undefined; // it is elsewhere
  if (range.collapsed) return null;
  const before = document.createRange();
  before.selectNodeContents(text());
  before.setEnd(range.startContainer, range.startOffset);
  const whole = range.toString();
  const exact = whole.trim();
  if (!exact) return null;
  const lead = before.toString() + whole.slice(0, whole.indexOf(exact));
  const rest = text().textContent.slice(lead.length + exact.length);
  return {
    exact,
    start: points(lead).length,
    prefix: points(lead.slice(-2 * AROUND)).slice(-AROUND).join(""),
    suffix: points(rest.slice(0, 2 * AROUND)).slice(0, AROUND).join(""),
  };
}

function choose() {
  const now = selected();
  if (now !== undefined) chosen = now;
}

document.addEventListener("selectionchange", choose);
// That event comes late: a quick key finds the selection before it, and moves the focus away from it.
document.addEventListener("keydown", choose, true);

document.addEventListener(
  "toggle",
  (event) => {
    const form = event.target.id === "say" && event.target.open && event.target.querySelector("[data-say]");
    if (!form || !chosen) return;
    for (const name of ["exact", "start", "prefix", "suffix"]) form.elements[name].value = chosen[name];
    const said = chosen.exact.split(/\s+/).join(" ");
    if (!form.elements.text.dataset.own) form.elements.text.value = points(said).slice(0, 500).join("");
    form.elements.claimant.focus();
  },
  true,
);

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches("[data-say]")) return;
  if (event.target.name === "text") event.target.dataset.own = "yes";
  // Words that were typed have no place yet: the server looks for it.
  if (event.target.name === "exact") for (const name of ["start", "prefix", "suffix"]) form.elements[name].value = "";
});

// --- Copying -----------------------------------------------------------------------------------

// On which pages of a PDF words are, as a citation says it; nothing in a text without pages.
function pages(start, end) {
  let at = 0;
  const begun = [];
  for (const node of text().childNodes) {
    if (node.matches?.(".page") && at < end) begun.push([at, node.dataset.page]);
    at += points(node.textContent).length;
  }
  const [first, last] = [begun.findLast(([place]) => place <= start) ?? begun[0], begun.at(-1)];
  if (!first) return "";
  return first === last ? `page ${first[1]}` : `pages ${first[1]}–${last[1]}`;
}

function quoted() {
  const cited = (start, end) => [text().dataset.citation, pages(start, end)].filter(Boolean).join(", ");
  choose(); // browsers tell of a selection a little later
  if (chosen) return `“${chosen.exact}” (${cited(chosen.start, chosen.start + points(chosen.exact).length)})`;
  const entry = current();
  if (!entry || entry.matches(".orphan")) return "";
  const [start, end] = [Number(entry.dataset.start), Number(entry.dataset.end)];
  const words = points(text().textContent).slice(start, end).join("");
  return `“${words}” – ${entry.dataset.speaker} (${cited(start, end)})`;
}

async function write(words) {
  if (navigator.clipboard) return navigator.clipboard.writeText(words);
  // Without https there is no clipboard, but an old way.
  const field = Object.assign(document.createElement("textarea"), { value: words, readOnly: true });
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done ? undefined : Promise.reject(new Error("refused"));
}

function tell(kind, words) {
  const notice = document.createElement("div");
  notice.className = `notice notice-${kind}`;
  notice.textContent = words;
  document.getElementById("told").replaceChildren(notice);
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-copy]")) return;
  const words = quoted();
  if (!words) return tell("wrong", "Select words in the text, or choose an attribution, to copy them.");
  try {
    await write(words);
    tell("done", `Copied: ${words.length > 200 ? `${words.slice(0, 200)}…` : words}`);
  } catch {
    tell("wrong", "The browser did not let the page copy. Copy the words by hand.");
  }
});

// --- What is shared ----------------------------------------------------------------------------

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-show-shared]")) text().classList.toggle("show-shared", event.target.checked);
});

function begin() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  const named = document.getElementById(location.hash.slice(1))?.closest("[data-item]");
  if (named) named.focus();
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "desk") {
    chosen = null;
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  }
});
addEventListener("hashchange", begin);
begin();
