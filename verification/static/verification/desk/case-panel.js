// @ts-check
/** The panel on the right: the person, the checklist, the money, the note. Shows what CaseFile holds. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { icon } from "lapak/icon.js";
import { checklist } from "./checklist.js";
import { dayOf, duration, rupiah, secondsSince, timeOfDay } from "./clock.js";
import { tileState } from "./needs.js";
import { evidence } from "./evidence.js";
import { popup } from "./popup.js";
import { words } from "./words.js";

export function casePanel(desk) {
  const row = desk.store.chosen;
  const label = row?.seat ? words.caseOf(row.seat.ticket) : words.noCase;
  return html`<aside class="case" aria-label=${label}>${row?.seat ? open(desk, row) : nobody(row)}</aside>`;
}

function nobody(row) {
  return html`<div class="case__none">
    ${icon("id-card")}
    <p>${row ? words.emptyPlace : words.noCase}</p>
    <small>${words.noCaseHint}</small>
  </div>`;
}

function open(desk, row) {
  const { file } = desk;
  const panel = file.panelOf(row.seat.id);
  return html`${head(desk, row, panel)}
    <div class="case__body" tabindex="0" role="group" aria-label=${words.caseOf(row.seat.ticket)}>
      ${panel ? body(desk, row, panel) : waiting(file, row)}
    </div>`;
}

function waiting(file, row) {
  if (!file.failed) return html`<p class="calm">${icon("hourglass")} ${words.loading}</p>`;
  return html`<p class="calm">${icon("triangle-alert")} ${words.loadFailed}</p>
    <button class="btn" @click=${() => file.load(row.seat.id)}>${words.retry}</button>`;
}

function head(desk, row, panel) {
  const { store } = desk;
  const { seat, booth } = row;
  const { state } = tileState(row, { hears: store.state.hears, now: store.now });
  return html`<header class="case__head" data-state=${state}>
    <div class="case__id">
      <span class="ticket">${seat.ticket}</span>
      <span class="chip chip--solid">${booth ? words.booth(booth.number) : words.noBooth}</span>
      <span class="chip chip--line">${seat.reason_label}</span>
      <time class="num" title=${words.total}>${duration(secondsSince(seat.called_at, store.now))}</time>
      ${row.seat.status === "DECIDED" ? nothing : stop(desk, row)}
    </div>
    <h2 class="case__name">${panel?.name ?? seat.name}</h2>
    ${panel ? facts(panel) : nothing}
  </header>`;
}

/** Ends the seat without a decision; beside the ticket, far from the decisions. */
function stop(desk, row) {
  return popup({
    desk,
    name: "stop",
    title: words.whyStop,
    label: words.whyStop,
    kind: "btn btn--icon btn--small btn--ghost",
    disabled: desk.store.state.busy.has(`abort-${row.place}`),
    button: icon("ban"),
    choices: [
      ...words.stopReasons.map(({ code, label }) => ({ label, icon: "ban", choose: () => desk.commands.abort(row, code) })),
      ...(desk.store.state.desk.colleagues ?? []).map(({ id, name }) => ({ label: words.handOver(name), icon: "arrow-right-left", choose: () => desk.commands.handOver(row, id) })),
    ],
  });
}

function facts(panel) {
  const lines = [
    [words.heir, panel.heir, "is-wide"],
    [words.nik, panel.nik, "mask"],
    [words.kpj, panel.kpj, "mask"],
    [words.born, dayOf(panel.birth_date), ""],
    [words.employer, panel.employer, ""],
    [words.phone, panel.phone, "mask"],
    [words.receipt, panel.receipt_number, "is-wide"],
  ].filter(([, value]) => value);
  return html`<dl class="facts">
      ${lines.map(([term, value, kind]) => html`<div class=${kind}><dt>${term}</dt><dd title=${value}>${value}</dd></div>`)}
    </dl>
    ${panel.handed_over ? html`<p class="handed">${icon("arrow-right-left")} ${panel.handed_over}</p>` : nothing}
    ${panel.flags?.length || panel.previous?.length ? html`<div class="flags">${(panel.flags ?? []).map(flag)} ${(panel.previous ?? []).map(earlier)}</div>` : nothing}`;
}

const flag = (text) => html`<span class="chip" data-state="late">${icon("flag")} ${text}</span>`;

const earlier = ({ at, outcome_label }) =>
  html`<span class="chip num" data-state="wait">${icon("history")} ${dayOf(at)} ${outcome_label}</span>`;

function body(desk, row, panel) {
  return html`${evidence(desk, row, panel)} ${checklist(desk, row, panel)} ${panel.benefit ? sums(panel.benefit) : nothing}
  ${account(panel.bank)} ${note(desk, panel)}`;
}

function sums(benefit) {
  const line = (term, amount, kind = "") => html`<div class=${kind}><dt>${term}</dt><dd>${rupiah(amount)}</dd></div>`;
  return html`<section aria-labelledby="sums-title">
    <h3 id="sums-title">${words.sums} <small>${words.rules[benefit.rule] ?? benefit.rule}</small></h3>
    <dl class="sums">
      ${line(words.gross, benefit.gross_rupiah)}
      ${benefit.bands.map((band) => line(words.taxed(band.rate_percent, rupiah(band.base_rupiah)), -band.tax_rupiah))}
      ${line(words.net, benefit.net_rupiah, "total")}
    </dl>
  </section>`;
}

const MATCH_STATES = { UNKNOWN: "wait", EQUAL: "done", CLOSE: "call", DIFFERENT: "late", NO_ACCOUNT: "late" };
const MATCH_ICONS = { UNKNOWN: "hourglass", EQUAL: "check", CLOSE: "eye", DIFFERENT: "circle-x", NO_ACCOUNT: "circle-x" };

function account(bank) {
  if (!bank) return nothing;
  return html`<section aria-labelledby="bank-title" class="account">
    <h3 id="bank-title">${words.account}</h3>
    <p>${icon("landmark")} <b class="num">${bank.name} •••• ${bank.last_four}</b> <span>${words.holder(bank.holder)}</span></p>
    <p><span class="chip" data-state=${MATCH_STATES[bank.match]}>${icon(MATCH_ICONS[bank.match])}${bank.match_label}</span> ${bank.found ? html`<span>${words.foundHolder(bank.found)}</span>` : nothing}</p>
  </section>`;
}

function note({ store, file }, panel) {
  const draft = file.notes.get(panel.seat);
  return html`<section aria-labelledby="note-title">
    <h3 id="note-title"><label for="note">${words.note}</label> <small class="num" role="status">${noteState(store, file, draft)}</small></h3>
    <textarea
      class="note"
      id="note"
      maxlength="2000"
      placeholder=${words.notePlaceholder}
      .value=${live(file.noteOf(panel) ?? "")}
      @input=${(event) => file.type(panel.seat, event.target.value)}
      @blur=${() => file.saveNote(panel.seat)}
    ></textarea>
  </section>`;
}

function noteState(store, file, draft) {
  if (draft) return draft.state === "failed" ? words.unsaved : words.saving;
  if (!file.savedAt) return nothing;
  return words.saved(timeOfDay(file.savedAt, store.state.desk.branch.zone, { seconds: false }));
}
