// @ts-check
/** The keys of the desk: one catalogue that is obeyed and shown. Off while typing; a key held down acts once. */

import { html } from "lit";
import { announce } from "lapak/announce.js";
import { icon } from "lapak/icon.js";
import { needs } from "./needs.js";
import { words } from "./words.js";

const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

export class Shortcuts {
  /** @param {any} desk {store, commands, room} */
  constructor(desk) {
    this.desk = desk;
    this.lastNeed = 0;
    /** @type {Map<string, () => void>} what ends when a held key is let go */
    this.held = new Map();
    this.catalogue = this.list();
  }

  /** `keys` as they are shown, `match` as events name them; `release` makes it last only while the key is down. */
  list() {
    const { store, commands, room } = this.desk;
    const { keys } = words;
    return [
      { keys: "1 – 6", match: /^[1-6]$/, label: keys.place, act: (event) => commands.talk(Number(event.key)) },
      { keys: "⇧ 1 – 6", match: /^shift\+[1-6]$/, label: keys.several, act: (event) => commands.toggle(digitOf(event)) },
      { keys: "0", match: /^0$/, label: keys.all, act: () => commands.toAll(true), release: () => commands.toAll(false) },
      { keys: "V", match: /^v$/, label: keys.push, act: () => commands.talk(store.state.chosen), release: () => commands.silence() },
      { keys: "M", match: /^m$/, label: keys.microphone, act: () => room.setMicrophone(!store.state.microphoneOn) },
      { keys: "H", match: /^h$/, label: keys.hold, act: () => commands.hold() },
      { keys: "N", match: /^n$/, label: keys.call, act: () => commands.call() },
      { keys: "R", match: /^r$/, label: keys.recall, act: () => commands.recall() },
      { keys: "E", match: /^e$/, label: keys.enlarge, act: () => commands.enlarge() },
      { keys: "K", match: /^k$/, label: keys.record, act: () => commands.record() },
      { keys: "A", match: /^a$/, label: keys.attention, act: () => this.nextNeed() },
      { keys: "B", match: /^b$/, label: keys.advised, act: () => commands.talkAsAdvised() },
      { keys: "Ctrl ↵", match: /^ctrl\+enter$/, label: keys.verify, act: () => commands.verify() },
      { keys: "Z", match: /^z$/, label: keys.undo, act: () => commands.undo() },
      { keys: "F2", match: /^f2$/, label: keys.talkBar, act: () => focusTalkBar(), always: true },
      { keys: "Esc", match: /^escape$/, label: keys.leave, act: () => commands.leave(), always: true },
      { keys: "?", match: /^\?$/, label: keys.sheet, act: () => this.show() },
    ];
  }

  listen() {
    addEventListener("keydown", (event) => this.press(event));
    addEventListener("keyup", (event) => this.release(event.key.toLowerCase()));
    addEventListener("blur", () => [...this.held.keys()].forEach((key) => this.release(key)));
  }

  press(/** @type {KeyboardEvent} */ event) {
    const entry = this.find(event);
    if (!entry) return;
    if (event.key !== "Escape") event.preventDefault();
    if (event.repeat) return;
    if (entry.release) this.held.set(event.key.toLowerCase(), entry.release);
    entry.act(event);
  }

  find(/** @type {KeyboardEvent} */ event) {
    if (event.altKey || event.metaKey || document.querySelector("dialog[open]")) return undefined;
    const isTyping = event.target instanceof Element && event.target.matches(TYPING);
    if (isTyping && event.key === "Escape") return void (/** @type {HTMLElement} */ (event.target).blur());
    const name = event.shiftKey && digitOf(event) ? `shift+${digitOf(event)}` : `${event.ctrlKey ? "ctrl+" : ""}${event.key.toLowerCase()}`;
    return this.catalogue.find((entry) => entry.match.test(name) && (entry.always || !isTyping));
  }

  release(/** @type {string} */ key) {
    const end = this.held.get(key);
    this.held.delete(key);
    end?.();
  }

  /** Go to the next place that needs the officer: its case, and the focus on its button. */
  nextNeed() {
    const { store, commands } = this.desk;
    const open = needs(store.places, { ...store.state, now: store.now });
    if (!open.length) return announce(words.said.nothingNeedsYou);
    const at = open.findIndex((one) => one.place === this.lastNeed);
    const next = open[(at + 1) % open.length];
    this.lastNeed = next.place;
    commands.choose(next.place);
    setTimeout(() => /** @type {HTMLElement|null} */ (document.querySelector(`[data-need="${next.place}"]`))?.focus(), 0);
  }

  show() {
    const sheet = /** @type {HTMLDialogElement} */ (document.querySelector("#shortcuts"));
    if (!sheet.open) sheet.showModal();
  }

  sheet() {
    return html`<dialog id="shortcuts" class="sheet" aria-labelledby="shortcuts-title">
      <div class="dialog">
        <h2 id="shortcuts-title">${icon("keyboard")} ${words.keys.title}</h2>
        <dl class="sheet__keys">
          ${this.catalogue.map((entry) => html`<div><dt><span class="key">${entry.keys}</span></dt><dd>${entry.label}</dd></div>`)}
        </dl>
        <div class="dialog__foot">
          <small>${words.keys.hint}</small>
          <form method="dialog"><button class="btn btn--primary">${words.close}</button></form>
        </div>
      </div>
    </dialog>`;
  }
}

/** The number on the key: with Shift the key itself gives another sign on each keyboard. */
function digitOf(/** @type {KeyboardEvent} */ { code }) {
  return Number(code.match(/^Digit([1-6])$/)?.[1] ?? 0);
}

function focusTalkBar() {
  const bar = document.querySelector(".talkbar .seg");
  const button = bar?.querySelector('button[aria-pressed="true"]:not(:disabled)') ?? bar?.querySelector("button:not(:disabled)");
  /** @type {HTMLElement|null} */ (button ?? null)?.focus();
}
