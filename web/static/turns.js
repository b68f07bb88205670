// Turns without a page load: the answer to a form marked data-turn takes the place of <main>.
// Whatever goes wrong, the form is sent in the ordinary way instead. The server keeps an answer
// that arrives twice once.
const RESEND_AFTER = 8000;

let swapped = () => {};
let busy = false;
let shown = here();
const halfTyped = new Map();

export function enhanceTurns(whenSwapped) {
  swapped = whenSwapped;
  document.addEventListener("submit", onSubmit);
  window.addEventListener("popstate", onBack);
  // Back from the browser's own memory of a page: its forms may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}

// Without the part after "#": following a link within the page is no change of page.
function here() {
  return window.location.pathname + window.location.search;
}

// Back and forward fetch the page as it is now; what was half typed in it comes back, from this
// page's memory and nowhere else.
function onBack() {
  if (here() === shown || busy) return;
  remember();
  show(window.location.href, {}).then(recall).catch(() => window.location.reload());
}

function remember() {
  for (const field of document.querySelectorAll("main textarea, main input[type=text]")) {
    halfTyped.set(`${shown} ${field.name}`, field.value);
  }
}

function recall() {
  for (const field of document.querySelectorAll("main textarea, main input[type=text]")) {
    const typed = halfTyped.get(`${shown} ${field.name}`);
    if (typed && !field.value) field.value = typed;
  }
}

function onSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < RESEND_AFTER) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = String(Date.now());
  if (!("turn" in form.dataset)) return;
  event.preventDefault();
  send(form, event.submitter);
}

async function send(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  form.setAttribute("aria-busy", "true");
  busy = true;
  try {
    await show(form.action, { method: "POST", body });
  } catch {
    sendOrdinarily(form, submitter);
  } finally {
    busy = false;
    form.removeAttribute("aria-busy");
  }
}

async function show(address, options) {
  const response = await fetch(address, { ...options, credentials: "same-origin" });
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.startsWith("text/html")) throw new TypeError("not a page");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const main = page.querySelector("main");
  if (!main || !sameVersion(page)) throw new TypeError("not a page of this version");
  if (options.method && response.url !== window.location.href) {
    window.history.pushState({}, "", response.url);
  }
  shown = here();
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  swapped(main);
  window.scrollTo(0, 0);
  focusOn(main);
}

// A page that was made for other scripts than those running here is loaded whole.
function sameVersion(page) {
  const script = (of) => of.querySelector('script[type="module"]')?.getAttribute("src");
  return script(page) === script(document);
}

function focusOn(main) {
  const heading = main.querySelector(".govuk-error-summary") ?? main.querySelector("h1") ?? main;
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
  heading.addEventListener("blur", () => heading.removeAttribute("tabindex"), { once: true });
}

function sendOrdinarily(form, submitter) {
  if (submitter?.name) {
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: submitter.name, value: submitter.value });
    form.append(pressed);
  }
  form.submit();
}
