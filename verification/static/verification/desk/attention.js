// @ts-check
/** The list of places that need the officer, most urgent first, each with its one button. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { duration } from "./clock.js";
import { mayRecall, needs } from "./needs.js";
import { words } from "./words.js";

const ICONS = {
  hand: ["hand", "hand"],
  lost: ["lost", "unplug"],
  late: ["late", "triangle-alert"],
  wait: ["wait", "hourglass"],
  recall: ["call", "footprints"],
  noShow: ["late", "user-x"],
  picture: ["weak", "video-off"],
  boothLost: ["lost", "monitor"],
};

export function attention({ store, commands }) {
  const open = needs(store.places, { ...store.state, now: store.now });
  const advised = adviceButton({ store, commands });
  return html`<section class="panel attention" aria-labelledby="attention-title">
    <div class="panel__head">
      <h2 id="attention-title">${words.needsYou} <span class="key" aria-hidden="true">A</span></h2>
      ${advised}
      ${open.length && advised === nothing ? html`<span class="chip num" data-state="wait">${words.open(open.length)}</span>` : nothing}
    </div>
    ${open.length
      ? html`<ul class="alerts" tabindex=${open.length > 3 ? "0" : nothing} aria-labelledby="attention-title">
          ${open.map((one) => line({ store, commands }, one))}
        </ul>`
      : html`<p class="calm">${icon("circle-check")} ${words.allCalm}</p>`}
  </section>`;
}

/** Follows the scheduler's advice, whose reason stands on the tile. */
function adviceButton({ store, commands }) {
  const { advice } = store.state.desk;
  if (!advice || store.state.hears.includes(advice.place)) return nothing;
  return html`<button class="btn btn--small attention__advice" title=${advice.sentence} @click=${() => commands.talkAsAdvised()}>
    ${icon("arrow-right")} ${words.adviceFor(commands.nameOf(advice.place))} <span class="key" aria-hidden="true">B</span>
  </button>`;
}

function line({ store, commands }, one) {
  const [state, name] = ICONS[one.kind];
  const ticket = one.row.seat?.ticket ?? "";
  return html`<li class="alert" data-state=${state}>
    <span class="badge">${icon(name)}</span>
    <p>
      <b>${words.needs[one.kind](capital(commands.nameOf(one.place)))}</b>
      <small class="num">${ticket ? `${ticket} · ` : ""}${duration(one.seconds)}</small>
    </p>
    ${button({ store, commands }, one)}
  </li>`;
}

function button({ store, commands }, { kind, place, row }) {
  const choices = {
    recall: [words.recall(row.seat?.recalls, row.seat?.recalls_allowed), () => commands.recall(row)],
    noShow: [words.noShow, () => (commands.choose(place), store.change({ noShowOf: place }))],
    lost: [words.see, () => commands.choose(place)],
    boothLost: [words.see, () => commands.choose(place)],
  };
  const [text, act] = choices[kind] ?? [words.talk, () => commands.talk(place)];
  const isTalk = !choices[kind];
  const isBlocked = kind === "recall" && (!mayRecall(row.seat, store.now) || store.state.busy.has(`recall-${place}`));
  return html`<button class="btn btn--small" data-need=${place} ?disabled=${isBlocked} @click=${act}>
    ${text} ${isTalk ? html`<span class="key" aria-hidden="true">${place}</span>` : nothing}
  </button>`;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
