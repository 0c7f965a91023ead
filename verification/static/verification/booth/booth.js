// @ts-check
/** The booth's page: holds what is known, asks the server for what is wanted, draws the screen that follows. Knows no layout and no WebRTC. */
import { render } from "lit";
import { Live, post, Refused } from "lapak/live.js";
import { conversationSource, isSimulated } from "./camera.js";
import { Conversation } from "./conversation.js";
import { beKiosk } from "./kiosk.js";
import { Pad } from "./pad.js";
import { sitDown } from "./participant.js";
import { pageOf } from "./screens.js";
import { Still } from "./still.js";
import { TicketReader } from "./ticket-reader.js";

const TICK_MS = 1000;
const LOST_SHOWN_AFTER_MS = 2000; // a socket that comes back at once is nobody's business
const ANSWER_SHOWN_MS = 12_000;
const LEFT_BY_A_PERSON = ["room", "deciding", "result"];
const CLOSED_SUPERSEDED = 4409;
// A booth has no login: whatever turns its cookie away means the same.
const DEVICE_REVOKED = [4410, 4401, "device_revoked"];

/** @typedef {BoothPage} Model what a screen looks at: it reads fields, and calls an action when a button is pressed */

export class BoothPage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.base = `/booth/${root.dataset.booth}/`;
    this.number = root.dataset.number || "?"; // a screen that is not enrolled is told nothing about its booth
    this.simulated = isSimulated(root.dataset);
    /** @type {any} BoothState (PROTOCOL.md), null before the first one */
    this.state = null;
    /** @type {{code: string, sentence: string}|null} the server's last no */
    this.refusal = null;
    /** @type {string|null} what the help button answers where nobody can be signalled */
    this.help = null;
    /** @type {"superseded"|"revoked"|null} */
    this.ended = null;
    /** @type {number|null} */
    this.lost_since = null;
    this.offset_ms = 0;
    this.busy = this.is_cleared = false;
    this.result_since = this.mood_since = Date.now();
    const onChange = () => this.draw();
    this.pad = new Pad({ onChange, onFull: (code) => this.offer(code) });
    this.reader = new TicketReader({ onChange, onCode: (code) => this.offer(code) });
    this.still = new Still({ address: (id) => `${this.base}api/stills/${id}`, onChange });
    this.conversation = new Conversation({ openSource: conversationSource(root.dataset), send: (message) => this.live?.send(message), onChange });
  }

  start() {
    beKiosk(this.root);
    addEventListener("keydown", (event) => this.expectsCode() && this.pad.takeKey(event));
    setInterval(() => this.tick(), TICK_MS);
    if (this.isEnrolled()) this.follow();
    if (this.simulated && parent !== window) sitDown(this.root); // alone in its window a person plays the participant
    this.draw();
  }

  follow() {
    this.live = new Live({
      socket: `${this.base}ws/`,
      snapshot: `${this.base}api/state`,
      page: document.querySelector("meta[name=page-version]")?.content,
      onSnapshot: (state, { offset_ms }) => this.take(state, offset_ms),
      onMessage: (message) => this.hear(message),
      onLink: (link) => this.noteLink(link),
    });
    this.live.start();
  }

  /** The new truth of the server. */
  take(state, offset_ms = this.offset_ms) {
    if (this.ended) return;
    const before = this.state;
    this.state = state;
    this.offset_ms = offset_ms;
    if (before?.screen !== state.screen) this.changeScreen(before?.screen, state.screen);
    if (moodOf(before) !== moodOf(state)) this.mood_since = Date.now();
    this.conversation.follow(state.join);
    this.conversation.sharpen(state.talk === "you");
    this.still.follow(state.still, this.conversation.source?.stream ?? null);
    const asksConsent = state.screen === "consent";
    const asksTicket = state.screen === "called";
    this.reader.follow((asksTicket || asksConsent) && !this.simulated, asksTicket);
    this.draw();
  }

  changeScreen(from, to) {
    this.refusal = this.help = null;
    this.pad.typed = "";
    this.is_cleared = false;
    this.result_since = Date.now();
    if (LEFT_BY_A_PERSON.includes(from) && !LEFT_BY_A_PERSON.includes(to)) this.forgetPerson();
  }

  /** The next person finds the page as it was in the morning: no picture, no word, the first language. */
  forgetPerson() {
    this.conversation.close();
    this.reader.close();
    const first = this.root.dataset.language;
    if (document.documentElement.lang !== first && this.root.dataset.demo !== "1") this.speak(first);
  }

  hear(message) {
    if (message.type === "welcome") this.conversation.join();
    this.conversation.handle(message);
  }

  noteLink({ connected, code }) {
    if (code === CLOSED_SUPERSEDED) this.end("superseded");
    else if (DEVICE_REVOKED.includes(code)) this.end("revoked");
    else if (connected) this.lost_since = null;
    else this.lost_since ??= Date.now();
    this.draw();
  }

  /** This page is no booth any more: camera off, nothing of the person kept. @param {"superseded"|"revoked"} how */
  end(how) {
    this.ended = how;
    this.state = null;
    this.conversation.close();
    this.reader.close();
    this.live?.close();
    this.draw();
  }

  /** A code from the ticket, or from the administrator while the screen is not enrolled. @param {string} code */
  async offer(code) {
    if (!this.expectsCode() || this.busy) return;
    if (!this.isEnrolled()) return this.enrol(code);
    await this.ask("confirm", { code });
    this.pad.clear();
  }

  async enrol(code) {
    if (await this.send(`${this.base}enrol/`, { code })) location.reload();
    this.pad.clear();
  }

  /** @param {string[]} purposes what was ticked beside the talk itself */
  consent(agree, purposes = []) {
    return this.ask("consent", { version: this.state.consent.version, agree, purposes });
  }

  async askForHelp() {
    if (this.state?.seat && !this.isLost()) return this.ask("hand", { on: !this.state.seat.hand });
    this.help = gettext("Silakan panggil petugas di ruang tunggu. Mereka membantu Anda.");
    this.draw();
  }

  async clear() {
    this.is_cleared = true;
    this.conversation.close();
    await this.ask("clear", {});
  }

  /** The server's own language form, so that its sentences change too. @param {string|undefined} language */
  speak(language) {
    const form = /** @type {HTMLFormElement} */ (document.querySelector("#speak"));
    form.language.value = language;
    form.submit();
  }

  /** Ask the booth's API; the answer is the new state. */
  async ask(what, body) {
    const answer = await this.send(`${this.base}api/${what}`, body);
    if (answer) this.take(answer.state);
  }

  async send(url, body) {
    if (this.busy) return null;
    this.busy = true;
    this.refusal = null;
    this.draw();
    try {
      return await post(url, body);
    } catch (error) {
      this.refuse(error);
      return null;
    } finally {
      this.busy = false;
      this.draw();
    }
  }

  refuse(error) {
    if (!(error instanceof Refused)) throw error;
    if (this.isEnrolled() && (error.status === 401 || DEVICE_REVOKED.includes(error.code))) return this.end("revoked");
    this.refusal = { code: error.code, sentence: error.sentence };
    const shown = this.refusal;
    setTimeout(() => shown === this.refusal && ((this.refusal = null), this.draw()), ANSWER_SHOWN_MS);
    this.live?.refresh();
  }

  tick() {
    if (this.state?.screen === "result" && this.wipe_in_seconds <= 0 && !this.busy && !this.ended) this.clear();
    this.draw();
  }

  isEnrolled() {
    return this.root.dataset.enrolled === "1";
  }

  expectsCode() {
    return !this.ended && (!this.isEnrolled() || (this.state?.screen === "called" && !this.isLost()));
  }

  isLost() {
    return this.lost_since !== null && Date.now() - this.lost_since > LOST_SHOWN_AFTER_MS;
  }

  get lost_seconds() {
    return this.lost_since === null ? 0 : (Date.now() - this.lost_since) / 1000;
  }

  get mood_seconds() {
    return (Date.now() - this.mood_since) / 1000;
  }

  get wipe_in_seconds() {
    return Math.max(0, Math.ceil((this.state?.result?.wipe_after_seconds ?? 0) - (Date.now() - this.result_since) / 1000));
  }

  draw() {
    this.root.dataset.screen = this.ended ?? this.state?.screen ?? (this.isEnrolled() ? "starting" : "enrolment");
    this.root.dataset.talk = this.state?.talk ?? "nobody";
    this.root.dataset.connection = this.ended ?? (this.lost_since !== null ? "lost" : this.state ? "live" : "starting");
    render(pageOf(this), this.root);
  }
}

function moodOf(state) {
  return state ? `${state.seat?.id} ${state.screen} ${state.talk} ${state.supervisor ?? ""}` : "";
}

const root = document.querySelector("#booth");
if (root instanceof HTMLElement) new BoothPage(root).start();
