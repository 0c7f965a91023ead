// @ts-check
/** What a place shows and what needs the officer, read from the snapshot and the acknowledged sound. Pure. */

import { secondsSince } from "./clock.js";

const WAIT_TARGET_SECONDS = 60;
const LATE_AFTER_SECONDS = 180;
const IN_ROOM = ["LIVE", "ON_HOLD", "INTERRUPTED", "DECIDED"];
const URGENCY = ["hand", "lost", "late", "noShow", "picture", "recall", "wait", "boothLost"];

/** The window of a place carries a person: from joining the room until the booth is wiped. */
export const hasPicture = (row) => Boolean(row.seat) && ["CONNECTING", ...IN_ROOM].includes(row.seat.status);

export const isInRoom = (row) => Boolean(row.seat) && IN_ROOM.includes(row.seat.status);

/**
 * Return the data-state word of a tile. Green is only ever what the forwarder has acknowledged:
 * a focus that has not arrived there yet is `opening`.
 * @returns {{state: string, kind: string}}
 */
export function tileState(row, { hears, now }) {
  if (!row.seat) return emptyState(row.booth);
  const { status, state } = row.seat;
  if (status === "LIVE" && hears.includes(row.place)) return { state: "talk", kind: "talk" };
  if (state === "talk") return { state: "wait", kind: "opening" };
  if (state === "wait" && waitedSeconds(row.seat, now) >= LATE_AFTER_SECONDS) return { state: "late", kind: "late" };
  return { state, kind: state };
}

function emptyState(booth) {
  if (!booth) return { state: "off", kind: "unplaced" };
  const kinds = { out_of_order: "off", lost: "lost", clearing: "done", seated: "done", free: "empty" };
  const state = kinds[booth.state] ?? "empty";
  return { state, kind: `booth-${booth.state}` };
}

/** Since when the person is attended or waits for the officer. */
export function waitedSeconds(seat, now) {
  return secondsSince(seat.attended_at ?? seat.changed_at, now);
}

/** What is known of the line of the person there now, not of who sat there before. */
export const lineOf = (/** @type {Record<number, any>} */ lines, row) => (lines[row.place]?.seat === row.seat?.id ? lines[row.place] : undefined);

/** What is wrong with a picture that arrives: `frozen` or `black`; undefined when nothing is. */
export function pictureFault(/** @type {Record<number, any>} */ lines, row) {
  const picture = lineOf(lines, row)?.picture;
  return ["frozen", "black"].includes(picture) ? picture : undefined;
}

/** Everything that needs the officer, most urgent first; within one kind the longest wait first. */
export function needs(places, { hears, silent, lines = {}, now }) {
  const found = places.map((row) => need(row, { hears, silent, lines, now })).filter((one) => one !== null);
  return found.sort((a, b) => URGENCY.indexOf(a.kind) - URGENCY.indexOf(b.kind) || b.seconds - a.seconds);
}

function need(row, { hears, silent, lines, now }) {
  const kind = needKind(row, { hears, silent, lines, now });
  if (!kind) return null;
  const seconds = row.seat ? waitedSeconds(row.seat, now) : secondsSince(row.booth?.since, now);
  return { place: row.place, row, kind, seconds };
}

function needKind(row, { hears, silent, lines, now }) {
  if (!row.seat) return row.booth?.state === "lost" ? "boothLost" : null;
  const { seat, place } = row;
  const { state } = tileState(row, { hears, now });
  if (seat.status === "DECIDED") return null;
  if (seat.hand && state !== "talk") return "hand";
  if (seat.status === "INTERRUPTED" || state === "lost") return "lost";
  if (seat.status === "CALLED") return calledNeed(seat, now);
  if (isInRoom(row) && (silent.includes(place) || pictureFault(lines, row))) return "picture";
  if (state === "late") return "late";
  return state === "wait" && waitedSeconds(seat, now) >= WAIT_TARGET_SECONDS ? "wait" : null;
}

function calledNeed(seat, now) {
  if (seat.may_propose_no_show) return "noShow";
  return mayRecall(seat, now) ? "recall" : null;
}

export function mayRecall(seat, now) {
  return seat.status === "CALLED" && seat.recalls < seat.recalls_allowed && now >= Date.parse(seat.recall_from);
}

/** Why a case cannot be verified now; null when it can. */
export function verifyHindrance(row, panel) {
  if (!panel) return { kind: "missing", count: row?.seat?.open_items ?? 0 };
  if (panel.open_items > 0) return { kind: "missing", count: panel.open_items };
  if (panel.checklist.some((one) => one.result !== "MATCH")) return { kind: "notAllMatch" };
  if (row.seat.status === "ON_HOLD") return { kind: "resumeFirst" };
  return row.seat.status === "LIVE" ? null : { kind: "notInRoom" };
}

/** The decision that can still be undone: the chosen place first, then the one with the most time left. */
export function undoable(places, chosen, now) {
  const open = places.filter((row) => row.seat?.undo_until && Date.parse(row.seat.undo_until) > now);
  const ofChosen = open.find((row) => row.place === chosen);
  return ofChosen ?? open.sort((a, b) => Date.parse(b.seat.undo_until) - Date.parse(a.seat.undo_until))[0] ?? null;
}
