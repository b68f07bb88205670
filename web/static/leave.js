// Leaving in a hurry: the page goes blank at once, the server forgets, a neutral page takes its
// place in the history. Escape or Shift pressed three times within two seconds does the same.
const TIMES = 3;
const WITHIN = 2000;

export function enhanceLeaving() {
  const form = document.querySelector("form[data-leave]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form);
  });
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key !== "Escape" && event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses, { key: event.key, at: now }].filter(
      (press) => press.key === event.key && now - press.at < WITHIN,
    );
    if (presses.length >= TIMES) leave(form);
  });
}

function leave(form) {
  document.title = "Weather";
  document.documentElement.classList.add("app-left");
  // keepalive lets the request finish after this page is gone; nobody waits for it.
  fetch(form.action, { method: "POST", keepalive: true }).catch(() => {});
  window.location.replace(form.dataset.leave);
}
