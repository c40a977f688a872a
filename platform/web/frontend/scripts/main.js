import "../styles/main.scss";

// Every page works without this file. It saves steps, and it moves the focus to what has appeared.

/** Menus are <details>: Escape or a press elsewhere closes them. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.rn-menu[open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.rn-menu[open]");
  closeMenus(null);
  menu?.querySelector("summary").focus();
});

/** A link to a confirm page shows that page's question as a dialogue; if that fails, the link is followed. */
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !window.HTMLDialogElement) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const question = page.getElementById("confirm");
    if (!answer.ok || !question) throw new Error("no question there");
    const form = question.querySelector("form");
    form.setAttribute("action", new URL(form.getAttribute("action") || answer.url, answer.url).href);
    const modal = document.createElement("dialog");
    modal.className = "rn-modal";
    modal.setAttribute("aria-labelledby", "confirm-title");
    modal.append(document.adoptNode(question));
    modal.addEventListener("close", () => {
      modal.remove();
      link.focus();
    });
    modal.addEventListener("click", (press) => {
      if (press.target === modal || press.target.closest("[data-close]")) {
        press.preventDefault();
        modal.close();
      }
    });
    document.body.append(modal);
    modal.showModal();
    modal.querySelector("h1").focus();
  } catch {
    window.location.assign(link.href);
  }
});

/** "/" or Ctrl-K opens the search over the page, unless somebody is writing. */
const finder = document.getElementById("finder");
if (finder?.showModal) {
  const open = (event) => {
    event.preventDefault();
    if (finder.open) return;
    finder.showModal();
    finder.querySelector("input").select();
  };
  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
    const asked = event.key === "k" && (event.ctrlKey || event.metaKey);
    if (asked || (event.key === "/" && !writes && !document.querySelector("dialog[open]"))) open(event);
  });
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("[data-finder-open]")) open(event);
    else if (event.target === finder) finder.close();
  });
}

/** Toasts are closed by hand; good news that asks for nothing leaves by itself. */
document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.parentElement.remove());
function seeToastsOff() {
  for (const toast of document.querySelectorAll("#toasts [data-leaves]")) {
    setTimeout(() => toast.matches(":hover, :focus-within") || toast.remove(), 8000);
  }
}
seeToastsOff();

/** Filters send themselves when a choice is made. */
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form) form.requestSubmit();
});

/** A pressed button says that it works, and is not pressed twice. One that gives a file stays on its page. */
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.classList.contains("btn") || event.target.method !== "post") return;
  if ("file" in button.dataset) return;
  if (button.getAttribute("aria-busy") === "true") event.preventDefault();
  else button.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form .btn[aria-busy]")) button.removeAttribute("aria-busy");
});

/** The focus goes to what wants it: an error, or the part that htmx has just brought. */
function focusOn(root) {
  root.querySelector("[data-focus]")?.focus();
}
document.addEventListener("htmx:afterSettle", (event) => {
  focusOn(event.detail.elt);
  seeToastsOff();
});
focusOn(document);

/** Passkeys have a part of their own, for the pages that ask for one. */
if (document.querySelector("form[data-passkey]")) import("./passkeys.js");

/** So has the board on which cards are dragged. */
if (document.querySelector("[data-board]")) import("./board.js");

/** And the plan: its calendar where it is shown as one, and dragging. */
if (document.querySelector("[data-calendar]")) import("./calendar.js");
else if (document.querySelector(".rn-plan [data-move]")) import("./moving.js");

/** A tablet that counts goes on without a connection. */
if (document.querySelector("[data-tally]")) import("./tally.js");

/** What is made for paper says so with a button. */
document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());

/** The next shifts can be read without a connection: a worker keeps a copy for whoever is signed in, and none
 * once nobody is. */
const keeps = document.querySelector('meta[name="rn-keeps"]');
if (keeps && navigator.serviceWorker) {
  const tell = (worker) => worker?.postMessage({ keep: keeps.content });
  navigator.serviceWorker.addEventListener("controllerchange", () => tell(navigator.serviceWorker.controller));
  if (keeps.content) {
    navigator.serviceWorker
      .register(keeps.dataset.worker, { updateViaCache: "none" })
      .then(() => navigator.serviceWorker.ready)
      .then((registration) => tell(registration.active))
      .catch(() => {}); // a browser that keeps nothing, as in a private window
  } else tell(navigator.serviceWorker.controller);
}

/** A copy leaves by itself when the connection is back. */
if (document.querySelector("[data-copy]")) window.addEventListener("online", () => window.location.reload());
