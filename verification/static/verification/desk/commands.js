// @ts-check
/** What the officer can do, one verb each: asks the server and takes its answer. Decides nothing and draws nothing. */

import { announce } from "lapak/announce.js";
import { Refused, post } from "lapak/live.js";
import { isInRoom, mayRecall, undoable, verifyHindrance } from "./needs.js";
import { words } from "./words.js";

const TO_ALL_SECONDS = 30;

export class Commands {
  /**
   * @param {object} tools
   * @param {import("./store.js").Store} tools.store
   * @param {import("./case-file.js").CaseFile} tools.file
   * @param {(message: object) => void} tools.send
   * @param {string} tools.api
   * @param {(answer: any) => void} tools.accept takes {seq, at, state} of an answer
   */
  constructor({ store, file, send, api, accept }) {
    this.store = store;
    this.file = file;
    this.send = send;
    this.api = api;
    this.accept = accept;
    this.toAllTimer = 0;
  }

  /** How a place is called aloud and in sentences: its booth, and the place where the two numbers differ. */
  nameOf(/** @type {number} */ place) {
    const booth = this.store.place(place)?.booth;
    return booth ? words.placeOfBooth(booth.number, place) : words.tile(place);
  }

  /** Several places in few words; each by itself where a booth is missing or has another number than its place. */
  namesOf(/** @type {number[]} */ places) {
    const isPlain = places.length > 1 && places.every((place) => this.store.place(place)?.booth?.number === place);
    return isPlain ? words.booth(places.join(", ")) : places.map((place) => this.nameOf(place)).join(", ");
  }

  // ---- sound

  talk(/** @type {number|null} */ place) {
    const row = this.store.place(place);
    if (!row) return;
    this.choose(place);
    if (!isInRoom(row)) return;
    this.store.change({ asked: [place] });
    this.send({ type: "focus", place });
  }

  /** Take a place into those that are talked with at once, or out of them; the others stay. */
  toggle(/** @type {number} */ place) {
    if (!isInRoom(this.store.place(place) ?? {})) return;
    const { asked, heard } = this.store.state;
    const before = asked ?? heard;
    const places = before.includes(place) ? before.filter((one) => one !== place) : [...before, place].sort();
    this.store.change({ asked: places });
    this.send({ type: "subset", places });
  }

  /** A press on a place: talk with it alone, or change those talked with. */
  press(/** @type {number} */ place, /** @type {{shiftKey?: boolean}} */ event = {}) {
    if (event.shiftKey || this.store.state.choosesSeveral) this.toggle(place);
    else this.talk(place);
  }

  chooseSeveral(/** @type {boolean} */ choosesSeveral) {
    this.store.change({ choosesSeveral });
    announce(choosesSeveral ? words.said.several : words.said.one);
  }

  silence() {
    this.store.change({ asked: [] });
    this.send({ type: "focus", place: null });
  }

  toAll(/** @type {boolean} */ on) {
    if (on === Boolean(this.store.state.toAllUntil)) return;
    clearTimeout(this.toAllTimer);
    if (on) this.toAllTimer = setTimeout(() => this.toAll(false), TO_ALL_SECONDS * 1000);
    this.store.change({ toAllUntil: on ? Date.now() + TO_ALL_SECONDS * 1000 : 0 });
    this.send({ type: "to_all", on });
  }

  hold(/** @type {number|null} */ place = this.store.state.chosen) {
    const seat = this.store.place(place)?.seat;
    if (!seat || !["LIVE", "ON_HOLD"].includes(seat.status)) return;
    const on = seat.status === "LIVE";
    this.send({ type: "hold", place, on });
    announce((on ? words.said.held : words.said.resumed)(this.nameOf(/** @type {number} */ (place))));
  }

  // ---- what is kept

  /** Start, or pause and go on, what is kept of the talk with this place. */
  record(/** @type {number|null} */ place = this.store.state.chosen) {
    const seat = this.store.place(place)?.seat;
    if (!seat?.may_record) return announce(words.evidence.notAgreed);
    const to = { "": "start", RUNNING: "pause", PAUSED: "resume" }[seat.recording];
    this.send({ type: "record", place, to });
    announce(words.evidence.said[to]);
  }

  stopRecording(/** @type {number} */ place) {
    this.send({ type: "record", place, to: "stop" });
    announce(words.evidence.said.stop);
  }

  picture(/** @type {number} */ seat, /** @type {string} */ subject) {
    return this.ask(`still-${seat}`, `seats/${seat}/still`, { subject });
  }

  // ---- what is shown

  choose(/** @type {number|null} */ place) {
    if (!this.store.place(place) || this.store.state.chosen === place) return;
    this.store.change({ chosen: place, popup: null, noShowOf: null });
    announce(words.said.selected(this.nameOf(/** @type {number} */ (place))));
  }

  enlarge(/** @type {number|null} */ place = this.store.state.enlarged ?? this.store.state.chosen) {
    if (place === null) return;
    const enlarged = this.store.state.enlarged === place ? null : place;
    this.store.change({ enlarged });
    announce(enlarged ? words.said.enlarged(this.nameOf(place)) : words.said.shrunk);
  }

  open(/** @type {string|null} */ popup) {
    this.store.change({ popup: this.store.state.popup === popup ? null : popup });
  }

  /** One step back: the pop-up, then a question, then the enlarged picture. */
  leave() {
    const { popup, noShowOf, enlarged } = this.store.state;
    if (popup) this.open(null);
    else if (noShowOf) this.store.change({ noShowOf: null });
    else if (enlarged) this.enlarge(enlarged);
  }

  // ---- people

  /** Talk with whom the scheduler advises; the officer may always talk with somebody else. */
  talkAsAdvised() {
    const advice = this.store.state.desk?.advice;
    if (!advice) return announce(words.said.nothingAdvised);
    this.talk(advice.place);
  }

  async call(/** @type {number|null} */ place = null) {
    const free = place ?? this.store.places.find((row) => !row.seat && row.booth?.state === "free")?.place ?? null;
    const done = await this.ask("call", "call");
    if (done && free) announce(words.said.called(this.nameOf(free)));
  }

  async recall(/** @type {any} */ row = this.recallable()) {
    if (!row || !mayRecall(row.seat, this.store.now)) return;
    const done = await this.ask(`recall-${row.place}`, `seats/${row.seat.id}/recall`);
    if (done) announce(words.said.recalled(this.nameOf(row.place)));
  }

  recallable() {
    const rows = [this.store.chosen, ...this.store.places];
    return rows.find((row) => row?.seat && mayRecall(row.seat, this.store.now));
  }

  async noShow(/** @type {any} */ row) {
    await this.ask(`no-show-${row.place}`, `seats/${row.seat.id}/no-show`);
    this.store.change({ noShowOf: null });
  }

  async abort(/** @type {any} */ row, /** @type {string} */ reason) {
    this.store.change({ popup: null });
    await this.ask(`abort-${row.place}`, `seats/${row.seat.id}/abort`, { reason });
  }

  async handOver(/** @type {any} */ row, /** @type {number} */ officer) {
    this.store.change({ popup: null });
    await this.ask(`abort-${row.place}`, `seats/${row.seat.id}/hand-over`, { officer });
  }

  // ---- the decision

  verify() {
    const row = this.store.chosen;
    if (!row?.seat || verifyHindrance(row, this.file.panelOf(row.seat.id))) return;
    this.decide("VERIFIED", "");
  }

  async decide(/** @type {string} */ outcome, /** @type {string} */ reason) {
    const seat = this.store.chosen?.seat;
    if (!seat) return;
    this.store.change({ popup: null });
    const saved = () => this.file.saveAll(seat.id);
    const done = await this.ask(`decide-${seat.id}`, `seats/${seat.id}/decide`, { outcome, reason }, saved);
    const label = done && this.store.chosen?.seat?.outcome_label;
    if (label) announce(label);
  }

  async undo() {
    const row = undoable(this.store.places, this.store.state.chosen, this.store.now);
    if (!row) return;
    const done = await this.ask(`undo-${row.seat.id}`, `seats/${row.seat.id}/undo`);
    if (!done) return;
    this.choose(row.place);
    announce(words.said.undone);
  }

  // ---- the officer

  async takeBreak(/** @type {string|null} */ reason) {
    this.store.change({ popup: null });
    await this.ask("break", "break", { reason });
  }

  async setCalm(/** @type {number|null} */ places) {
    this.store.change({ popup: null });
    await this.ask("calm", "calm", { places });
  }

  async endShift() {
    this.store.change({ popup: null });
    if (await this.ask("end", "end")) location.reload();
  }

  /** Post once at a time under a key; a refusal is shown in the server's words. Returns whether it was done. */
  async ask(/** @type {string} */ key, /** @type {string} */ path, /** @type {object} */ body = {}, before = async () => {}) {
    const { busy } = this.store.state;
    if (busy.has(key)) return false;
    busy.add(key);
    this.store.touch();
    try {
      await before();
      const answer = await post(this.api + path, body);
      if (answer.state) this.accept(answer);
      else this.file.take(answer);
      return true;
    } catch (error) {
      this.store.refuse(error instanceof Refused ? error.sentence : words.failed);
      return false;
    } finally {
      busy.delete(key);
      this.store.touch();
    }
  }
}
