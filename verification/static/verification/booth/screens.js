// @ts-check
/** Which screen is shown: one for every word the server says, and the few the page says by itself. */
import { html, nothing } from "lit";
import { called, enrolment } from "./screens/called.js";
import { consent } from "./screens/consent.js";
import { lost } from "./screens/lost.js";
import { idle, outOfOrder, revoked, starting, superseded, unstaffed, wiped } from "./screens/quiet.js";
import { result } from "./screens/result.js";
import { room } from "./screens/room.js";

const SCREENS = { idle, unstaffed, called, consent, room, deciding: room, result, out_of_order: outOfOrder };

/** @param {import("./booth.js").BoothPage} page */
export function pageOf(page) {
  const covered = page.isLost() && !page.ended && page.isEnrolled();
  // The screen below stays as it is: its pictures go on when the connection is back.
  return html`<div class="screen" ?inert=${covered} aria-hidden=${covered ? "true" : nothing}>${screenOf(page)(page)}</div>
    ${covered ? lost(page) : nothing}`;
}

function screenOf(page) {
  if (page.ended) return page.ended === "revoked" ? revoked : superseded;
  if (!page.isEnrolled()) return enrolment;
  if (page.is_cleared) return wiped;
  return page.state ? (SCREENS[page.state.screen] ?? starting) : starting;
}
