// @ts-check
/** Speaks a call in Indonesian from the word clips of this folder, one call after another. Without clips it stays silent. */

import { WORDS, wordsOfCall } from "./words.js";

// A clip ends with a short silence of its own.
const GAP_SECONDS = 0.02;
const BETWEEN_CALLS_SECONDS = 0.6;

export class Voice {
  /** @param {AudioContext} context the one of the chime */
  constructor(context) {
    this.context = context;
    /** @type {Map<string, AudioBuffer>} */
    this.clips = new Map();
    this.freeAt = 0;
    this.loaded = this.#load();
  }

  async #load() {
    await Promise.allSettled(WORDS.map(async (word) => {
      const answer = await fetch(new URL(`./voice/${word}.ogg`, import.meta.url));
      if (!answer.ok) throw new Error(`no clip for ${word}`);
      this.clips.set(word, await this.context.decodeAudioData(await answer.arrayBuffer()));
    }));
  }

  /**
   * Say the call after `delay` seconds and after what is being said; returns the seconds at which it ends, 0 for silence.
   * @param {string} number
   * @param {number} booth
   * @param {number} delay
   */
  say(number, booth, delay) {
    const clips = wordsOfCall(number, booth).map((word) => this.clips.get(word));
    if (this.context.state !== "running" || !clips.length || clips.includes(undefined)) return 0;
    let at = Math.max(this.context.currentTime + delay, this.freeAt);
    for (const clip of clips) {
      if (!clip) continue;
      const source = new AudioBufferSourceNode(this.context, { buffer: clip });
      source.connect(this.context.destination);
      source.start(at);
      at += clip.duration + GAP_SECONDS;
    }
    this.freeAt = at + BETWEEN_CALLS_SECONDS;
    return at;
  }
}
