// @ts-check
/** Reads the ticket's QR code from a picture that never leaves this page. */
import jsQR from "jsqr";

const EVERY_MS = 250;
const READ_WIDTH = 640;
const FORGET_AFTER_EMPTY_READS = 12;
const CODE = /^[2-9A-HJ-NP-Z]{4}-?[2-9A-HJ-NP-Z]{4}$/;

/** @param {string} text @returns {string|null} the ticket's code in it, or null for any other QR code */
export function codeIn(text) {
  const last = text.trim().toUpperCase().split(/[/?#=:]/).pop() ?? "";
  return CODE.test(last) ? last.replace("-", "") : null;
}

export class Scanner {
  /** @param {{onCode: (code: string) => void}} options called once for every code that comes into sight */
  constructor({ onCode }) {
    this.onCode = onCode;
    this.stream = null;
    this.video = document.createElement("video");
    this.video.muted = true;
    this.forget();
  }

  /** @param {MediaStream|null} stream where to look, null to stop looking */
  follow(stream) {
    if (stream === this.stream) return;
    this.stream = this.video.srcObject = stream;
    clearInterval(this.timer);
    this.forget();
    if (!stream) return;
    this.video.play().catch(() => {});
    this.timer = setInterval(() => this.read(), EVERY_MS);
  }

  /** A fresh canvas holds no picture of anybody. */
  forget() {
    this.canvas = document.createElement("canvas");
    this.last = "";
    this.empty_reads = 0;
  }

  read() {
    const image = this.grab();
    const found = image && jsQR(image.data, image.width, image.height, { inversionAttempts: "dontInvert" });
    const code = found ? codeIn(found.data) : null;
    this.empty_reads = code ? 0 : this.empty_reads + 1;
    if (this.empty_reads > FORGET_AFTER_EMPTY_READS) this.last = "";
    if (code === null || code === this.last) return;
    this.last = code;
    this.onCode(code);
  }

  grab() {
    const { videoWidth, videoHeight } = this.video;
    if (!videoWidth) return null;
    this.canvas.width = READ_WIDTH;
    this.canvas.height = Math.round((READ_WIDTH * videoHeight) / videoWidth);
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
    return context.getImageData(0, 0, this.canvas.width, this.canvas.height);
  }
}
