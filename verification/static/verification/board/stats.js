// @ts-check
/** The six numbers on top of the board. A number that asks for attention says so in a word beside its colour. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { minutesSince } from "../desk/clock.js";
import { words } from "./words.js";

const decimal = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const MANY_WAIT = 10;
const WAIT_NOTICE_MINUTES = 15;
const WAIT_LIMIT_MINUTES = 30;

export function stats(state, now) {
  const { numbers } = state;
  return html`<section class="stats" aria-label=${words.numbers}>
    ${waiting(state)} ${longest(state, now)} ${mean(numbers)} ${stat(words.done, numbers.done_today, words.people)}
    ${used(state)} ${officers(state)}
  </section>`;
}

function stat(title, value, unit, { hint = "", level = "" } = {}) {
  return html`<article class="stat" data-state=${level || nothing}>
    <h2>${title} ${level ? chip(level) : nothing}</h2>
    <p class="big num">${value}${unit ? html`<small>${unit}</small>` : nothing}</p>
    <p>${hint}</p>
  </article>`;
}

function chip(level) {
  const [name, word] = level === "late" ? ["triangle-alert", words.overLimit] : ["hourglass", words.attention];
  return html`<span class="chip" data-state=${level}>${icon(name)} ${word}</span>`;
}

function waiting({ numbers, waiting: line }) {
  const hint = line.length ? words.first(line[0].number) : words.nobody;
  return stat(words.waiting, numbers.waiting, words.people, { hint, level: numbers.waiting >= MANY_WAIT ? "wait" : "" });
}

function longest({ numbers }, now) {
  const minutes = minutesSince(numbers.longest_since, now);
  const level = minutes >= WAIT_LIMIT_MINUTES ? "late" : minutes >= WAIT_NOTICE_MINUTES ? "wait" : "";
  return stat(words.longest, minutes, words.minutes, { hint: words.limit(WAIT_LIMIT_MINUTES), level });
}

function mean({ mean_wait_minutes_today: minutes }) {
  if (minutes === null) return stat(words.meanWait, "–", "", { hint: words.noneYet });
  return stat(words.meanWait, Math.round(minutes), words.minutes);
}

function used({ numbers, booths }) {
  const free = booths.filter(({ state }) => state === "empty").length;
  return stat(words.used, numbers.booths_used, words.of(numbers.booths), { hint: words.free(free) });
}

function officers({ numbers }) {
  const { officers_on_duty: count, booths_used: booths } = numbers;
  const hint = count ? words.perOfficer(decimal.format(booths / count)) : "";
  return stat(words.onDuty, count, "", { hint });
}
