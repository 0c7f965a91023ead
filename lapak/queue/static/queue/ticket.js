// @ts-check
/** The ticket page's form on a touch screen: number pad, digits in groups, one send, and a wipe when nobody is there. */

const GROUPS = { nik: [4, 4, 4, 4], kpj_number: [4, 4, 3], phone: [4, 4, 5] };
const IDLE_MS = 90_000;
const WARN_MS = 15_000;

const form = /** @type {HTMLFormElement} */ (document.getElementById("claim"));
const pad = /** @type {HTMLElement} */ (form.querySelector(".pad"));
const inputs = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(".asked input[inputmode]")]);
/** @type {HTMLInputElement} */
let current = inputs.find((input) => input.getAttribute("aria-invalid") === "true") || inputs.find((input) => !input.value) || inputs[0];

/** @param {HTMLInputElement} input */
function regroup(input) {
  const sizes = GROUPS[/** @type {keyof typeof GROUPS} */ (input.name)];
  if (!sizes || /[^\d\s.\-]/.test(input.value)) return;
  const digits = input.value.replace(/\D/g, "");
  const parts = [];
  let at = 0;
  for (const size of sizes) {
    if (at < digits.length) parts.push(digits.slice(at, at + size));
    at += size;
  }
  // What is too long stays as typed: the server says what is wrong, nothing is cut away.
  input.value = parts.join(" ") + digits.slice(at);
}

/** @param {HTMLInputElement} input */
function choose(input) {
  current = input;
  const label = form.querySelector(`label[for="${input.id}"]`);
  /** @type {HTMLElement} */ (pad.querySelector(".pad__for")).textContent = label ? label.textContent : "";
}

/** @param {string} key */
function press(key) {
  if (key === "next") return choose(inputs[(inputs.indexOf(current) + 1) % inputs.length]);
  if (key === "clear") current.value = "";
  else if (key === "back") current.value = current.value.replace(/\d\D*$/, "");
  else current.value += key;
  regroup(current);
}

for (const input of inputs) {
  // The pad is on the page; the system's own keyboard would cover it.
  input.inputMode = "none";
  regroup(input);
  input.addEventListener("focus", () => choose(input));
  input.addEventListener("input", () => { if (input.selectionEnd === input.value.length) regroup(input); });
}
pad.hidden = false;
choose(current);
current.focus();
pad.addEventListener("click", (event) => {
  const key = /** @type {HTMLElement} */ (event.target).closest("[data-key]");
  if (!key) return;
  press(/** @type {HTMLElement} */ (key).dataset.key || "");
  current.focus();
});

let sent = false;
form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
window.addEventListener("pageshow", () => { sent = false; });

// ---- nobody there: the form is wiped

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("still-here"));
const countdown = /** @type {HTMLElement} */ (dialog.querySelector("[data-countdown]"));
let touchedAt = performance.now();

function touch() {
  touchedAt = performance.now();
  if (dialog.open) dialog.close();
}

function watch() {
  const left = IDLE_MS - (performance.now() - touchedAt);
  if (left <= 0) {
    form.reset();
    for (const input of inputs) input.value = "";
    location.replace(form.dataset.start || "/");
  } else if (left <= WARN_MS) {
    if (!dialog.open) dialog.showModal();
    countdown.textContent = interpolate(gettext("%s detik lagi"), [Math.ceil(left / 1000)]);
  }
}

for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, touch);
dialog.querySelector("[data-stay]")?.addEventListener("click", touch);
setInterval(watch, 500);
