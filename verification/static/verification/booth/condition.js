// @ts-check
/** What a booth's page sees of its own camera and microphone: a frozen or black picture, a microphone without any sound. */

export const LOOK_EVERY_MS = 5000;
const SILENT_AFTER_SECONDS = 20;
/** About -70 dB below the loudest: even the noise of a quiet room lies above it, a switched-off microphone gives nothing. */
const LEAST_LOUDNESS = 0.0003;
const DARKEST_BRIGHTNESS = 16;
const LEAST_SPREAD = 12;
const GLIMPSE = { width: 16, height: 12, patienceMs: 1000 };

/**
 * @typedef {{picture: "moving"|"frozen"|"black"|"off", sound: "heard"|"silent"|"off"}} Seen
 * @typedef {{frames: number, seconds: number, energy: number}} Counts of the camera and the microphone, before any network
 */

/** Compares what camera and microphone have given since the last look; pure. */
export class Condition {
  constructor() {
    /** @type {Counts|null} */
    this.before = null;
    this.silentSeconds = 0;
  }

  /**
   * @param {{missing: string[], counts: Counts, brightness: {mean: number, spread: number}|null}} look
   * @returns {Seen}
   */
  look({ missing, counts, brightness }) {
    const before = this.before;
    this.before = counts;
    const isFrozen = before !== null && counts.frames === before.frames;
    this.listen(before, counts);
    return {
      picture: missing.includes("camera") ? "off" : isFrozen ? "frozen" : isBlack(brightness) ? "black" : "moving",
      sound: missing.includes("microphone") ? "off" : this.silentSeconds >= SILENT_AFTER_SECONDS ? "silent" : "heard",
    };
  }

  /** @param {Counts|null} before @param {Counts} counts */
  listen(before, counts) {
    const seconds = counts.seconds - (before?.seconds ?? counts.seconds);
    if (seconds <= 0) return;
    const loudness = Math.sqrt(Math.max(0, counts.energy - (before?.energy ?? 0)) / seconds);
    this.silentSeconds = loudness < LEAST_LOUDNESS ? this.silentSeconds + seconds : 0;
  }
}

/** @param {{mean: number, spread: number}|null} brightness */
function isBlack(brightness) {
  return brightness !== null && brightness.mean < DARKEST_BRIGHTNESS && brightness.spread < LEAST_SPREAD;
}

/**
 * Look at one frame of the picture; null when none comes.
 * @param {MediaStream|null} stream
 * @returns {Promise<{mean: number, spread: number}|null>} brightness from 0 to 255
 */
export async function glimpse(stream) {
  if (!stream?.getVideoTracks().length) return null;
  const picture = new MediaStream(stream.getVideoTracks());
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, srcObject: picture });
  const patience = new Promise((resolve) => setTimeout(() => resolve(false), GLIMPSE.patienceMs));
  try {
    const shows = await Promise.race([video.play().then(() => true), patience]);
    return shows ? brightnessOf(video) : null;
  } catch {
    return null;
  } finally {
    video.srcObject = null;
  }
}

/** @param {HTMLVideoElement} video */
function brightnessOf(video) {
  const { width, height } = GLIMPSE;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const lumas = Array.from({ length: width * height }, (_, i) => 0.3 * data[4 * i] + 0.6 * data[4 * i + 1] + 0.1 * data[4 * i + 2]);
  const mean = lumas.reduce((sum, one) => sum + one, 0) / lumas.length;
  return { mean, spread: Math.max(...lumas) - Math.min(...lumas) };
}
