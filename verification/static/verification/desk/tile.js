// @ts-check
/** One tile: the picture of a place, who sits there, what state it is in, and the buttons under it. Decides nothing. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { countdown, duration, secondsSince, secondsUntil } from "./clock.js";
import { emptyTile } from "./empty-tile.js";
import { hasPicture, isInRoom, lineOf, mayRecall, pictureFault, tileState, waitedSeconds } from "./needs.js";
import { recordingSign } from "./evidence.js";
import { supervisorSign } from "./supervisor.js";
import { words } from "./words.js";

const ICONS = {
  talk: "volume-2",
  opening: "volume-2",
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
};
const SEVEN = [1, 2, 3, 4, 5, 6, 7];

/** @param {any} desk what the page knows and can do: {store, commands} */
export function tile({ store, commands }, row) {
  const { hears, enlarged, chosen } = store.state;
  const { state, kind } = tileState(row, { hears, now: store.now });
  const isChosen = chosen === row.place;
  return html`<article
    class="tile ${row.seat ? "" : "tile--empty"} ${isChosen ? "is-chosen" : ""} ${enlarged === row.place ? "is-large" : ""}"
    data-place=${row.place}
    data-state=${state}
    data-ticket=${row.seat?.ticket ?? ""}
    data-status=${row.seat?.status ?? ""}
    aria-label=${label(row, kind)}
  >
    <div class="tile__video">
      <video data-window=${row.place} autoplay playsinline muted ?hidden=${!hasPicture(row)}></video>
      ${row.seat ? message({ store, commands }, row) : nothing}
      ${row.seat ? pick(commands, row, isChosen) : nothing}
      <div class="tile__top">${top(store, row, state, kind)}</div>
      ${advised(store, row)}
    </div>
    ${row.seat ? foot({ store, commands }, row, state) : emptyTile({ store, commands }, row)}
  </article>`;
}

function kindWord(row, kind) {
  if (kind === "talk") return words.talking;
  if (kind === "opening") return words.opening;
  if (kind === "late") return words.tooLong;
  return row.seat?.state_label ?? "";
}

function label(row, kind) {
  const parts = [words.tile(row.place), row.booth ? words.booth(row.booth.number) : words.noBooth];
  if (row.seat) parts.push(row.seat.ticket, row.seat.name, kindWord(row, kind));
  return parts.join(", ");
}

function pick(commands, row, isChosen) {
  return html`<button class="tile__pick" aria-pressed=${String(isChosen)} @click=${() => commands.choose(row.place)}>
    <span class="sr">${words.openCase(row.seat.ticket)}</span>
  </button>`;
}

function top(store, row, state, kind) {
  return html`<span class="tile__no" title=${words.tile(row.place)}>${row.place}</span>
    ${row.seat ? chip(state, row, kind) : nothing}
    ${row.booth ? html`<span class="tile__booth">${words.booth(row.booth.number)}</span>` : nothing}
    ${row.seat ? timer(store, row) : nothing}`;
}

/** Whom the scheduler advises next, and why; nothing while the officer talks with this person. */
function advised(store, row) {
  const { advice } = store.state.desk;
  if (advice?.place !== row.place || !row.seat || store.state.hears.includes(row.place)) return nothing;
  return html`<p class="next-badge tile__next">${icon("arrow-right")}<span><b>${words.advised}</b>${advice.sentence}</span></p>`;
}

function chip(state, row, kind) {
  const isLoud = ["talk", "hand"].includes(state);
  return html`<span class="chip ${isLoud ? "chip--solid" : ""}" title=${kindWord(row, kind)}
    >${icon(ICONS[kind] ?? ICONS[state] ?? "circle-dashed")} <span class="tile__word">${kindWord(row, kind)}</span></span
  >`;
}

function timer(store, row) {
  const { seat } = row;
  return html`<span class="tile__time num">
    <b title=${words.inState}>${duration(waitedSeconds(seat, store.now))}</b>
    <small title=${words.total}>/ ${duration(secondsSince(seat.called_at, store.now))}</small>
  </span>`;
}

/** Where there is no picture to look at, one icon and one sentence stand in its place. */
function message({ store, commands }, row) {
  const { status } = row.seat;
  if (status === "CALLED") return called({ store, commands }, row);
  if (status === "CONNECTING") return notice("settings", words.connecting, words.connectingHint);
  if (status === "INTERRUPTED") {
    const since = countdown(secondsSince(row.seat.changed_at, store.now));
    return notice("unplug", `${words.interrupted} ${since}`, words.interruptedHint);
  }
  if (status === "DECIDED") return notice("check", row.seat.outcome_label, undoLine(store, row.seat));
  const [sign, sentence] = trouble(store.state, row);
  return sign ? html`<p class="tile__still">${icon(sign)} ${sentence}</p>` : nothing;
}

/** What the officer would not see or hear by himself. @returns {string[]} icon and words, empty when all is well */
function trouble({ silent, lines, voices }, row) {
  const { place, seat } = row;
  if (silent.includes(place)) return ["video-off", words.noPicture];
  const picture = pictureFault(lines, row);
  if (picture) return ["video-off", words.faults[picture]];
  if (lineOf(lines, row)?.sound === "silent") return ["mic-off", words.faults.silent];
  return seat.status === "ON_HOLD" && voices[place] ? ["mic", words.speaksOnHold] : [];
}

function undoLine(store, seat) {
  const left = secondsUntil(seat.undo_until, store.now);
  return left ? `${words.undo} Z ${countdown(left)}` : words.clearing;
}

function notice(name, headline, hint) {
  return html`<p class="tile__msg">${icon(name)}${headline}<small class="num">${hint}</small></p>`;
}

function called({ store, commands }, row) {
  const isAsking = store.state.noShowOf === row.place;
  return html`<div class="tile__msg tile__msg--called">
    ${icon("footprints")}<span>${words.onTheWay(row.booth?.number ?? row.place)}</span><small>${words.arrived}</small>
    <div class="tile__ask">${isAsking ? confirmNoShow({ store, commands }, row) : calledButtons({ store, commands }, row)}</div>
  </div>`;
}

function calledButtons({ store, commands }, row) {
  const { seat } = row;
  const now = store.now;
  const wait = secondsUntil(seat.recall_from, now);
  const isSpent = seat.recalls >= seat.recalls_allowed;
  const text = wait && !isSpent ? words.recallIn(countdown(wait)) : words.recall(seat.recalls, seat.recalls_allowed);
  const isBusy = store.state.busy.has(`recall-${row.place}`);
  return html`<button class="btn btn--small num" ?disabled=${!mayRecall(seat, now) || isBusy} @click=${() => commands.recall(row)}>
      ${icon("megaphone")} ${text}
    </button>
    <button
      class="btn btn--small btn--ghost"
      ?disabled=${!seat.may_propose_no_show}
      @click=${() => store.change({ noShowOf: row.place })}
    >
      ${words.noShow}
    </button>`;
}

function confirmNoShow({ store, commands }, row) {
  const isBusy = store.state.busy.has(`no-show-${row.place}`);
  return html`<b>${words.noShowSure(row.seat.ticket)}</b>
    <button class="btn btn--small btn--danger" ?disabled=${isBusy} @click=${() => commands.noShow(row)}>${words.yesNoShow}</button>
    <button class="btn btn--small" @click=${() => store.change({ noShowOf: null })}>${words.back}</button>`;
}

function foot({ store, commands }, row, state) {
  const { seat } = row;
  return html`<footer class="tile__foot">
    <div class="tile__lines">
      <div class="tile__who"><span class="ticket">${seat.ticket}</span><span class="name">${seat.name}</span></div>
      <div class="tile__step">
        ${signs(store, row, state)}
        <span class="steps" data-at=${seat.step} role="img" aria-label=${words.stepOf(seat.step, seat.steps)}
          >${SEVEN.map(() => html`<i></i>`)}</span
        >
        <span class="tile__phase">${seat.phase_label}</span>
      </div>
    </div>
    <div class="tile__buttons">${buttons({ store, commands }, row, state)}</div>
  </footer>`;
}

function signs(store, row, state) {
  if (!isInRoom(row)) return nothing;
  const isHeard = store.state.heard.includes(row.place);
  const bars = store.state.quality[row.place]?.bars ?? 0;
  const voice = store.state.voices[row.place] ?? 0;
  return html`<span class="tile__icons">
    ${row.seat.hand ? html`<span class="warn" role="img" aria-label=${words.handUp}>${icon("hand")}</span>` : nothing}
    ${supervisorSign(store, row.place)} ${recordingSign(row, store.state.desk.branch.zone)}
    <span class=${isHeard ? "on" : "off"} role="img" aria-label=${isHeard ? words.heard : words.notHeard}
      >${icon(isHeard ? "mic" : "mic-off")}</span
    >
    <span class="voice" data-bars=${voice} role="img" aria-label=${voice ? words.speaks : words.speaksNot}><i></i><i></i><i></i></span>
    <span
      class="signal ${bars && bars < 3 ? "warn" : ""}"
      data-bars=${bars}
      role="img"
      aria-label=${words.signal[bars]}
      title=${lineTitle(lineOf(store.state.lines, row), words.signal[bars])}
      ><i></i><i></i><i></i><i></i
    ></span>
  </span>`;
}

function lineTitle(line, signal) {
  return line ? `${signal}: ${words.line(line)}` : signal;
}

function buttons({ store, commands }, row, state) {
  const { place, seat } = row;
  const isTalking = state === "talk";
  const isHeld = seat.status === "ON_HOLD";
  const canTalk = ["LIVE", "ON_HOLD", "INTERRUPTED"].includes(seat.status);
  const isLarge = store.state.enlarged === place;
  return html`<button
      class="btn btn--icon btn--talk"
      aria-pressed=${String(isTalking)}
      aria-label=${words.talkTo(seat.ticket)}
      title="${words.talk} (${place})"
      ?disabled=${!canTalk}
      @click=${(event) => commands.press(place, event)}
    >
      ${icon("volume-2")}
    </button>
    <button
      class="btn btn--icon btn--hold"
      aria-pressed=${String(isHeld)}
      aria-label="${isHeld ? words.resume : words.hold} ${seat.ticket}"
      title="${isHeld ? words.resume : words.hold} (H)"
      ?disabled=${!["LIVE", "ON_HOLD"].includes(seat.status)}
      @click=${() => commands.hold(place)}
    >
      ${icon(isHeld ? "play" : "pause")}
    </button>
    <button
      class="btn btn--icon"
      aria-pressed=${String(isLarge)}
      aria-label="${isLarge ? words.shrink : words.enlarge} ${seat.ticket}"
      title="${isLarge ? words.shrink : words.enlarge} (E)"
      @click=${() => commands.enlarge(place)}
    >
      ${icon(isLarge ? "minimize-2" : "maximize-2")}
    </button>`;
}
