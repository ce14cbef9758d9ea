// Keeps what a reader has opened and where they are while the server's fragments replace what is shown,
// and says whether the page is live. Without it the page is whole, and as new as its last load.
(() => {
  "use strict";
  const say = (words) => {
    const state = document.getElementById("live-state");
    if (state && state.textContent !== words) state.textContent = words;
  };
  let toggled = new Map();
  let focused = null;

  document.addEventListener("toggle", (event) => {
    if (event.target.id && event.target.closest("[sse-swap]")) toggled.set(event.target.id, event.target.open);
  }, true);

  // an element is found again by its id, or as a link by where it leads to
  const nameOf = (element) => element.id
    ? "#" + CSS.escape(element.id)
    : element.matches("summary") && element.parentElement.id
      ? "#" + CSS.escape(element.parentElement.id) + ">summary"
      : element.hasAttribute("href") ? `a[href="${CSS.escape(element.getAttribute("href"))}"]` : null;

  document.addEventListener("htmx:sseBeforeMessage", (event) => {
    const active = document.activeElement;
    focused = active && event.target.contains(active) ? nameOf(active) : null;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    for (const [id, open] of toggled) {
      const details = document.getElementById(id);
      if (details) details.open = open;
    }
    if (focused) event.target.querySelector(focused)?.focus({ preventScroll: true });
  });

  document.addEventListener("htmx:sseOpen", () => say("● live"));
  document.addEventListener("htmx:sseError", () => say("○ not live, connecting again…"));

  // the words of dev.backstay.sync.Ages
  const age = (seconds) => {
    if (seconds < 120) return Math.max(0, seconds) + "s";
    if (seconds < 7200) return Math.floor(seconds / 60) + "m";
    return seconds < 172800 ? Math.floor(seconds / 3600) + "h" : Math.floor(seconds / 86400) + "d";
  };
  setInterval(() => {
    for (const time of document.querySelectorAll("time.age")) {
      time.textContent = age(Math.floor((Date.now() - Date.parse(time.dateTime)) / 1000)) + " ago";
    }
  }, 1000);
})();
