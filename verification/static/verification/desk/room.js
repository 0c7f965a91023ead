// @ts-check
/** The desk's side of the media room: own camera and microphone, joining, acknowledged sound, signal bars. Draws nothing. */

import { announce } from "lapak/announce.js";
import { Call, openCameraAndMicrophone } from "lapak/call.js";
import { words } from "./words.js";

const DEVICE_PATIENCE_MS = 2500;
const LOOK_EVERY_MS = 2000;
const BAD_LOSS = 0.15;
const WEAK_LOSS = 0.1;
const FAIR_LOSS = 0.03;

export class Room {
  /**
   * @param {object} tools
   * @param {import("./store.js").Store} tools.store
   * @param {(message: object) => void} tools.send
   * @param {(place: number) => string} tools.nameOf
   * @param {boolean} tools.simulated draw a picture instead of opening a camera
   */
  constructor({ store, send, nameOf, simulated }) {
    this.store = store;
    this.send = send;
    this.nameOf = nameOf;
    this.simulated = simulated;
    this.call = new Call({ send, onWindow: (place, stream) => this.show(place, stream), onVoice: (voice) => store.change({ voice }), onState: (state) => this.followCall(state) });
    this.isOnline = false;
    this.hasLooked = false;
    /** @type {Record<number, {packets: number, lost: number}>} */
    this.counted = {};
    this.timer = setInterval(() => this.measure(), LOOK_EVERY_MS);
  }

  /** Open the devices; a person who lets the browser's question stand gets the pictures meanwhile. */
  async start() {
    const opening = this.open();
    await Promise.race([opening, new Promise((resolve) => setTimeout(resolve, DEVICE_PATIENCE_MS))]);
    this.hasLooked = true;
    this.join();
  }

  /** Look for the devices once more, and join afresh with what is there. */
  async retry() {
    await this.open();
    this.join();
  }

  async open() {
    const { stream, missing } = await (this.simulated ? openSimulated() : openCameraAndMicrophone());
    const isLate = this.hasLooked;
    this.store.change({ missing });
    await this.call.start(stream);
    if (isLate && stream) this.join();
  }

  /** The socket has (again) a connection, so the room may be entered. */
  connected() {
    this.isOnline = true;
    this.join();
  }

  /** No sound can flow over a lost call; a lost socket alone leaves the forwarder doing what it last acknowledged. */
  followCall(/** @type {string} */ state) {
    if (state === "lost" || state === "closed") this.store.change({ hears: [], heard: [], supervision: null, voices: {} });
  }

  join() {
    if (this.isOnline && this.hasLooked) this.send({ type: "join" });
  }

  async handle(/** @type {any} */ message) {
    if (message.type === "rejoin") this.join();
    else if (message.type === "arranged") this.acknowledge(message);
    else if (message.type === "link") this.follow(message);
    else if (message.type === "voices") this.store.change({ voices: message.bars });
    else if (message.type === "line") this.store.change({ lines: { ...this.store.state.lines, [message.place]: message } });
    else if (await this.call.handle(message)) this.store.change({ mediaRefused: "" });
  }

  acknowledge(/** @type {{hears: number[], heard: number[], supervision: string|null}} */ { hears, heard, supervision }) {
    const before = this.store.state.hears.join();
    const { asked } = this.store.state;
    const isReached = asked?.length === heard.length && asked.every((place) => heard.includes(place));
    this.store.change({ hears, heard, supervision, ...(isReached ? { asked: undefined } : {}) });
    if (before !== hears.join()) announce(this.sayWhoHears(hears));
  }

  sayWhoHears(/** @type {number[]} */ hears) {
    return hears.length ? words.said.nowHears(hears.map(this.nameOf).join(", ")) : words.nobodyHears;
  }

  follow(/** @type {{place: number|null, state: string}} */ { place, state }) {
    if (place === null) return;
    const others = this.store.state.silent.filter((one) => one !== place);
    this.store.change({ silent: state === "silent" ? [...others, place] : others });
  }

  show(/** @type {number} */ place, /** @type {MediaStream} */ stream) {
    this.store.state.streams.set(place, stream);
    this.store.touch();
  }

  setMicrophone(/** @type {boolean} */ on) {
    this.call.setMicrophone(on);
    this.store.change({ microphoneOn: on });
    announce(on ? words.micOn : words.micIsOff);
  }

  async measure() {
    if (this.call.state !== "connected") return;
    const { windows, sent } = await this.call.stats();
    /** @type {Record<number, {bars: number, level: number}>} */
    const quality = {};
    for (const [place, stats] of Object.entries(windows)) quality[Number(place)] = this.rate(Number(place), stats);
    this.store.change({ quality, ownLevel: sent.level });
  }

  /** Four bars for a clean line, fewer by the share lost since the last look; none without a packet. */
  rate(/** @type {number} */ place, /** @type {any} */ { videoPackets, audioPackets, lost, level }) {
    const packets = videoPackets + audioPackets;
    const before = this.counted[place] ?? { packets: 0, lost: 0 };
    this.counted[place] = { packets, lost };
    const arrived = Math.max(0, packets - before.packets);
    const missed = Math.max(0, lost - before.lost);
    return { bars: arrived ? barsFor(missed / (arrived + missed)) : 0, level };
  }

  close() {
    clearInterval(this.timer);
    this.call.close();
    for (const track of this.call.localStream?.getTracks() ?? []) track.stop();
  }
}

function barsFor(/** @type {number} */ loss) {
  if (loss >= BAD_LOSS) return 1;
  if (loss >= WEAK_LOSS) return 2;
  return loss >= FAIR_LOSS ? 3 : 4;
}

async function openSimulated() {
  const { openSimulatedSource } = await import("../booth/source-simulated.js");
  return openSimulatedSource({ number: 0 });
}
