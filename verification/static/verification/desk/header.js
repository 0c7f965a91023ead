// @ts-check
/** The desk's part of the bar on top: own state, places used, the line of waiting people, what is missing, the clock. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { duration, minutesSince, secondsSince, timeOfDay } from "./clock.js";
import { needs, tileState } from "./needs.js";
import { popup } from "./popup.js";
import { supervisorChip } from "./supervisor.js";
import { words } from "./words.js";

const STALE_AFTER_SECONDS = 10;

export function headerLeft(desk) {
  const { store } = desk;
  const { branch, waiting, done_today } = store.state.desk;
  const longest = waiting.longest_since ? minutesSince(waiting.longest_since, store.now) : 0;
  return html`<span class="vr"></span>
    <span class="bar__branch opt">${branch.name}</span>
    ${stateButton(desk)} ${supervisorChip(desk)} ${usedPlaces(store)}
    <span class="vr"></span>
    <span class="kv">${words.waiting} <b>${waiting.count}</b></span>
    ${waiting.count ? html`<span class="kv">${words.longest} <b>${words.minutes(longest)}</b></span>` : nothing}
    <span class="kv opt">${words.doneToday} <b>${done_today}</b></span>`;
}

export function headerRight({ store, commands, room, shortcuts }) {
  const { link } = store.state;
  const open = needs(store.places, { ...store.state, now: store.now }).length;
  return html`${missing(store, room)} ${age(link)}
    <button class="btn btn--small btn--ghost" aria-label=${words.shortcuts} title=${words.shortcuts} @click=${() => shortcuts.show()}>
      ${icon("keyboard")} <span class="key" aria-hidden="true">?</span>
    </button>
    <button class="btn btn--small bell" @click=${() => shortcuts.nextNeed()} aria-label="${words.attention}: ${words.open(open)}">
      ${icon("bell")} <span class="opt">${words.attention}</span> <span class="key" aria-hidden="true">A</span>
      ${open ? html`<span class="count num">${open}</span>` : nothing}
    </button>
    <time class="clock num">${timeOfDay(store.now, store.state.desk.branch.zone)} <small>${store.state.desk.branch.zone}</small></time>`;
}

function stateButton(desk) {
  const { store, commands } = desk;
  const { officer, break_reasons } = store.state.desk;
  const pause = officer.break;
  const label = pause
    ? html`${pause.label} <span class="num">${duration(secondsSince(pause.since, store.now))}</span>`
    : words.stateReady;
  const choices = [
    { label: words.stateReady, icon: "circle-check", isCurrent: !pause, choose: () => commands.takeBreak(null) },
    ...break_reasons.map((one) => ({
      label: one.label,
      icon: "coffee",
      isCurrent: pause?.reason === one.code,
      choose: () => commands.takeBreak(one.code),
    })),
    ...calmChoices(officer, commands),
    { label: words.endShift, icon: "power", kind: "is-danger", choose: () => commands.endShift() },
  ];
  return popup({
    desk,
    name: "state",
    title: words.stateMenu,
    kind: `btn btn--small state-btn ${pause ? "is-break" : ""}`,
    disabled: store.state.busy.has("break") || store.state.busy.has("end"),
    button: html`${icon(pause ? "coffee" : "circle-check")} ${label} ${icon("chevron-down")}`,
    choices,
  });
}

/** Fewer people at once for a while: one less than now, or back to all places. */
function calmChoices({ calm_places, most_places }, commands) {
  if (most_places < 2) return [];
  const fewer = Math.max(1, (calm_places ?? most_places) - 1);
  return [
    { label: words.calmMode(fewer), icon: "armchair", isCurrent: false, choose: () => commands.setCalm(fewer) },
    ...(calm_places ? [{ label: words.calmOver(most_places), icon: "users", isCurrent: false, choose: () => commands.setCalm(null) }] : []),
  ];
}

function usedPlaces(store) {
  const used = store.places.filter((row) => row.seat).length;
  const text = words.usedPlaces(used, store.places.length);
  const { hears, desk } = store.state;
  const calm = desk.officer.calm_places;
  return html`<span class="kv"
    ><span class="dots" role="img" aria-label=${text}
      >${store.places.map((row) => {
        const state = row.seat ? tileState(row, { hears, now: store.now }).state : nothing;
        return html`<i data-state=${state}></i>`;
      })}</span
    >
    <b>${used}/${store.places.length}</b>
    ${calm ? html`<span class="chip" title=${words.calmNow(calm)}>${icon("armchair")} ${calm}</span>` : nothing}</span
  >`;
}

function missing(store, room) {
  const { missing: devices } = store.state;
  if (!devices.length) return nothing;
  const text = devices.length > 1 ? words.noDevices : devices[0] === "camera" ? words.noCamera : words.noMicrophone;
  return html`<span class="chip" data-state="wait" role="status">${icon("video-off")} ${text}</span>
    <button class="btn btn--small" @click=${() => room.retry()}>${words.retry}</button>`;
}

function age({ connected, staleSeconds }) {
  if (connected && staleSeconds < STALE_AFTER_SECONDS) return nothing;
  return html`<span class="chip num" data-state="late">${icon("clock")} ${words.age(Math.round(staleSeconds))}</span>`;
}
