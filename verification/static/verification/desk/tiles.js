// @ts-check
/** The grid of tiles in their fixed places, and the pictures in them: one video a place, never taken out of the page. */

import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { hasPicture } from "./needs.js";
import { tile } from "./tile.js";
import { words } from "./words.js";

export function tiles(desk) {
  const { store } = desk;
  const { enlarged } = store.state;
  return html`<section class="tiles ${enlarged ? "has-large" : ""}" data-count=${store.places.length} aria-label=${words.tiles}>
    ${repeat(
      store.places,
      (row) => row.place,
      (row) => tile(desk, row),
    )}
  </section>`;
}

/**
 * Put each place's stream behind its video after a rendering. Only a place that the officer hears may sound;
 * a place without a person keeps no last picture.
 */
export function attachPictures(/** @type {import("./store.js").Store} */ store, /** @type {ParentNode} */ root) {
  for (const video of root.querySelectorAll("video[data-window]")) {
    const element = /** @type {HTMLVideoElement} */ (video);
    const place = Number(element.dataset.window);
    const row = store.place(place);
    const stream = row && hasPicture(row) ? (store.state.streams.get(place) ?? null) : null;
    if (element.srcObject !== stream) element.srcObject = stream;
    element.muted = store.state.soundBlocked || !store.state.heard.includes(place);
    if (stream && element.paused) play(store, element);
  }
}

/** A browser that wants a click before sound plays the picture without it, and the page asks for the click. */
async function play(store, /** @type {HTMLVideoElement} */ element) {
  if (element.dataset.starting) return;
  element.dataset.starting = "1";
  try {
    await element.play();
  } catch (error) {
    if (/** @type {DOMException} */ (error).name === "NotAllowedError" && !element.muted) store.change({ soundBlocked: true });
  } finally {
    delete element.dataset.starting;
  }
}
