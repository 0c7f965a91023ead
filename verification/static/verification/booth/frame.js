// @ts-check
/** What every screen of the booth shares: strip, foot with the help button, step dots, times and sums in words. */
import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";

const ZONES = { WIB: "Asia/Jakarta", WITA: "Asia/Makassar", WIT: "Asia/Jayapura" };

/** @param {{state: string, icon: string, words: string, number: number|string, end?: unknown}} options */
export function strip({ state, icon: name, words, number, end = nothing }) {
  return html`<header class="strip" data-state=${state}>
    ${icon(name)}<span role="status">${words}</span>
    <span class="end">${end}<span class="booth-no"><span class="sr">${gettext("Bilik")} </span>${number}</span></span>
  </header>`;
}

/** @param {import("./booth.js").Model} model @param {unknown} [words] @param {unknown} [end] */
export function foot(model, words = nothing, end = nothing) {
  return html`<footer class="foot">${helpButton(model)}<span>${model.help ?? words}</span><span class="end">${end}</span></footer>`;
}

/** @param {import("./booth.js").Model} model */
export function helpButton(model) {
  const raised = Boolean(model.state?.seat?.hand);
  return html`<button class="btn help" type="button" data-action="help" data-state=${raised ? "hand" : nothing}
    aria-pressed=${raised ? "true" : "false"} @click=${() => model.askForHelp()}>
    ${icon(raised ? "hand" : "life-buoy")} ${raised ? gettext("Petugas dipanggil") : gettext("Bantuan")}
  </button>`;
}

/** @param {import("./booth.js").Model} model */
export function languageButton(model) {
  const other = document.documentElement.lang === "en" ? ["id", "Bahasa Indonesia"] : ["en", "English"];
  return html`<button class="btn" type="button" data-action="language" lang=${other[0]} @click=${() => model.speak(other[0])}>
    ${icon("languages")} ${other[1]}
  </button>`;
}

/** @param {{step: number, steps: number, phase_label: string}} seat */
export function stepDots(seat) {
  const words = interpolate(gettext("Langkah %(step)s dari %(steps)s"), seat, true);
  return html`<span class="dots-of-steps" role="img" aria-label=${`${words}: ${seat.phase_label}`}>
    ${[...Array(seat.steps).keys()].map((n) => html`<i data-at=${n + 1 < seat.step ? "done" : n + 1 === seat.step ? "now" : "later"}></i>`)}
  </span>`;
}

/** @param {number} seconds @returns {string} 0:48 */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {import("./booth.js").Model} model @returns {string} the branch's time, 10.42 WIB */
export function clock(model) {
  const zone = model.state?.branch?.zone ?? "WIB";
  const options = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", timeZone: ZONES[zone] ?? zone });
  return `${new Intl.DateTimeFormat("id-ID", options).format(new Date(Date.now() + model.offset_ms))} ${zone}`;
}

/** @param {number} amount_rupiah */
export function rupiah(amount_rupiah) {
  return `Rp ${new Intl.NumberFormat("id-ID").format(amount_rupiah)}`;
}

/** A person's own picture is a mirror to them; what is drawn has letters, which stay readable. @param {MediaStream|null} stream */
export function ownPicture(stream, { drawn = false } = {}) {
  return html`<video class=${drawn ? "" : "mirror"} data-picture="own" aria-label=${gettext("Gambar Anda sendiri")} .srcObject=${stream}
    .muted=${true} autoplay playsinline></video>`;
}
