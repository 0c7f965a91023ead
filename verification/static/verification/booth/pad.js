// @ts-check
/** The on-screen pad for eight-character codes, XXXX-XXXX: what was typed and how it looks. Knows no server. */
import { html } from "lit";
import { icon } from "lapak/icon.js";

// The letters of booths/devices.py: nobody confuses them, no 0 O 1 I.
const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH = 8;
const HALF = LENGTH / 2;

export class Pad {
  /** @param {{onChange: () => void, onFull: (code: string) => void}} options `onFull` is called with the last letter */
  constructor({ onChange, onFull }) {
    this.onChange = onChange;
    this.onFull = onFull;
    this.typed = "";
  }

  press(letter) {
    if (this.typed.length >= LENGTH) return;
    this.typed += letter;
    this.onChange();
    if (this.typed.length === LENGTH) this.onFull(this.typed);
  }

  erase() {
    this.typed = this.typed.slice(0, -1);
    this.onChange();
  }

  clear() {
    this.typed = "";
    this.onChange();
  }

  /** A keyboard or a hand scanner that types works too. @param {KeyboardEvent} event */
  takeKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = event.key.toUpperCase();
    if (event.key === "Backspace") this.erase();
    else if (letter.length === 1 && LETTERS.includes(letter)) this.press(letter);
  }

  /** @param {{busy: boolean, answer: unknown}} options the answer to the last code, null for none; it goes when typing begins */
  view({ busy, answer }) {
    const told = answer && !this.typed;
    return html`<div class="pad">
      <p class="pad__code num" data-wrong=${told ? "1" : "0"}>
        <span class="sr" role="status">${this.spoken()}</span>
        ${[...Array(LENGTH).keys()].map((place) => this.box(place))}
      </p>
      <div class="pad__keys" role="group" aria-label=${gettext("Papan huruf dan angka")}>
        ${[...LETTERS].map((letter) => this.key(letter, busy))}
      </div>
      ${told ? answer : this.ends(busy)}
    </div>`;
  }

  ends(busy) {
    const off = busy || !this.typed;
    return html`<div class="pad__ends">
      <button class="btn" type="button" data-key="erase" ?disabled=${off} @click=${() => this.erase()}>${icon("delete")} ${gettext("Hapus satu")}</button>
      <button class="btn" type="button" data-key="clear" ?disabled=${off} @click=${() => this.clear()}>${icon("x")} ${gettext("Ulang dari awal")}</button>
    </div>`;
  }

  box(place) {
    const letter = this.typed[place] ?? "";
    const gap = place === HALF ? html`<span class="pad__dash" aria-hidden="true">–</span>` : "";
    return html`${gap}<span class="pad__box" aria-hidden="true" data-next=${place === this.typed.length ? "1" : "0"}>${letter}</span>`;
  }

  key(letter, busy) {
    return html`<button class="pad__key" type="button" data-key=${letter} ?disabled=${busy} @click=${() => this.press(letter)}>${letter}</button>`;
  }

  spoken() {
    return this.typed ? [...this.typed].join(" ") : gettext("Belum ada huruf");
  }
}
