// @ts-check
/** Each place and how far its verification is: one row a place, one column a phase. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { tileState } from "./needs.js";
import { words } from "./words.js";

export function stepsGrid({ store, commands }) {
  const rows = store.places.filter((row) => row.seat);
  return html`<section class="panel" aria-labelledby="steps-title">
    <div class="panel__head"><h2 id="steps-title">${words.steps}</h2></div>
    ${rows.length ? table({ store, commands }, rows) : html`<p class="calm">${icon("circle-dashed")} ${words.nobodyWaits}</p>`}
  </section>`;
}

function table({ store, commands }, rows) {
  return html`<table class="matrix">
    <thead>
      <tr>
        <th class="col-0"><span class="sr">${words.tiles}</span></th>
        ${words.phases.map((phase) => html`<th scope="col">${phase}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => line({ store, commands }, row))}
    </tbody>
  </table>`;
}

function line({ store, commands }, row) {
  const { seat, place } = row;
  const { state } = tileState(row, { hears: store.state.hears, now: store.now });
  return html`<tr class=${store.state.chosen === place ? "is-chosen" : ""}>
    <th scope="row">
      <button class="matrix__pick" @click=${() => commands.choose(place)}><b>${place}</b> <span class="ticket">${seat.ticket}</span></button>
    </th>
    ${words.phases.map((phase, index) => cell(seat, state, index + 1))}
  </tr>`;
}

function cell(seat, state, step) {
  const isDecided = seat.status === "DECIDED";
  if (step < seat.step || (isDecided && step < 7)) return html`<td>${icon("check")}<span class="sr">${words.stepDone}</span></td>`;
  if (step > seat.step && !isDecided) return html`<td class="todo"><span class="sr">${words.stepLater}</span></td>`;
  return html`<td class="now" data-state=${state}><span>${progress(seat)}</span></td>`;
}

function progress(seat) {
  if (seat.status === "DECIDED") return seat.outcome_label;
  if (["CALLED", "CONNECTING"].includes(seat.status)) return seat.state_label;
  return seat.items ? words.progress(seat.items - seat.open_items, seat.items) : nothing;
}
