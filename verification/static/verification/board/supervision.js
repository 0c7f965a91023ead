// @ts-check
/** A supervisor's way into the media room: asks for a booth, joins, speaks only when asked to. Draws nothing. */

import { announce } from "lapak/announce.js";
import { Call, openMicrophone } from "lapak/call.js";
import { words } from "./words.js";

const PATIENCE_MS = 3000;

/** @typedef {"listen" | "whisper" | "join"} Mode */

export class Supervision {
  /** @param {{send: (message: object) => boolean, onChange: () => void}} tools */
  constructor({ send, onChange }) {
    this.send = send;
    this.onChange = onChange;
    /** @type {{booth: number, mode: Mode}|null} what this page wants, through every lost connection */
    this.wanted = null;
    /** @type {string} why it ended or was refused */
    this.sentence = "";
    this.timer = 0;
    this.forget();
  }

  forget() {
    /** @type {number|null} the booth that the server gave us */
    this.given = null;
    /** @type {Mode|null} what is in effect, as the forwarder acknowledged it */
    this.mode = null;
    /** @type {number[]} places that hear the officer */
    this.hears = [];
    /** @type {MediaStream|null} */
    this.booth = this.officer = this.microphone = null;
    /** @type {Call|null} */
    this.call = null;
  }

  /** connecting, live, lost, refused, or closed when nothing is shown */
  get state() {
    if (!this.wanted) return this.sentence ? "refused" : "closed";
    if (this.call?.state === "connected" && this.mode) return "live";
    return this.call?.state === "lost" || !this.isOnline ? "lost" : "connecting";
  }

  isOnline = true;

  /** Be with a booth in this way. Without a microphone nobody can whisper. */
  async ask(/** @type {number} */ booth, /** @type {Mode} */ mode) {
    if (mode !== "listen" && !(await this.openMicrophone())) return;
    this.sentence = "";
    this.wanted = { booth, mode };
    this.send({ type: "supervise", booth, mode });
    if (mode === "listen") this.closeMicrophone();
    this.onChange();
  }

  async openMicrophone() {
    this.microphone ??= await openMicrophone();
    this.sentence = this.microphone ? "" : words.listen.noMicrophone;
    await this.call?.start(this.microphone);
    this.onChange();
    return this.microphone !== null;
  }

  closeMicrophone() {
    for (const track of this.microphone?.getTracks() ?? []) track.stop();
    this.microphone = null;
    this.call?.start(null);
  }

  end() {
    this.send({ type: "leave" });
    this.stop("");
  }

  /** @param {string} sentence why, "" when the supervisor wanted it so */
  stop(sentence) {
    clearTimeout(this.timer);
    this.closeMicrophone();
    this.call?.close();
    this.forget();
    this.wanted = null;
    this.sentence = sentence;
    this.onChange();
    if (sentence) announce(sentence);
  }

  async handle(/** @type {any} */ message) {
    if (message.type === "welcome") this.resume();
    else if (message.type === "supervising") await this.accept(message);
    else if (message.type === "arranged") this.acknowledge(message);
    else if (message.type === "rejoin") this.rejoin();
    else if (message.type === "error" && message.about === "supervise") this.refuse(message);
    else if (message.type === "refused") this.joinLater(message);
    else await this.call?.handle(message);
  }

  /** The socket is back: the server has forgotten this page. */
  resume() {
    this.isOnline = true;
    this.mode = null;
    this.given = null;
    if (this.wanted) this.send({ type: "supervise", ...this.wanted });
  }

  lose() {
    this.isOnline = false;
    this.onChange();
  }

  async accept({ booth }) {
    if (booth === null) return this.wanted && this.stop(words.listen.over);
    const isElsewhere = booth !== this.given;
    this.given = booth;
    if (!isElsewhere && this.call?.state === "connected") return;
    await this.openCall();
    this.join();
  }

  async openCall() {
    this.call ??= new Call({
      send: this.send,
      speaksLater: true,
      onWindow: (_, stream) => this.show({ booth: stream }),
      onVoice: (stream) => this.show({ officer: stream }),
      onState: (state) => this.follow(state),
    });
    await this.call.start(this.microphone);
  }

  show(/** @type {object} */ stream) {
    Object.assign(this, stream);
    this.onChange();
  }

  follow(/** @type {string} */ state) {
    clearTimeout(this.timer);
    if (state === "lost") this.joinLater({});
    this.onChange();
  }

  /** Media has forgotten this page, and with it what was in effect. */
  rejoin() {
    this.mode = null;
    this.join();
    this.onChange();
  }

  join() {
    if (this.given !== null) this.send({ type: "join" });
  }

  joinLater({ sentence = "" }) {
    this.sentence = sentence;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.join(), PATIENCE_MS);
    this.onChange();
  }

  acknowledge({ supervision, hears }) {
    if (supervision && supervision !== this.mode) announce(words.listen.now[supervision]);
    if (supervision) this.sentence = "";
    this.mode = supervision;
    this.hears = hears;
    this.onChange();
  }

  /** The server's no: where something already runs it goes on as it was. */
  refuse({ sentence }) {
    if (this.given === null || !this.mode) return this.stop(sentence);
    this.wanted = { booth: this.given, mode: this.mode };
    if (this.mode === "listen") this.closeMicrophone();
    this.sentence = sentence;
    this.onChange();
  }
}
