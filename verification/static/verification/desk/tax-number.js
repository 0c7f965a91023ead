// @ts-check
/** The number of the tax card, typed below its item of the checklist; kept text is masked, a refused one stays typed. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { words } from "./words.js";

export const TAX_ITEM = "NPWP";

export function taxNumber(/** @type {any} */ file, /** @type {any} */ panel, /** @type {boolean} */ isLocked) {
  const refusal = file.npwpRefusal;
  return html`<div class="check__number">
    <label for="npwp">${words.npwp}</label>
    <input
      id="npwp"
      class="num"
      inputmode="numeric"
      autocomplete="off"
      maxlength="40"
      placeholder=${panel.npwp || words.npwpPlaceholder}
      ?disabled=${isLocked}
      aria-invalid=${refusal ? "true" : nothing}
      aria-describedby=${refusal ? "npwp-refused" : nothing}
      @change=${(/** @type {any} */ event) => keep(file, panel.seat, event.target)}
    />
    ${panel.npwp && !isLocked ? takeBack(file, panel.seat) : nothing}
    ${refusal ? html`<p class="refused" id="npwp-refused">${icon("triangle-alert")} ${refusal}</p>` : nothing}
  </div>`;
}

function takeBack(/** @type {any} */ file, /** @type {number} */ seat) {
  return html`<button class="btn btn--icon btn--small btn--ghost" aria-label=${words.npwpTakeBack} title=${words.npwpTakeBack} @click=${() => file.keepNpwp(seat, "")}>
    ${icon("x")}
  </button>`;
}

async function keep(/** @type {any} */ file, /** @type {number} */ seat, /** @type {HTMLInputElement} */ field) {
  const typed = field.value.trim();
  if (!typed) return file.forgetNpwpRefusal();
  if ((await file.keepNpwp(seat, typed)) && field.value.trim() === typed) field.value = "";
}
