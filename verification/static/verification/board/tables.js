// @ts-check
/** The officers with what they do, and the people who wait, as two tables. */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { icon } from "lapak/icon.js";
import { duration, minutesSince, secondsSince } from "../desk/clock.js";
import { words } from "./words.js";

const DUTIES = { ready: ["talk", "circle-check"], break: ["wait", "coffee"], away: ["off", "user-x"] };
const SHOWN_OF_THE_LINE = 10;

export function officers(state, now) {
  const ready = state.officers.filter((one) => one.state === "ready").length;
  return html`<section class="panel" aria-labelledby="officers-title">
    <div class="panel__head">
      <h2 id="officers-title">${words.officers}</h2>
      <span class="chip chip--line num">${words.active(ready, state.officers.length)}</span>
    </div>
    ${state.officers.length ? officersTable(state.officers, now) : html`<p class="empty">${icon("users")} ${words.noOfficers}</p>`}
  </section>`;
}

function officersTable(rows, now) {
  return html`<table class="table officers">
    <thead>
      <tr>
        <th scope="col">${words.name}</th><th scope="col">${words.state}</th><th scope="col">${words.since}</th>
        <th scope="col">${words.places}</th><th scope="col" class="n">${words.doneShort}</th>
      </tr>
    </thead>
    <tbody>
      ${repeat(rows, ({ name }) => name, (row) => officer(row, now))}
    </tbody>
  </table>`;
}

function officer(row, now) {
  const [state, name] = DUTIES[row.state] ?? DUTIES.away;
  return html`<tr>
    <th scope="row" class="nm">${row.name}</th>
    <td>
      <span class="chip" data-state=${state}>${icon(name)} ${row.state_label}${row.reason_label ? html`: ${row.reason_label}` : nothing}</span>
    </td>
    <td class="num">${duration(secondsSince(row.since, now))}</td>
    <td>
      <span class="dots" role="img" aria-label=${words.usedPlaces(row.used, row.places.length)}
        >${row.places.map((word) => html`<i data-state=${word || nothing}></i>`)}</span
      >
      <span class="num dots__count" aria-hidden="true">${row.used}/${row.places.length}</span>
    </td>
    <td class="n">${row.done_today}</td>
  </tr>`;
}

export function line(state, now) {
  const { waiting, numbers } = state;
  const rest = numbers.waiting - Math.min(waiting.length, SHOWN_OF_THE_LINE);
  return html`<section class="panel line" aria-labelledby="line-title">
    <div class="panel__head"><h2 id="line-title">${words.line}</h2><span class="chip chip--line num">${numbers.waiting} ${words.people}</span></div>
    ${waiting.length ? lineTable(waiting.slice(0, SHOWN_OF_THE_LINE), now) : html`<p class="empty">${icon("armchair")} ${words.emptyLine}</p>`}
    ${rest > 0 ? html`<p class="more num">${words.more(rest)}</p>` : nothing}
  </section>`;
}

function lineTable(rows, now) {
  return html`<table class="table">
    <thead>
      <tr><th scope="col">${words.number}</th><th scope="col">${words.reason}</th><th scope="col" class="n">${words.waited}</th></tr>
    </thead>
    <tbody>
      ${repeat(
        rows,
        ({ number }) => number,
        ({ number, reason_label, issued_at }) =>
          html`<tr>
            <th scope="row" class="ticket">${number}</th><td>${reason_label}</td>
            <td class="n">${minutesSince(issued_at, now)} ${words.minutes}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
