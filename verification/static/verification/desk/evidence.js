// @ts-check
/** What is kept of a talk: a sign on the tile, and in the case the recording's buttons and the stills. Decides nothing. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { secondsUntil, timeOfDay } from "./clock.js";
import { words } from "./words.js";

/** Red while it is being kept; a recording that waits for the talk, or was paused, is only outlined. */
export function recordingSign({ seat }) {
  if (!seat?.recording) return nothing;
  const text = seat.recording === "PAUSED" ? words.evidence.paused : words.evidence.running;
  return html`<span class="rec" data-recording=${seat.recording} role="img" aria-label=${text} title=${text}>${icon(seat.recording === "PAUSED" ? "pause" : "circle")}</span>`;
}

/** Nothing where the branch keeps nothing, or the person agreed to nothing. */
export function evidence({ store, commands }, row, panel) {
  const { seat } = row;
  const { may_picture: mayPicture, stills } = panel.evidence;
  if (!seat.may_record && !mayPicture && !stills.length) return nothing;
  const isTalking = store.state.hears.includes(row.place);
  return html`<section aria-labelledby="evidence-title" class="evidence">
    <h3 id="evidence-title">${words.evidence.title}</h3>
    ${seat.may_record ? recording({ commands, row, isTalking }) : nothing}
    ${mayPicture ? pictures({ store, commands }, seat, panel, isTalking) : nothing} ${shots(store, stills)}
  </section>`;
}

function recording({ commands, row, isTalking }) {
  const { place, seat } = row;
  const canRecord = ["LIVE", "ON_HOLD"].includes(seat.status);
  const next = { "": "start", RUNNING: "pause", PAUSED: "resume" }[seat.recording];
  return html`<p class="evidence__row">
    <span class="chip" data-state=${seat.recording === "RUNNING" ? "late" : "off"} role="status">${icon(seat.recording === "PAUSED" ? "pause" : "circle")} ${stateOf(seat, isTalking)}</span>
    <button class="btn btn--small" ?disabled=${!canRecord} @click=${() => commands.record(place)}>${words.evidence[next]} <span class="key" aria-hidden="true">K</span></button>
    ${seat.recording ? html`<button class="btn btn--small" @click=${() => commands.stopRecording(place)}>${icon("square")} ${words.evidence.stop}</button>` : nothing}
  </p>`;
}

function stateOf({ recording }, isTalking) {
  if (!recording) return words.evidence.off;
  if (recording === "PAUSED") return words.evidence.paused;
  return isTalking ? words.evidence.running : words.evidence.waiting;
}

function pictures({ store, commands }, seat, panel, isTalking) {
  const { subjects, asked_until: until } = panel.evidence;
  const isBusy = (until && secondsUntil(until, store.now) > 0) || store.state.busy.has(`still-${seat.id}`);
  const choice = () => /** @type {HTMLSelectElement} */ (document.querySelector("#still-subject")).value;
  return html`<p class="evidence__row">
    <label for="still-subject" class="sr">${words.evidence.pictureOf}</label>
    <select id="still-subject" class="evidence__subject">
      ${subjects.map(({ code, label }) => html`<option value=${code}>${label}</option>`)}
    </select>
    <button class="btn btn--small" ?disabled=${!isTalking || isBusy} title=${isTalking ? "" : words.evidence.onlyInTalk} @click=${() => commands.picture(seat.id, choice())}>
      ${icon("camera")} ${isBusy ? words.evidence.taking : words.evidence.picture}
    </button>
  </p>`;
}

function shots(store, stills) {
  if (!stills.length) return nothing;
  return html`<ul class="evidence__shots">
    ${stills.map((one) => {
      const address = `/evidence/stills/${one.id}/`;
      return html`<li>
        <a href=${address} target="_blank" rel="noopener" aria-label=${words.evidence.enlarge(one.label)}><img src=${address} alt="" loading="lazy" /></a>
        <small>${one.label} <span class="num">${timeOfDay(Date.parse(one.taken_at), store.state.desk.branch.zone, { seconds: false })}</span></small>
      </li>`;
    })}
  </ul>`;
}
