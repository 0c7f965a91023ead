// @ts-check
/** A place without a person: who comes next and the button to call, or why nobody can be called here. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { duration, minutesSince, secondsSince } from "./clock.js";
import { words } from "./words.js";

const WHY_NOT = {
  out_of_order: ["wrench", words.broken, words.outOfOrder],
  lost: ["unplug", words.boothLost, words.boothLostHint],
  clearing: ["check", words.clearing, words.clearingHint],
  seated: ["check", words.clearing, words.clearingHint],
};

export function emptyTile({ store, commands }, row) {
  if (!row.booth) return closed("circle-dashed", words.unplaced, "");
  const why = WHY_NOT[row.booth.state];
  if (!why) return free({ store, commands }, row);
  const since = row.booth.since ? duration(secondsSince(row.booth.since, store.now)) : "";
  return closed(why[0], why[1], why[2], since);
}

function closed(name, headline, hint, since = "") {
  return html`<div class="tile__call tile__call--closed">
    ${icon(name)}<b>${headline}</b>
    <p>${hint} ${since ? html`<span class="num">${since}</span>` : nothing}</p>
  </div>`;
}

function free({ store, commands }, row) {
  const { waiting, officer, held_back } = store.state.desk;
  const next = waiting.next;
  return html`<div class="tile__call">
    <span class="chip chip--line">${icon("plus")} ${words.ready}</span>
    ${next ? preview(store, next) : html`<b>${words.nobodyWaits}</b>`}
    ${next ? nothing : html`<p>${officer.break ? words.onBreakHint : words.callsItself}</p>`}
    ${next && held_back && !officer.break ? html`<p>${words.heldBack(held_back.sentence)}</p>` : nothing}
    ${next && !officer.break ? callButton({ store, commands }, row) : nothing}
    ${next && officer.break ? html`<p>${words.onBreakHint}</p>` : nothing}
  </div>`;
}

function preview(store, next) {
  return html`<span class="ticket">${next.number}</span>
    <p>${next.reason_label}${next.priority_label ? html` · <b>${next.priority_label}</b>` : nothing}<br /><span class="num">${words.waitingSince(minutesSince(next.issued_at, store.now))}</span></p>`;
}

function callButton({ store, commands }, row) {
  return html`<button class="btn btn--primary" ?disabled=${store.state.busy.has("call")} @click=${() => commands.call(row.place)}>
    ${icon("megaphone")} ${words.callNext} <span class="key" aria-hidden="true">N</span>
  </button>`;
}
