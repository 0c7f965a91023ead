// @ts-check
/**
 * A camera and a microphone that need nobody: a drawn picture and a tone, different for every booth.
 * Booth n draws its colour code (see source-drawing.js) and sounds at 300 + 100*n Hz; number 0 is the officer, grey and 250 Hz.
 * It has the shape of camera.js, so that a page cannot tell the two apart.
 */
import { drawFrame } from "./source-drawing.js";

const PICTURE = { width: 320, height: 180, frames_per_second: 12 };
const OFFICER_TONE_HERTZ = 250;
const WAKE_EVERY_MS = 1000;

/** @param {number} number */
function toneHertz(number) {
  return number === 0 ? OFFICER_TONE_HERTZ : 300 + 100 * number;
}

/**
 * @param {{number: number}} options the booth's number, 0 for the officer
 * @returns {Promise<{stream: MediaStream, missing: string[], close: () => void}>}
 */
export async function openSimulatedSource({ number }) {
  const picture = openPicture(number);
  const voice = openVoice(number);
  const stream = new MediaStream([picture.track, voice.track]);
  return { stream, missing: [], close: () => [picture, voice].forEach((part) => part.close()) };
}

function openPicture(number) {
  const worker = new Worker(new URL("./source-worker.js", import.meta.url), { type: "module" });
  const written = "MediaStreamTrackGenerator" in self && "VideoFrame" in self && "OffscreenCanvas" in self;
  const track = written ? trackWrittenBy(worker, number) : trackDrawnHere(worker, number);
  const close = () => {
    worker.postMessage({ stop: true });
    track.stop();
  };
  return { track, close };
}

function trackWrittenBy(worker, number) {
  // @ts-ignore: Chromium only
  const generator = new MediaStreamTrackGenerator({ kind: "video" });
  const { writable } = generator;
  worker.postMessage({ ...PICTURE, number, writable }, [writable]);
  return generator;
}

function trackDrawnHere(worker, number) {
  const canvas = document.createElement("canvas");
  canvas.width = PICTURE.width;
  canvas.height = PICTURE.height;
  const context = canvas.getContext("2d", { alpha: false });
  const [track] = canvas.captureStream(0).getVideoTracks();
  worker.onmessage = () => {
    drawFrame(/** @type {CanvasRenderingContext2D} */ (context), { ...PICTURE, number, at: new Date() });
    // @ts-ignore: of CanvasCaptureMediaStreamTrack
    track.requestFrame();
  };
  worker.postMessage({ ...PICTURE, number });
  return track;
}

function openVoice(number) {
  // Rendered in larger pieces: six booths of a demonstration on one machine would otherwise keep it busy with a tone.
  const audio = new AudioContext({ latencyHint: 0.06 });
  const tone = new OscillatorNode(audio, { frequency: toneHertz(number) });
  const loudness = new GainNode(audio, { gain: 0.2 });
  const target = audio.createMediaStreamDestination();
  tone.connect(loudness).connect(target);
  tone.start();
  // A page nobody has touched yet may not make sound; it may as soon as somebody has.
  const waking = setInterval(() => (audio.state === "running" ? clearInterval(waking) : audio.resume()), WAKE_EVERY_MS);
  const [track] = target.stream.getAudioTracks();
  const close = () => {
    clearInterval(waking);
    track.stop();
    audio.close();
  };
  return { track, close };
}
