// @ts-check
/** The demonstration's page: sends its commands, frames the booths, and hands each simulated participant the code of their ticket. */

const ASK_EVERY_MS = 1500;

const steps = /** @type {HTMLElement} */ (document.querySelector("#demo"));
const stage = /** @type {HTMLElement} */ (document.querySelector("[data-fact=booths]"));

for (const form of steps.querySelectorAll("form[data-action]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(/** @type {HTMLFormElement} */ (form));
  });
}
steps.querySelector("[data-action=desk]")?.addEventListener("click", () => markDone("desk"));
if (steps.dataset.officer === "1") setInterval(relayCodes, ASK_EVERY_MS);

/** @param {HTMLFormElement} form */
async function run(form) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  button.disabled = true;
  try {
    await ACTIONS[form.dataset.action ?? ""](form);
    tell("");
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
  } finally {
    button.disabled = false;
  }
}

const ACTIONS = { booths: openBooths, tickets: issueTickets, reset: startAnew };

/** @param {HTMLFormElement} form */
async function openBooths(form) {
  const count = Number(new FormData(form).get("count"));
  stage.replaceChildren();
  for (let number = 1; number <= count; number += 1) {
    const body = new FormData(form);
    body.set("number", String(number));
    stage.append(frameOf(await ask(form.action, body)));
  }
  markDone("booths");
}

/** @param {HTMLFormElement} form */
async function issueTickets(form) {
  const { issued, waiting } = await ask(form.action, new FormData(form));
  showWaiting(waiting);
  if (!issued) throw new Error(gettext("Semua peserta rekaan sudah mengajukan klaim."));
  markDone("tickets");
}

/** @param {HTMLFormElement} form */
async function startAnew(form) {
  await ask(form.action, new FormData(form));
  location.assign(location.pathname);
}

/** @param {{id: number, number: number, url: string}} booth */
function frameOf({ id, number, url }) {
  const frame = document.createElement("iframe");
  frame.src = url;
  frame.allow = "autoplay; camera; microphone; screen-wake-lock";
  frame.dataset.booth = String(id);
  frame.title = interpolate(gettext("Bilik %s"), [number]);
  return frame;
}

async function relayCodes() {
  const frames = [...stage.querySelectorAll("iframe")];
  if (!frames.length) return;
  const { codes, waiting } = await ask("/demo/codes/").catch(() => ({ codes: {}, waiting: null }));
  if (waiting !== null) showWaiting(waiting);
  for (const frame of frames) {
    const code = codes[frame.dataset.booth ?? ""];
    if (code) frame.contentWindow?.postMessage({ type: "ticket-code", code }, location.origin);
  }
  if (Object.keys(codes).length) markDone("desk");
}

/** @param {string} url @param {FormData} [body] */
async function ask(url, body) {
  const response = await fetch(url, { method: body ? "POST" : "GET", body, credentials: "same-origin" });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.sentence ?? gettext("Tidak dapat dikirim. Muat ulang halaman ini."));
  return answer;
}

/** @param {number} waiting */
function showWaiting(waiting) {
  const fact = steps.querySelector("[data-fact=waiting]");
  if (fact) fact.textContent = String(waiting);
}

/** @param {string} name */
function markDone(name) {
  const step = /** @type {HTMLElement|null} */ (steps.querySelector(`[data-step=${name}]`));
  if (step) step.dataset.done = "1";
}

/** @param {string} sentence empty when all is well */
function tell(sentence) {
  const place = /** @type {HTMLElement} */ (steps.querySelector("[data-fact=trouble]"));
  place.textContent = sentence;
  place.hidden = !sentence;
}
