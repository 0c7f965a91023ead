// @ts-check
/** The number just issued: print it, and leave no trace when the person has gone. */

const form = /** @type {HTMLFormElement} */ (document.getElementById("done"));
const sentence = /** @type {HTMLElement} */ (document.getElementById("wipe"));
const until = performance.now() + Number(form.dataset.seconds) * 1000;

document.getElementById("print")?.addEventListener("click", () => window.print());

// A page restored from the browser's memory must not show somebody else's ticket.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

function tick() {
  const left = Math.ceil((until - performance.now()) / 1000);
  if (left <= 0) {
    clearInterval(timer);
    form.submit();
    return;
  }
  sentence.textContent = interpolate(gettext("Layar ini kembali ke awal dalam %s detik"), [left]);
}

const timer = setInterval(tick, 500);
tick();
