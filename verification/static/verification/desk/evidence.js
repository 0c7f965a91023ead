// @ts-check
/** What is kept of a talk: a sign on the tile, and in the case the recording's buttons and the stills. Decides nothing. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { secondsUntil, timeOfDay } from "./clock.js";
import { words } from "./words.js";

/** Red while it is being kept; a recording that waits for the talk, or was paused, is only outlined. */
export function recordingSign({ seat }, zone) {
  if (!seat?.recording) return nothing;
  const text = seat.recording === "PAUSED" ? words.evidence.paused : since(seat, zone);
  return html`<span class="rec" data-recording=${seat.recording} role="img" aria-label=${text} title=${text}>${icon(seat.recording === "PAUSED" ? "pause" : "circle")}</span>`;
}

/** Nothing where the branch keeps nothing, or the person agreed to nothing. */
export function evidence({ store, commands }, row, panel) {
  const { seat } = row;
  const { stills } = panel.evidence;
  if (!seat.may_record && !seat.may_picture && !stills.length) return nothing;
  const isTalking = store.state.hears.includes(row.place);
  return html`<section aria-label=${words.evidence.title} class="evidence">
    <div class="evidence__row">
      ${seat.may_record ? recording({ commands, row, isTalking, zone: store.state.desk.branch.zone }) : nothing} ${seat.may_picture ? pictures({ store, commands }, seat, panel, isTalking) : nothing}
    </div>
    ${shots(store, stills)}
  </section>`;
}

function recording({ commands, row, isTalking, zone }) {
  const { place, seat } = row;
  const canRecord = ["LIVE", "ON_HOLD"].includes(seat.status);
  const next = { "": "start", RUNNING: "pause", PAUSED: "resume" }[seat.recording];
  const state = stateOf(seat, isTalking, zone);
  return html`<button class="btn btn--small evidence__record" data-recording=${seat.recording} title="${state} (K)" ?disabled=${!canRecord} @click=${() => commands.record(place)}>
      ${icon(seat.recording === "RUNNING" ? "pause" : "circle")} ${words.evidence[next]} <span class="key" aria-hidden="true">K</span>
    </button>
    ${seat.recording ? html`<button class="btn btn--small btn--icon" aria-label=${words.evidence.stop} title=${words.evidence.stop} @click=${() => commands.stopRecording(place)}>${icon("square")}</button>` : nothing}
    <span class="sr" role="status">${state}</span>`;
}

function stateOf(seat, isTalking, zone) {
  if (!seat.recording) return words.evidence.off;
  if (seat.recording === "PAUSED") return words.evidence.paused;
  return isTalking ? since(seat, zone) : words.evidence.waiting;
}

function since({ recording_since }, zone) {
  return words.evidence.running(timeOfDay(Date.parse(recording_since), zone, { seconds: false }));
}

function pictures({ store, commands }, seat, panel, isTalking) {
  const { subjects, asked_until: until } = panel.evidence;
  const isBusy = (until && secondsUntil(until, store.now) > 0) || store.state.busy.has(`still-${seat.id}`);
  const choice = () => /** @type {HTMLSelectElement} */ (document.querySelector("#still-subject")).value;
  return html`<span class="evidence__picture">
    <label for="still-subject" class="sr">${words.evidence.pictureOf}</label>
    <select id="still-subject">
      ${subjects.map(({ code, label }) => html`<option value=${code}>${label}</option>`)}
    </select>
    <button
      class="btn btn--small btn--icon evidence__take"
      aria-label=${isBusy ? words.evidence.taking : words.evidence.picture}
      title=${isTalking ? words.evidence.picture : words.evidence.onlyInTalk}
      ?disabled=${!isTalking || isBusy}
      @click=${() => commands.picture(seat.id, choice())}
    >
      ${icon(isBusy ? "hourglass" : "camera")}
    </button>
  </span>`;
}

function shots(store, stills) {
  if (!stills.length) return nothing;
  return html`<ul class="evidence__shots">
    ${stills.map((one) => {
      const address = `/evidence/stills/${one.id}/`;
      return html`<li>
        <a href=${address} target="_blank" rel="noopener" aria-label=${words.evidence.enlarge(one.label)} title="${one.label} ${timeOfDay(Date.parse(one.taken_at), store.state.desk.branch.zone, { seconds: false })}"
          ><img src=${address} alt="" loading="lazy"
        /></a>
      </li>`;
    })}
  </ul>`;
}
