// @ts-check
/** The booking form: counts down the hold, and sends once. */

const held = /** @type {HTMLElement} */ (document.getElementById("held"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("stated"));
const clock = /** @type {HTMLElement} */ (held.querySelector("time"));
const ends = Date.now() + Number(held.dataset.seconds) * 1000;

function tick() {
  const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
  clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (left > 0 || held.classList.contains("is-over")) return;
  held.classList.add("is-over");
  held.append(Object.assign(document.createElement("b"), { textContent: held.dataset.over, role: "alert" }));
}

let isSent = false;
form.addEventListener("submit", (event) => {
  if (isSent) event.preventDefault();
  isSent = true;
});
addEventListener("pageshow", () => { isSent = false; });
/** @type {HTMLElement | null} */ (form.querySelector("[aria-invalid='true']"))?.focus();
setInterval(tick, 1000);
tick();
