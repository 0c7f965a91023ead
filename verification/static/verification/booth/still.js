// @ts-check
/** A still that the officer asked for: taken by the camera itself, not cut out of what is sent, and brought to the server. */
import { post } from "lapak/live.js";

const QUALITIES = [0.92, 0.8, 0.65, 0.5];
const LARGEST_BYTES = 900_000; // the server takes a body of one million
const PATIENCE_MS = 3000;
const FLASH_MS = 2500;

export class Still {
  /** @param {{address: (id: number) => string, onChange: () => void}} options */
  constructor({ address, onChange }) {
    Object.assign(this, { address, onChange });
    this.taken = 0;
    this.isFlashing = false;
  }

  /** @param {{id: number}|null} asked @param {MediaStream|null} stream */
  async follow(asked, stream) {
    const track = stream?.getVideoTracks()[0];
    if (!asked || asked.id === this.taken || !track) return;
    this.taken = asked.id; // once, however often the snapshot says so
    try {
      await post(this.address(asked.id), await photograph(track));
      this.flash();
    } catch (error) {
      console.warn("no picture:", error instanceof Error ? error.message : error);
      this.taken = 0; // the next snapshot tries again, as long as the officer waits
    }
  }

  flash() {
    this.isFlashing = true;
    this.onChange();
    setTimeout(() => ((this.isFlashing = false), this.onChange()), FLASH_MS);
  }
}

/** The largest picture that the camera can take; what it delivers at the moment where it can do no better. */
async function photograph(/** @type {MediaStreamTrack} */ track) {
  // @ts-ignore ImageCapture is not in the types of the browser yet
  const photo = within(PATIENCE_MS, new ImageCapture(track).takePhoto());
  const blob = await photo.catch(() => null);
  if (blob?.type === "image/jpeg" && blob.size <= LARGEST_BYTES) return blob;
  return encode(blob ? await createImageBitmap(blob) : await within(PATIENCE_MS, nextFrame(track)));
}

/** A whole frame of the track, also while nothing of this page is drawn. */
async function nextFrame(/** @type {MediaStreamTrack} */ track) {
  const copy = track.clone();
  try {
    // @ts-ignore of Chromium, as the booth's page is
    const reader = new MediaStreamTrackProcessor({ track: copy }).readable.getReader();
    const { value: frame } = await reader.read();
    const bitmap = await createImageBitmap(frame);
    frame.close();
    await reader.cancel();
    return bitmap;
  } finally {
    copy.stop();
  }
}

async function encode(/** @type {ImageBitmap} */ bitmap) {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  let blob = null;
  for (const quality of QUALITIES) {
    blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
    if (blob.size <= LARGEST_BYTES) break;
  }
  return /** @type {Blob} */ (blob);
}

/** @template T @param {number} ms @param {Promise<T>} work @returns {Promise<T>} */
function within(ms, work) {
  return Promise.race([work, new Promise((_, reject) => setTimeout(() => reject(new Error("too slow")), ms))]);
}
