// @ts-check
/** An icon of the page's sprite as a lit template. Components must render into the light DOM for the sprite to be found. */

import { html } from "lit";

/** @param {string} name */
export const icon = (name) => html`<svg class="i" aria-hidden="true"><use href=${`#i-${name}`}></use></svg>`;
