// @ts-check
/** The own number on a phone: fetches its state every ten seconds, sooner when the page is looked at again. */

const REFRESH_MS = 10_000;
const part = /** @type {HTMLElement} */ (document.getElementById("progress"));
const stale = /** @type {HTMLElement} */ (document.getElementById("stale"));

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch("?part=1", { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const before = part.querySelector("[data-state]")?.getAttribute("data-state");
    part.innerHTML = await answer.text();
    stale.hidden = true;
    const now = part.querySelector("[data-state]")?.getAttribute("data-state");
    if (now === "call" && before !== "call") navigator.vibrate?.([300, 150, 300]);
  } catch {
    stale.hidden = false;
  }
}

setInterval(refresh, REFRESH_MS);
document.addEventListener("visibilitychange", refresh);
