// The triage page: which claim is shown is marked in the queue, the focus goes to it, and ticks are counted.

const pane = document.getElementById("claim");
const queue = document.getElementById("queue");

function mark() {
  const shown = pane.querySelector("[data-claim]")?.dataset.claim;
  for (const row of queue.querySelectorAll("li[data-claim]")) {
    if (row.dataset.claim === shown) {
      row.setAttribute("aria-current", "true");
      row.scrollIntoView({ block: "nearest" });
    } else row.removeAttribute("aria-current");
  }
  const hidden = queue.querySelector("input[name=shown]");
  if (hidden && shown) hidden.value = shown;
}

// After the pane was swapped, not after one quote in it was: reading goes on where it was.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target !== pane) return;
  mark();
  const heading = pane.querySelector("[data-focus]");
  heading?.focus({ preventScroll: true });
  pane.scrollTo(0, 0);
  if (pane.getBoundingClientRect().top < 0) pane.scrollIntoView();
});

// A quote that was judged gives the focus to the next one that waits.
document.addEventListener("htmx:afterSwap", (event) => {
  const article = event.detail.target?.closest?.(".voice") ?? null;
  if (!article) return;
  const now = document.getElementById(article.id);
  const next = pane.querySelector(".voice.waiting button") ?? now?.querySelector("button");
  next?.focus();
});

// Of a claim that is split, all that are shown are ticked at once.
pane.addEventListener("change", (event) => {
  if (!event.target.matches("[data-tick-all]")) return;
  for (const box of pane.querySelectorAll("#ticks input")) box.checked = event.target.checked;
});

function count() {
  const ticked = queue.querySelectorAll("input[name=row]:checked").length;
  const told = queue.querySelector("[data-ticked]");
  if (told) told.textContent = ticked ? `${ticked} ticked:` : "Ticked:";
}

queue.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) {
    for (const box of queue.querySelectorAll("input[name=row]")) box.checked = event.target.checked;
  }
  count();
});
