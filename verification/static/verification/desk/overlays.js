// @ts-check
/** What lies over the desk: refusals, the lost link, the click that sound needs, and the end of this window's turn. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { words } from "./words.js";

const SUPERSEDED = 4409;
const SIGNED_OUT = 4401;
const FORBIDDEN = 4403;

/** The desk belongs to nobody here any more: another window, or the rights are gone. */
export const isOver = (/** @type {number} */ code) => [SUPERSEDED, SIGNED_OUT, FORBIDDEN].includes(code);

export function overlays({ store, start }) {
  const { link, soundBlocked } = store.state;
  if (isOver(link.code)) return ending(link.code);
  return html`${link.connected ? nothing : lost(link)} ${soundBlocked ? startSound(start) : nothing} ${refusals(store)}`;
}

function lost({ staleSeconds }) {
  return html`<p class="stale stale--desk" role="alert">
    ${icon("unplug")} <span>${words.linkLost} ${words.linkLostHint}</span>
    <span class="num">${words.age(Math.round(staleSeconds))}</span>
  </p>`;
}

function refusals(store) {
  return html`<div class="toasts" role="alert">
    ${store.state.refusals.map(
      ({ id, sentence }) =>
        html`<p class="toast" data-state="late">
          ${icon("circle-alert")} <span>${sentence}</span>
          <button class="btn btn--icon btn--small btn--ghost" aria-label=${words.close} @click=${() => store.dismiss(id)}>${icon("x")}</button>
        </p>`,
    )}
  </div>`;
}

function startSound(start) {
  return html`<div class="cover cover--light" role="dialog" aria-modal="true" aria-labelledby="start-title">
    <div class="cover__box">
      ${icon("volume-2")}
      <h2 id="start-title">${words.startHint}</h2>
      <button class="btn btn--primary" autofocus @click=${start}>${words.start}</button>
    </div>
  </div>`;
}

const ENDINGS = {
  [SUPERSEDED]: ["monitor", "superseded", "supersededHint"],
  [SIGNED_OUT]: ["lock", "signedOut", "signedOutHint"],
  [FORBIDDEN]: ["lock", "forbidden", "forbiddenHint"],
};

function ending(code) {
  const [name, title, hint] = ENDINGS[code];
  return html`<div class="cover" role="alertdialog" aria-modal="true" aria-labelledby="over-title" aria-describedby="over-hint">
    <div class="cover__box">
      ${icon(name)}
      <h2 id="over-title">${words[title]}</h2>
      <p id="over-hint">${words[hint]}</p>
      ${code === SIGNED_OUT
        ? html`<a class="btn btn--primary" href="/login/?next=${encodeURIComponent(location.pathname)}">${words.signIn}</a>`
        : html`<button class="btn btn--primary" @click=${() => location.reload()}>
            ${code === SUPERSEDED ? words.takeBack : words.reload}
          </button>`}
    </div>
  </div>`;
}
