// @ts-check
/** One card a booth in the order of their numbers: state, time in it, who sits there for whom, and today's utilization. */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { icon } from "lapak/icon.js";
import { duration, secondsSince } from "../desk/clock.js";
import { words } from "./words.js";

const SMALL_BRANCH = 6;
const ICONS = {
  talk: "volume-2",
  call: "footprints",
  test: "settings",
  wait: "hourglass",
  late: "triangle-alert",
  hold: "pause",
  hand: "hand",
  lost: "unplug",
  weak: "signal",
  done: "check",
  off: "wrench",
  empty: "circle-dashed",
};

/** @param {((booth: number) => void)|null} listen null for who may not */
export function floor(state, now, listen) {
  return html`<section class="panel floor" aria-labelledby="floor-title">
    <div class="panel__head"><h2 id="floor-title">${words.floor}</h2><span class="chip chip--line">${words.inState}</span></div>
    <ul class="room ${state.booths.length <= SMALL_BRANCH ? "is-small" : ""}">
      ${repeat(state.booths, ({ id }) => id, (booth) => card(booth, now, listen))}
    </ul>
    <p class="definition">${words.definition}</p>
  </section>`;
}

function card(booth, now, listen) {
  const time = booth.since ? duration(secondsSince(booth.since, now)) : "";
  return html`<li class="bx" data-state=${booth.state} data-booth=${booth.number} data-ticket=${booth.ticket ?? ""}>
    <b>${booth.number}</b>
    <time class="t">${time}</time>
    <span class="st">${icon(ICONS[booth.state] ?? "circle-dashed")} ${booth.state_label}</span>
    <span class="ticket">${booth.ticket ?? ""}</span>
    <span class="who">${who(booth)}</span>
    ${line(booth)} ${supervisor(booth)} ${listen && booth.in_room ? listenButton(booth, listen) : nothing} ${utilization(booth)}
  </li>`;
}

function supervisor({ supervisor: who }) {
  return who ? html`<span class="chip bx__guest" data-state="call">${icon("headphones")} ${who.initials}: ${who.mode_label}</span>` : nothing;
}

/** The bars of the last minutes, oldest first, and what they were made of. */
function line({ line: known }) {
  if (!known) return nothing;
  const sentence = `${words.signal[known.bars]}: ${words.lineFigures(known)}`;
  return html`<span class="bx__line" title=${sentence}>
    <span class="signal" data-bars=${known.bars} role="img" aria-label=${sentence}><i></i><i></i><i></i><i></i></span>
    <span class="past" aria-hidden="true">${known.history.map((bars) => html`<i data-bars=${bars}></i>`)}</span>
    ${words.faults[known.picture] || words.faults[known.sound] || nothing}
  </span>`;
}

function listenButton(booth, listen) {
  return html`<button class="btn btn--small bx__listen" aria-label=${words.listen.title(booth.number)} @click=${() => listen(booth.id)}>
    ${icon("headphones")} ${words.listen.modes.listen}
  </button>`;
}

function who({ reason, officer_initials, place }) {
  if (reason) return reason;
  if (officer_initials) return officer_initials;
  return place ? words.place(place) : words.noOfficer;
}

function utilization({ utilization: share, occupied_minutes }) {
  if (share === null) return html`<span class="use"><small>${words.notOpen}</small></span>`;
  const percent = `${Math.round(share * 100)} %`;
  return html`<span class="use">
    <progress max="1" .value=${share} aria-label=${words.usedToday(percent, occupied_minutes)}></progress>
    <small class="num">${words.usedToday(percent, occupied_minutes)}</small>
  </span>`;
}
