// @ts-check
/** The reception page: the line refreshes itself, a cancellation is asked twice, a form is sent once. */

import { announce } from "lapak/announce.js";

const REFRESH_MS = 10_000;
const line = /** @type {HTMLElement} */ (document.getElementById("line"));
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("cancel"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("claim"));

async function refresh() {
  if (document.hidden || dialog.open || line.contains(document.activeElement)) return;
  try {
    const answer = await fetch(line.dataset.address || "", { headers: { Accept: "text/html" } });
    // A page of login instead of the line means that the session has ended.
    if (answer.redirected || answer.status === 403) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    line.innerHTML = await answer.text();
    line.removeAttribute("data-stale");
  } catch {
    if (!line.hasAttribute("data-stale")) showStale();
  }
}

function showStale() {
  line.setAttribute("data-stale", "");
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.dataset.state = "late";
  notice.textContent = gettext("Antrean tidak dapat diperbarui. Daftar ini mungkin tidak terbaru.");
  line.prepend(notice);
  announce(notice.textContent, { urgent: true });
}

line.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-cancel]"));
  if (!button) return;
  /** @type {HTMLFormElement} */ (dialog.querySelector("form")).action = button.dataset.cancel || "";
  /** @type {HTMLElement} */ (dialog.querySelector("[data-number]")).textContent = button.dataset.number || "";
  dialog.showModal();
});
dialog.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());

let sent = false;
form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
window.addEventListener("pageshow", () => { sent = false; });
/** @type {HTMLElement | null} */ (form.querySelector("[aria-invalid='true']"))?.focus();
setInterval(refresh, REFRESH_MS);

/** The undo of a cancellation is offered while the server would still take it. */
for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-undo]"))) {
  const left = /** @type {HTMLElement} */ (button.querySelector(".num"));
  const timer = setInterval(() => {
    left.textContent = String(Number(left.textContent) - 1);
    if (Number(left.textContent) > 0) return;
    clearInterval(timer);
    button.form?.remove();
  }, 1000);
}
