// @ts-check
/** The open case: loads it, marks items at once and takes a refused mark back, keeps what is typed until it is saved. */

import { announce } from "lapak/announce.js";
import { Refused, post } from "lapak/live.js";
import { words } from "./words.js";

const NOTE_PAUSE_MS = 800;
const NOTE_RETRY_MS = 4000;

export class CaseFile {
  constructor(/** @type {{store: import("./store.js").Store, api: string}} */ { store, api }) {
    this.store = store;
    this.api = api;
    /** @type {any} */
    this.panel = null;
    this.seat = 0;
    this.failed = false;
    this.npwpRefusal = "";
    this.answers = answersOf(0);
    /** @type {Promise<void>} ends with the last answer: what was answered meanwhile goes together, and none is overtaken */
    this.sending = Promise.resolve();
    /** @type {Map<number, {text: string, timer: number, state: "typed"|"saving"|"failed"}>} notes on their way, by seat */
    this.notes = new Map();
    this.savedAt = 0;
  }

  /** The case of a seat with the answers on their way already in it; null until it is loaded. */
  panelOf(/** @type {number} */ seat) {
    if (!this.panel || this.seat !== seat) return null;
    const { shown } = this.answers;
    if (!shown.size) return this.panel;
    const checklist = this.panel.checklist.map((/** @type {any} */ one) =>
      shown.has(one.item) ? { ...one, result: shown.get(one.item) } : one,
    );
    return { ...this.panel, checklist, open_items: checklist.filter((/** @type {any} */ one) => !one.result).length };
  }

  /** Open the case of a seat, or read it again when the snapshot says that it changed. */
  follow(/** @type {any} */ seat) {
    const isSame = seat && seat.id === this.seat;
    if (!seat) return this.forget();
    if (!isSame) this.forget();
    const isCurrent = isSame && (this.answers.shown.size || isOf(this.panel, seat));
    if (!isCurrent && this.loading !== versionOf(seat)) this.load(seat.id, versionOf(seat));
  }

  /** Another panel of the open case. */
  take(/** @type {any} */ panel) {
    if (panel.seat === this.seat) this.panel = panel;
    this.store.touch();
  }

  forget() {
    Object.assign(this, { panel: null, seat: 0, failed: false, npwpRefusal: "", savedAt: 0, loading: "" });
    this.answers = answersOf(0);
  }

  async load(/** @type {number} */ seat, version = "") {
    this.loading = version;
    if (this.seat !== seat) this.answers = answersOf(seat);
    this.seat = seat;
    try {
      const panel = await get(`${this.api}seats/${seat}/case`);
      if (this.seat === seat) Object.assign(this, { panel, failed: false });
    } catch {
      if (this.seat === seat) this.failed = !this.panel;
    }
    this.store.touch();
  }

  /** Show the answer at once; the server's panel replaces it, a refusal takes it back. */
  mark(/** @type {any} */ item, /** @type {string|null} */ result) {
    const { answers } = this;
    if (answers.shown.has(item.item)) return;
    answers.shown.set(item.item, result);
    answers.queue.push({ item, result });
    this.store.touch();
    this.sending = this.sending.then(() => this.send(answers));
  }

  /** Send all that was answered while the answers before were on their way. */
  async send(/** @type {ReturnType<typeof answersOf>} */ { seat, shown, queue }) {
    const batch = queue.splice(0);
    if (!batch.length) return;
    const answers = Object.fromEntries(batch.map(({ item, result }) => [item.item, result]));
    try {
      const panel = await post(`${this.api}seats/${seat}/mark`, { answers });
      if (this.seat === seat) this.panel = panel;
      announce(batch.map(({ item, result }) => words.answer(item.label, result ? words.results[result] : words.unanswered)).join(". "));
    } catch (error) {
      this.store.refuse(error instanceof Refused ? error.sentence : words.failed);
    } finally {
      batch.forEach(({ item }) => shown.delete(item.item));
      this.store.touch();
    }
  }

  /** Ends when all that was answered and typed has reached the server; a decision waits for it. */
  async saveAll(/** @type {number} */ seat) {
    await Promise.all([this.sending, this.saveNote(seat)]);
  }

  /** Keep the number of the tax card, or take it back with ""; true once it is kept. A decision waits for it. */
  async keepNpwp(/** @type {number} */ seat, /** @type {string} */ number) {
    let refusal = "";
    this.sending = this.sending.then(async () => void (refusal = await this.sendNpwp(seat, number)));
    await this.sending;
    if (this.seat === seat) this.npwpRefusal = refusal;
    this.store.touch();
    return !refusal;
  }

  async sendNpwp(/** @type {number} */ seat, /** @type {string} */ number) {
    try {
      const panel = await post(`${this.api}seats/${seat}/npwp`, { number });
      if (this.seat === seat) this.panel = panel;
      announce(number ? words.npwpKept : words.npwpTakenBack);
      return "";
    } catch (error) {
      return error instanceof Refused ? error.sentence : words.failed;
    }
  }

  forgetNpwpRefusal() {
    this.npwpRefusal = "";
    this.store.touch();
  }

  noteOf(/** @type {any} */ panel) {
    return this.notes.get(panel.seat)?.text ?? panel.note;
  }

  get isUnsaved() {
    return this.notes.size > 0;
  }

  type(/** @type {number} */ seat, /** @type {string} */ text) {
    clearTimeout(this.notes.get(seat)?.timer);
    this.notes.set(seat, { text, state: "typed", timer: setTimeout(() => this.saveNote(seat), NOTE_PAUSE_MS) });
    this.store.touch();
  }

  async saveNote(/** @type {number} */ seat) {
    const draft = this.notes.get(seat);
    if (!draft || draft.state === "saving") return;
    clearTimeout(draft.timer);
    draft.state = "saving";
    this.store.touch();
    try {
      const panel = await post(`${this.api}seats/${seat}/note`, { text: draft.text });
      this.keepSaved(seat, draft, panel);
    } catch (error) {
      this.retryNote(seat, draft, error);
    }
    this.store.touch();
  }

  keepSaved(seat, draft, panel) {
    if (this.notes.get(seat) === draft) this.notes.delete(seat);
    if (this.seat !== seat) return;
    this.panel = panel;
    this.savedAt = this.store.now;
  }

  /** A note that the server refuses is not sent again by itself; one that did not arrive is. */
  retryNote(seat, draft, error) {
    if (this.notes.get(seat) !== draft) return;
    draft.state = "failed";
    if (error instanceof Refused && error.status >= 400 && error.status < 500) this.store.refuse(error.sentence);
    else draft.timer = setTimeout(() => this.saveNote(seat), NOTE_RETRY_MS);
  }
}

/** The answers of a seat that are on their way: `shown` by item, `queue` those not sent yet. */
function answersOf(/** @type {number} */ seat) {
  return {
    seat,
    shown: /** @type {Map<string, string|null>} */ (new Map()),
    queue: /** @type {{item: any, result: string|null}[]} */ ([]),
  };
}

async function get(/** @type {string} */ url) {
  const response = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

/** What of a seat's snapshot says that its panel has changed. */
const versionOf = (/** @type {any} */ seat) => `${seat.id}/${seat.open_items}/${seat.stills}`;

const isOf = (/** @type {any} */ panel, /** @type {any} */ seat) =>
  panel?.open_items === seat.open_items && panel.evidence.stills.length === seat.stills;
