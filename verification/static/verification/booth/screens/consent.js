// @ts-check
/** What the person agrees to before any picture or sound leaves the booth. The words come from the server. */
import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { foot, languageButton, ownPicture, strip } from "../frame.js";

const ICONS = ["video", "ear", "shield-check", "hand"];

/** @param {import("../booth.js").Model} model */
export function consent(model) {
  const { seat, consent: text } = model.state;
  return html`<div class="booth">
    ${strip({ state: "call", icon: "door-open", words: gettext("Selamat datang"), number: model.number, end: html`<span class="num">${seat.ticket}</span>` })}
    <main class="booth__main consent ${text.options.length ? "consent--choices" : ""}">
      <div class="consent__text">
        <h1 class="h-l">${text.title}</h1>
        <ul class="points">
          ${text.paragraphs.map((words, n) => html`<li>${icon(ICONS[n] ?? "info")}<span>${words}</span></li>`)}
        </ul>
      </div>
      <div class="consent__answer">
        ${mirror(model)} ${text.options.length ? choices(text) : nothing}
        <button class="btn btn--primary" type="button" data-action="agree" ?disabled=${model.busy} @click=${() => model.consent(true, ticked())}>
          ${text.agree} ${icon("arrow-right")}
        </button>
        <button class="btn" type="button" data-action="refuse" ?disabled=${model.busy} @click=${() => model.consent(false)}>${text.refuse}</button>
      </div>
    </main>
    ${foot(model, model.refusal?.sentence ?? gettext("Gambar dan suara baru dikirim setelah Anda setuju."), languageButton(model))}
  </div>`;
}

/** Each to be ticked by itself, and none of it needed (UU 27/2022, article 22). */
function choices({ options, optional }) {
  return html`<fieldset class="choices">
    <legend>${optional}</legend>
    ${options.map(({ code, label }) => html`<label class="choice"><input type="checkbox" name="purpose" value=${code} /> <span>${label}</span></label>`)}
  </fieldset>`;
}

const ticked = () => [...document.querySelectorAll("input[name=purpose]:checked")].map((box) => /** @type {HTMLInputElement} */ (box).value);

function mirror(model) {
  if (!model.reader.stream) return html`<p class="consent__blank">${icon("video-off")}<span>${gettext("Kamera belum menyala")}</span></p>`;
  return html`<figure class="frame">
    ${ownPicture(model.reader.stream)}
    <figcaption>${gettext("Hanya Anda yang melihat ini")}</figcaption>
  </figure>`;
}
