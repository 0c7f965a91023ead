// @ts-check
/** A live page's line to the server: socket, acknowledgement, heartbeat, and the snapshot whenever something was missed. */

const HEARTBEAT_MS = 5000;
const SILENT_AFTER_MS = 12000;
const QUICK_RETRY_MS = 500;
const QUICK_FOR_MS = 15000;
const SLOW_RETRIES_MS = [1000, 2000, 5000];
/** The page comes back by itself after these and after a lost network (1006); after any other code a person must act. */
const COMES_BACK = new Set([1001, 1005, 1006, 1009, 1011, 1012, 4000, 4408]);

/** A rule said no: `code` is for programs, `sentence` for people. */
export class Refused extends Error {
  /** @param {number} status @param {{code?: string, sentence?: string, fields?: Record<string, string[]>}} body */
  constructor(status, body) {
    super(body.code || "refused");
    this.status = status;
    this.code = body.code || "refused";
    this.sentence = body.sentence || gettext("Tidak dapat dikirim. Periksa jaringan, lalu coba lagi.");
    this.fields = body.fields || {};
  }
}

/** @param {string} name */
function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/**
 * Send a command and return the answer. Throws Refused; a lost network is a Refused with status 0.
 * @param {string} url @param {object|Blob} [body] a Blob goes as it is
 */
export async function post(url, body = {}) {
  const isBlob = body instanceof Blob;
  const headers = { "Content-Type": isBlob ? body.type : "application/json", "X-CSRFToken": cookie("csrftoken") };
  return answer(fetch(url, { method: "POST", headers, body: isBlob ? body : JSON.stringify(body), credentials: "same-origin" }));
}

/** @param {string} url */
async function get(url) {
  return answer(fetch(url, { credentials: "same-origin", cache: "no-store" }));
}

/** @param {Promise<Response>} request */
async function answer(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new Refused(0, { code: "offline" });
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

/** Sequences of topics: a number for one topic or {topic: number}. */
function asMap(seq) {
  return typeof seq === "object" && seq !== null ? seq : { "": seq };
}

export class Live {
  /**
   * @param {{socket: string, snapshot: string, page: string, refreshSeconds?: number,
   *   onSnapshot: (state: any, about: {at: string, offset_ms: number}) => void,
   *   onMessage?: (message: any) => void,
   *   onLink?: (link: {connected: boolean, stale_seconds: number, code: number|null}) => void}} options
   */
  constructor(options) {
    this.options = options;
    /** @type {WebSocket|null} */
    this.socket = null;
    /** @type {Record<string, number>} */
    this.known = {};
    this.parts = new Map();
    this.shown = 0;
    this.heardAt = 0;
    this.freshAt = 0;
    this.downSince = 0;
    this.attempts = 0;
    this.code = null;
    this.closed = false;
    this.fetching = null;
    this.again = false;
    /** @type {number[]} */
    this.timers = [];
  }

  start() {
    this.closed = false;
    this.downSince = Date.now();
    this.connect();
    this.refresh();
    this.timers.push(window.setInterval(() => this.beat(), HEARTBEAT_MS));
    this.timers.push(window.setInterval(() => this.reportLink(), 1000));
    if (this.options.refreshSeconds) {
      this.timers.push(window.setInterval(() => this.refresh(), this.options.refreshSeconds * 1000));
    }
    window.addEventListener("online", () => this.reconnectNow());
    document.addEventListener("visibilitychange", () => !document.hidden && this.refresh());
    return this;
  }

  close() {
    this.closed = true;
    this.timers.forEach((timer) => window.clearInterval(timer));
    this.timers = [];
    this.socket?.close(1000);
  }

  /** Send a message; false when there is no line (the page joins again anyway when it is back). */
  send(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  get connected() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${this.options.socket}`);
    this.socket = socket;
    this.shown = 0;
    this.parts.clear();
    socket.onopen = () => {
      this.heardAt = Date.now();
      this.send({ type: "hello", page: this.options.page });
      this.reportLink();
    };
    socket.onmessage = (event) => socket === this.socket && this.receive(JSON.parse(event.data));
    socket.onclose = (event) => socket === this.socket && this.lost(event.code);
  }

  /** @param {number} code */
  lost(code) {
    this.code = code;
    this.downSince ||= Date.now();
    this.reportLink();
    if (this.closed || !COMES_BACK.has(code)) return;
    window.setTimeout(() => !this.closed && this.connect(), this.pause());
  }

  pause() {
    if (Date.now() - this.downSince < QUICK_FOR_MS) return QUICK_RETRY_MS * (0.5 + Math.random());
    const step = Math.min(this.attempts++, SLOW_RETRIES_MS.length - 1);
    return SLOW_RETRIES_MS[step] * (0.8 + Math.random() * 0.4);
  }

  reconnectNow() {
    if (!this.closed && this.socket?.readyState === WebSocket.CLOSED && COMES_BACK.has(this.code ?? 1006)) this.connect();
  }

  /** @param {any} message */
  receive(message) {
    this.heardAt = Date.now();
    this.shown = message.n;
    this.send({ type: "shown", n: message.n });
    if (message.type === "part") {
      const whole = this.collect(message);
      if (whole) this.handle(whole);
      return;
    }
    this.handle(message);
  }

  /** @param {{id: number, index: number, count: number, text: string}} part */
  collect(part) {
    const pieces = this.parts.get(part.id) || [];
    pieces[part.index] = part.text;
    this.parts.set(part.id, pieces);
    if (pieces.filter((piece) => piece !== undefined).length < part.count) return null;
    this.parts.delete(part.id);
    return JSON.parse(pieces.join(""));
  }

  /** @param {any} message */
  handle(message) {
    if (message.type === "welcome") this.welcome();
    if (message.type === "welcome" || message.type === "heartbeat") this.compare(message);
    else if (message.type === "hint") this.compare({ topics: { [message.topic]: message.seq } });
    this.options.onMessage?.(message);
  }

  welcome() {
    this.downSince = 0;
    this.attempts = 0;
    this.code = null;
    this.refresh();
    this.reportLink();
  }

  /** @param {{page?: string, topics: Record<string, number>}} message */
  compare(message) {
    if (message.page && message.page !== this.options.page) {
      location.reload();
      return;
    }
    const missed = Object.entries(message.topics).some(([topic, seq]) => (this.known[topic] ?? this.known[""] ?? -1) < seq);
    if (missed) this.refresh();
    else this.freshAt = Date.now();
  }

  /** Fetch the snapshot; calls while one is on its way make exactly one more. */
  refresh() {
    if (this.fetching) {
      this.again = true;
      return this.fetching;
    }
    this.fetching = this.fetchSnapshot().finally(() => {
      this.fetching = null;
      if (this.again) {
        this.again = false;
        this.refresh();
      }
    });
    return this.fetching;
  }

  async fetchSnapshot() {
    try {
      this.take(await get(this.options.snapshot));
    } catch (error) {
      if (error instanceof Refused && (error.status === 401 || error.status === 403)) this.turnedAway(error);
    }
  }

  /** A command's answer carries the new state too. @param {{seq: any, at: string, state: any}} body */
  take(body) {
    const seq = asMap(body.seq);
    const isOlder = Object.entries(seq).some(([topic, number]) => (this.known[topic] ?? -1) > number);
    if (isOlder) return;
    this.known = { ...this.known, ...seq };
    this.freshAt = Date.now();
    this.options.onSnapshot(body.state, { at: body.at, offset_ms: Date.parse(body.at) - Date.now() });
    this.reportLink();
  }

  /** @param {Refused} refused */
  turnedAway(refused) {
    this.code = refused.code === "device_revoked" ? 4410 : refused.status === 401 ? 4401 : 4403;
    this.reportLink();
  }

  beat() {
    if (!this.connected) {
      this.refresh();
      return;
    }
    if (Date.now() - this.heardAt > SILENT_AFTER_MS) {
      // The other side is gone without a word: do not wait for TCP to notice.
      if (this.socket) this.socket.onclose = null;
      this.socket?.close();
      this.lost(1006);
      return;
    }
    this.send({ type: "heartbeat", shown: this.shown });
  }

  reportLink() {
    const stale_seconds = this.freshAt ? Math.floor((Date.now() - this.freshAt) / 1000) : 0;
    this.options.onLink?.({ connected: this.connected, stale_seconds, code: this.code });
  }
}
