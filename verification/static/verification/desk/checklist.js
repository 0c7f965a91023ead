// @ts-check
/** The checklist: one row an item, three answers each; the arrow keys walk through it like through a table. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { TAX_ITEM, taxNumber } from "./tax-number.js";
import { words } from "./words.js";

const RESULTS = [
  { result: "MATCH", icon: "check", sign: "circle-check", answer: "ok" },
  { result: "MISMATCH", icon: "x", sign: "circle-x", answer: "no" },
  { result: "UNREADABLE", icon: "circle-question-mark", sign: "circle-question-mark", answer: "unclear" },
];

export function checklist({ file }, row, panel) {
  const items = panel.checklist;
  const current = items.find((one) => !one.result)?.item;
  const isLocked = !["LIVE", "ON_HOLD", "INTERRUPTED"].includes(row.seat.status);
  return html`<section aria-labelledby="checklist-title">
    <h3 id="checklist-title">
      ${words.checklist} <small class="num">${words.answered(items.length - panel.open_items, items.length)}</small>
    </h3>
    <div class="check" @keydown=${walk}>
      ${items.map((one, index) => line(file, one, { panel, isCurrent: one.item === current, isLocked, isNewPhase: one.phase !== items[index - 1]?.phase }))}
    </div>
  </section>`;
}

function line(file, one, { panel, isCurrent, isLocked, isNewPhase }) {
  const given = RESULTS.find(({ result }) => result === one.result);
  const isPending = file.answers.shown.has(one.item);
  return html`${isNewPhase ? html`<p class="check__phase">${one.phase_label}</p>` : nothing}
    <div class="check__row" data-item=${one.item} data-answer=${given?.answer ?? ""} aria-current=${isCurrent ? "step" : nothing}>
      ${icon(given?.sign ?? "circle-dashed")}
      <span>${one.label} ${one.hint ? html`<small>${one.hint}</small>` : nothing}</span>
      <div class="tri" role="group" aria-label=${one.label}>
        ${RESULTS.map((choice, index) => answer(file, one, { choice, given, index, isLocked: isLocked || isPending }))}
      </div>
    </div>
    ${one.item === TAX_ITEM ? taxNumber(file, panel, isLocked) : nothing}`;
}

/** Pressing the given answer again takes it back. */
function answer(file, one, { choice, given, index, isLocked }) {
  const isGiven = given === choice;
  const isStop = isGiven || (!given && index === 0);
  return html`<button
    class="tri__answer"
    data-result=${choice.result}
    aria-pressed=${String(isGiven)}
    aria-label=${words.answer(one.label, words.results[choice.result])}
    title=${words.results[choice.result]}
    tabindex=${isStop ? "0" : "-1"}
    aria-disabled=${isLocked ? "true" : nothing}
    @click=${() => isLocked || file.mark(one, isGiven ? null : choice.result)}
  >
    ${icon(choice.icon)}
  </button>`;
}

const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: RESULTS.length, ArrowUp: -RESULTS.length };

function walk(event) {
  const step = STEPS[event.key];
  const answers = [...event.currentTarget.querySelectorAll(".tri__answer")];
  const at = answers.indexOf(event.target);
  if (!step || at < 0) return;
  event.preventDefault();
  answers[at + step]?.focus();
}
