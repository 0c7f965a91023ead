// @ts-check
/** The line at the bottom: who hears the officer (as the forwarder acknowledged it), whom to talk to, the own microphone, undo. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { countdown, secondsUntil } from "./clock.js";
import { hasPicture, undoable } from "./needs.js";
import { supervisorHears } from "./supervisor.js";
import { words } from "./words.js";

const SEVEN = [1, 2, 3, 4, 5, 6, 7];

export function talkBar({ store, commands, room }) {
  return html`<section class="talkbar" aria-label=${words.talkBar}>
    ${hears({ store, commands })}
    <span class="lbl opt">${words.talkWith}</span>
    ${choice({ store, commands })} ${all({ store, commands })} ${microphone(store, room)} ${undo({ store, commands })}
  </section>`;
}

function hears({ store, commands }) {
  const { hears: places, missing, microphoneOn } = store.state;
  const isMute = missing.includes("microphone") || !microphoneOn;
  const isOverheard = supervisorHears(store);
  const isHeard = places.length > 0 || isOverheard;
  if (!isHeard || isMute) return nobody(isHeard ? muteReason(missing) : "");
  const names = [...(places.length ? [commands.namesOf(places)] : []), ...(isOverheard ? [words.theSupervisor] : [])].join(", ");
  return html`<p class="hears" data-state="talk" title=${names}>
    ${icon("volume-2")} <span>${words.hears(names)}</span>
    <span class="level level--live" data-state="talk" aria-hidden="true">${SEVEN.map(() => html`<i></i>`)}</span>
  </p>`;
}

function nobody(reason) {
  return html`<p class="hears hears--nobody" data-state=${reason ? "late" : "off"}>
    ${icon("volume-x")} <span>${words.nobodyHears}</span>${reason ? html`<small>${reason}</small>` : nothing}
  </p>`;
}

const muteReason = (missing) => (missing.includes("microphone") ? words.micMissing : words.micOff);

function choice({ store, commands }) {
  const { hears: places, asked, choosesSeveral } = store.state;
  return html`<div class="seg" role="group" aria-label=${words.choosePlace}>
    ${store.places.map(
      (row) =>
        html`<button
          aria-pressed=${String(places.includes(row.place))}
          class=${asked?.includes(row.place) ? "is-asked" : ""}
          aria-label=${(choosesSeveral ? words.talkAlsoTo : words.talkTo)(commands.nameOf(row.place))}
          ?disabled=${!hasPicture(row)}
          @click=${(event) => commands.press(row.place, event)}
        >
          ${row.place}
        </button>`,
    )}
    <button
      class="seg__several"
      aria-pressed=${String(choosesSeveral)}
      aria-label=${words.severalLong}
      title=${words.severalLong}
      @click=${() => commands.chooseSeveral(!choosesSeveral)}
    >
      ${icon("users")}
    </button>
    <button
      class="seg__silence"
      aria-pressed=${String(places.length === 0)}
      aria-label=${words.silenceLong}
      title=${words.silenceLong}
      @click=${() => commands.silence()}
    >
      ${icon("volume-x")}
    </button>
  </div>`;
}

/** A pointer talks while it is down; a keyboard or a reader presses once to begin and once to end. */
function all({ store, commands }) {
  const { toAllUntil } = store.state;
  const left = toAllUntil ? Math.max(0, Math.ceil((toAllUntil - Date.now()) / 1000)) : 0;
  const stop = () => commands.toAll(false);
  return html`<button
    class="btn btn--all"
    aria-pressed=${String(toAllUntil > 0)}
    aria-label=${words.allLong}
    title=${words.allLong}
    ?disabled=${!store.places.some(hasPicture)}
    @pointerdown=${(event) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      commands.toAll(true);
    }}
    @pointerup=${stop}
    @pointercancel=${stop}
    @click=${(event) => event.detail === 0 && commands.toAll(!toAllUntil)}
  >
    ${icon("megaphone")} ${words.all}
    ${left ? html`<b class="num">${countdown(left)}</b>` : html`<span class="key" aria-hidden="true">0 ${words.whileHeld}</span>`}
  </button>`;
}

function microphone(store, room) {
  const { microphoneOn, missing } = store.state;
  const isMissing = missing.includes("microphone");
  const text = isMissing ? words.noMicrophone : microphoneOn ? words.micOn : words.micIsOff;
  return html`<button
    class="btn push btn--mic"
    data-state=${microphoneOn && !isMissing ? "talk" : "late"}
    aria-label=${text}
    aria-pressed=${String(microphoneOn && !isMissing)}
    ?disabled=${isMissing}
    @click=${() => room.setMicrophone(!microphoneOn)}
  >
    ${icon(microphoneOn && !isMissing ? "mic" : "mic-off")} <span class="btn__word">${text}</span>
    <span class="key" aria-hidden="true">M</span>
  </button>`;
}

function undo({ store, commands }) {
  const row = undoable(store.places, store.state.chosen, store.now);
  if (!row) return nothing;
  const { seat } = row;
  const what = `${seat.ticket}, ${seat.outcome_label}`;
  return html`<button
    class="btn btn--undo"
    aria-label=${words.undoLong(what)}
    title=${words.undoLong(what)}
    ?disabled=${store.state.busy.has(`undo-${seat.id}`)}
    @click=${() => commands.undo()}
  >
    ${icon("undo-2")} ${words.undo} ${seat.ticket} <span class="key" aria-hidden="true">Z</span>
    <span class="num">${countdown(secondsUntil(seat.undo_until, store.now))}</span>
  </button>`;
}
