// @ts-check
/** The booth's side of the live conversation: opens source and call when wanted, closes both for good when not. Draws nothing. */
import { Call } from "lapak/call.js";
import { Condition, LOOK_EVERY_MS, glimpse } from "./condition.js";

const OFFICER = 0; // the window behind which the officer stands
const PATIENCE_MS = 3000;

export class Conversation {
  /** @param {{openSource: () => Promise<import("./camera.js").Source>, send: (message: object) => void, onChange: () => void}} options */
  constructor({ openSource, send, onChange }) {
    Object.assign(this, { openSource, send, onChange });
    this.isWanted = this.isSharp = false;
    this.turn = 0;
    this.forget();
    navigator.mediaDevices?.addEventListener("devicechange", () => this.missing.length && this.renewSource());
  }

  /** @param {boolean} wanted whether this page belongs in the media room */
  async follow(wanted) {
    if (wanted === this.isWanted) return;
    this.isWanted = wanted;
    if (wanted) await this.enter();
    else this.close();
  }

  /** The officer looks at this booth, or at another one. @param {boolean} isSharp */
  sharpen(isSharp) {
    this.isSharp = isSharp;
    this.call?.sharpen(isSharp);
  }

  async enter() {
    const turn = ++this.turn;
    const source = await this.openSource();
    if (turn !== this.turn) return source.close(); // the person left while the camera was opening
    this.take(source);
    this.call = new Call({
      send: this.send,
      onWindow: (place, stream) => place === OFFICER && this.show(stream),
      onVoice: (voice) => this.hearAlso(voice),
      onState: (state) => this.noteCall(state),
    });
    this.looking = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.call.sharpen(this.isSharp);
    await this.call.start(source.stream);
    this.join();
  }

  /** Look at the own camera and microphone, show the person what is wrong with them and tell the officer. */
  async look() {
    const { call, source } = this;
    if (call?.state !== "connected" || !source) return;
    const [stats, brightness] = await Promise.all([call.stats(), glimpse(source.stream)]);
    if (call !== this.call || source !== this.source) return;
    this.seen = this.condition.look({ missing: this.missing, counts: stats.taken, brightness });
    this.send({ type: "condition", ...this.seen, ...wayOf(stats) });
    this.onChange();
  }

  /** Ask for an offer; after a new socket or a restarted media server the answer replaces what was. */
  join() {
    if (this.call) this.send({ type: "join" });
  }

  /** @param {{type: string}} message */
  async handle(message) {
    if (message.type === "rejoin") this.join();
    else if (message.type === "refused") this.joinLater();
    else await this.call?.handle(message);
  }

  close() {
    this.turn += 1;
    this.isWanted = false;
    clearTimeout(this.timer);
    clearInterval(this.looking);
    this.call?.close();
    this.source?.close();
    this.forget();
    this.onChange();
  }

  forget() {
    this.call = this.source = this.officer = this.voice = null;
    this.missing = [];
    this.seen = null;
    this.condition = new Condition();
    this.callState = "idle";
  }

  show(stream) {
    this.officer = stream;
    this.onChange();
  }

  /** A supervisor has a voice and no picture. */
  hearAlso(voice) {
    this.voice = voice;
    this.onChange();
  }

  noteCall(state) {
    this.callState = state;
    clearTimeout(this.timer);
    if (state === "lost") this.joinLater();
    this.onChange();
  }

  joinLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.join(), PATIENCE_MS);
  }

  take(source) {
    this.source = source;
    this.missing = source.missing;
    this.seen = null;
    this.condition = new Condition();
    for (const track of source.stream?.getTracks() ?? []) track.onended = () => this.renewSource();
    this.onChange();
  }

  /** A plug was pulled or put in: open again what there is now. */
  async renewSource() {
    if (!this.call) return;
    const turn = this.turn;
    this.source?.close();
    const source = await this.openSource();
    if (turn !== this.turn) return source.close();
    this.take(source);
    await this.call.start(source.stream);
    this.join();
  }
}

/** @param {import("../call-stats.js").CallStats} stats */
function wayOf({ sent, roundTripMilliseconds }) {
  return {
    width: sent.width,
    height: sent.height,
    frames_per_second: Math.round(sent.framesPerSecond),
    round_trip_ms: roundTripMilliseconds === null ? null : Math.round(roundTripMilliseconds),
  };
}
