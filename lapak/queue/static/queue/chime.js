// @ts-check
/** Two soft tones for a new call. Browsers keep silent until the page was touched once, unless a policy allows sound. */

const TONES_HZ = [659.25, 523.25];
const TONE_SECONDS = 0.55;
const GAP_SECONDS = 0.28;
const VOLUME = 0.28;
export const RINGS_SECONDS = TONE_SECONDS + GAP_SECONDS + 0.2;

export class Chime {
  constructor() {
    this.context = new AudioContext();
  }

  get audible() {
    return this.context.state === "running";
  }

  /** Call from a touch: what the browser asks for before it lets a page sound. */
  async wake() {
    await this.context.resume();
  }

  ring() {
    if (!this.audible) return;
    TONES_HZ.forEach((frequency, index) => this.#tone(frequency, this.context.currentTime + index * GAP_SECONDS));
  }

  /**
   * @param {number} frequency
   * @param {number} at
   */
  #tone(frequency, at) {
    const tone = new OscillatorNode(this.context, { frequency, type: "sine" });
    const gain = new GainNode(this.context, { gain: 0 });
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(VOLUME, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, at + TONE_SECONDS);
    tone.connect(gain).connect(this.context.destination);
    tone.start(at);
    tone.stop(at + TONE_SECONDS);
  }
}
