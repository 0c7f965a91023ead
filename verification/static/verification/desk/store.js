// @ts-check
/** What the desk knows right now, and who is told when it changes. Draws nothing and asks nobody. */

/** Everything the page shows is a function of this one object. */
export function emptyState() {
  return {
    /** @type {any} */ desk: null,
    offsetMs: 0,
    link: { connected: true, staleSeconds: 0, code: 0 },
    /** @type {number[]} places that hear the officer, as the forwarder acknowledged it */ hears: [],
    /** @type {number[]} places that the officer hears, as the forwarder acknowledged it */ heard: [],
    /** @type {number[]|undefined} the places asked for and not yet acknowledged */ asked: undefined,
    /** a press on a place adds it to those talked with, or takes it out */ choosesSeveral: false,
    /** @type {string|null} how a supervisor is there, as the forwarder acknowledged it */ supervision: null,
    /** @type {MediaStream|null} */ voice: null,
    /** @type {number[]} places whose page sends no picture */ silent: [],
    /** @type {Record<number, {bars: number, level: number}>} */ quality: {},
    /** @type {Record<number, any>} what the server says of each booth's line, camera and microphone */ lines: {},
    /** @type {Record<number, number>} bars of who speaks, heard or not */ voices: {},
    /** @type {Map<number, MediaStream>} */ streams: new Map(),
    /** @type {string[]} camera, microphone */ missing: [],
    microphoneOn: true,
    ownLevel: 0,
    soundBlocked: false,
    mediaRefused: "",
    toAllUntil: 0,
    /** @type {number|null} */ chosen: null,
    /** @type {number|null} */ enlarged: null,
    /** @type {string|null} which pop-up is open */ popup: null,
    /** @type {number|null} the place whose no-show is being confirmed */ noShowOf: null,
    /** @type {Set<string>} */ busy: new Set(),
    /** @type {{id: number, sentence: string}[]} */ refusals: [],
  };
}

export class Store {
  constructor() {
    this.state = emptyState();
    /** @type {(() => void)[]} */
    this.listeners = [];
    this.isScheduled = false;
    this.lastRefusal = 0;
  }

  /** The server's clock in milliseconds. */
  get now() {
    return Date.now() + this.state.offsetMs;
  }

  get places() {
    return this.state.desk?.places ?? [];
  }

  /** The row of a place, undefined for a place this shift does not have. */
  place(/** @type {number|null} */ number) {
    return this.places.find((/** @type {any} */ row) => row.place === number);
  }

  get chosen() {
    return this.place(this.state.chosen);
  }

  subscribe(/** @type {() => void} */ listener) {
    this.listeners.push(listener);
  }

  change(/** @type {Partial<ReturnType<typeof emptyState>>} */ changes) {
    Object.assign(this.state, changes);
    this.touch();
  }

  /** Tell everybody once, after the running task. */
  touch() {
    if (this.isScheduled) return;
    this.isScheduled = true;
    queueMicrotask(() => {
      this.isScheduled = false;
      for (const listener of this.listeners) listener();
    });
  }

  /** A refusal stays until the officer has dismissed it; the same sentence stands only once. */
  refuse(/** @type {string} */ sentence) {
    const others = this.state.refusals.filter((one) => one.sentence !== sentence);
    this.change({ refusals: [...others.slice(-2), { id: ++this.lastRefusal, sentence }] });
  }

  dismiss(/** @type {number} */ id) {
    this.change({ refusals: this.state.refusals.filter((one) => one.id !== id) });
  }
}
