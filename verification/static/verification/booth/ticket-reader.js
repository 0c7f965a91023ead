// @ts-check
/** The camera while a ticket is expected: its own small picture and the scanner on it. Nothing of it leaves this page. */
import { openReadingCamera } from "./camera.js";
import { Scanner } from "./scanner.js";

export class TicketReader {
  /** @param {{onCode: (code: string) => void, onChange: () => void}} options */
  constructor({ onCode, onChange }) {
    this.onChange = onChange;
    this.scanner = new Scanner({ onCode });
    this.isWanted = false;
    this.source = null;
  }

  /** @param {boolean} wanted whether the picture is needed @param {boolean} reading whether codes are looked for */
  async follow(wanted, reading) {
    if (wanted && !this.isWanted) await this.open();
    if (!wanted && this.isWanted) this.close();
    this.scanner.follow(reading ? (this.source?.stream ?? null) : null);
  }

  async open() {
    this.isWanted = true;
    const source = await openReadingCamera();
    if (!this.isWanted || this.source) return source.close();
    this.source = source;
    this.onChange();
  }

  close() {
    this.isWanted = false;
    this.scanner.follow(null);
    this.source?.close();
    this.source = null;
  }

  get stream() {
    return this.source?.stream ?? null;
  }

  get isMissing() {
    return this.source !== null && this.source.stream === null;
  }
}
