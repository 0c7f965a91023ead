// @ts-check
/** The bar under the case: refuse, follow up, hold, verify; after a decision the ten seconds to undo it. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { countdown, secondsUntil } from "./clock.js";
import { verifyHindrance } from "./needs.js";
import { popup } from "./popup.js";
import { words } from "./words.js";

const OUTCOME_STATES = { VERIFIED: "talk", REJECTED: "late", FOLLOW_UP: "wait" };

export function decisionBar(desk) {
  const { store, file } = desk;
  const row = store.chosen;
  if (!row?.seat) return html`<div class="acts acts--none"></div>`;
  if (row.seat.status === "DECIDED") return decided(desk, row.seat);
  const panel = file.panelOf(row.seat.id);
  return html`<div class="acts" role="group" aria-label=${words.actions(row.seat.ticket)}>
    ${coded(desk, row, panel, "REJECTED")} ${coded(desk, row, panel, "FOLLOW_UP")} ${hold(desk, row)}
    ${verify(desk, row, panel)}
  </div>`;
}

/** The server refuses every outcome while an item is open; the verify button says how many are. */
function coded(desk, row, panel, outcome) {
  const isReject = outcome === "REJECTED";
  const isBusy = desk.store.state.busy.has(`decide-${row.seat.id}`);
  return popup({
    desk,
    name: outcome,
    title: isReject ? words.whyReject : words.whyFollowUp,
    kind: `btn ${isReject ? "btn--danger" : ""}`,
    disabled: !panel || panel.open_items > 0 || row.seat.status !== "LIVE" || isBusy,
    button: isReject ? words.reject : words.followUp,
    choices: (panel?.reasons[outcome] ?? []).map(({ code, label }) => ({
      label,
      choose: () => desk.commands.decide(outcome, code),
    })),
  });
}

function hold({ commands }, row) {
  const isHeld = row.seat.status === "ON_HOLD";
  return html`<button
    class="btn btn--held"
    aria-pressed=${String(isHeld)}
    ?disabled=${!["LIVE", "ON_HOLD"].includes(row.seat.status)}
    @click=${() => commands.hold(row.place)}
  >
    ${icon(isHeld ? "play" : "pause")} ${isHeld ? words.resume : words.hold} <span class="key" aria-hidden="true">H</span>
  </button>`;
}

/** Not `disabled`: the reason why it cannot be pressed must be readable by keyboard too. */
function verify({ store, commands }, row, panel) {
  const hindrance = verifyHindrance(row, panel);
  const isBusy = store.state.busy.has(`decide-${row.seat.id}`);
  return html`<button
    class="btn finish ${hindrance ? "" : "btn--primary"}"
    aria-disabled=${hindrance || isBusy ? "true" : nothing}
    @click=${() => commands.verify()}
  >
    <b>${words.verify}</b>
    ${hindrance ? html`<small>${why(hindrance)}</small>` : html`<span class="key" aria-hidden="true">Ctrl ↵</span>`}
  </button>`;
}

const why = ({ kind, count }) => (kind === "missing" ? words.missing(count) : words[kind]);

function decided({ store, commands }, seat) {
  const left = secondsUntil(seat.undo_until, store.now);
  return html`<div class="acts acts--decided" data-state=${OUTCOME_STATES[seat.outcome] ?? "done"} role="group" aria-label=${words.actions(seat.ticket)}>
    <p>${icon(seat.outcome === "VERIFIED" ? "circle-check" : "info")} <b>${seat.outcome_label}</b></p>
    ${left
      ? html`<button class="btn" ?disabled=${store.state.busy.has(`undo-${seat.id}`)} @click=${() => commands.undo()}>
          ${icon("undo-2")} ${words.undo} <span class="key" aria-hidden="true">Z</span> <span class="num">${countdown(left)}</span>
        </button>`
      : nothing}
  </div>`;
}
