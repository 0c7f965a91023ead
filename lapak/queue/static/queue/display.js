// @ts-check
/** The public display: shows who is called where, rings and speaks for a new call, and says when its data is old. Knows no name. */

import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { icon } from "lapak/icon.js";
import { Live } from "lapak/live.js";
import { Chime, RINGS_SECONDS } from "./chime.js";
import { Voice } from "./voice.js";

const OLD_AFTER_SECONDS = 10;
const HIGHLIGHT_MS = 60_000;
const MOST_LARGE = 6;
const LEAST_LARGE = 3;
const MOST_LAST = 5;

/** @typedef {{number: string, booth: number, at: string, recall: number, open: boolean}} Call */
/** @typedef {{calls: Call[], waiting: number}} DisplayState */

/** @param {Call} call */
const key = (call) => `${call.number} ${call.booth} ${call.recall}`;

class Display extends LitElement {
  static properties = {
    state: { state: true },
    staleSeconds: { state: true },
    audible: { state: true },
    now: { state: true },
  };

  constructor() {
    super();
    /** @type {DisplayState | null} */
    this.state = null;
    this.staleSeconds = 0;
    this.offsetMs = 0;
    this.now = Date.now();
    /** @type {Map<string, number>} when each call was first seen here; those of the first snapshot are not new */
    this.seen = new Map();
    this.chime = new Chime();
    this.voice = new Voice(this.chime.context);
    this.audible = this.chime.audible;
    this.chime.context.addEventListener("statechange", () => { this.audible = this.chime.audible; });
  }

  // Into the page itself, so that its sheets and its icons apply.
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    const code = this.getAttribute("code");
    this.live = new Live({
      socket: `/ws/display/${code}/`,
      snapshot: `/api/display/${code}/state`,
      page: document.querySelector("meta[name='page-version']")?.getAttribute("content") || "",
      onSnapshot: (state, { offset_ms }) => this.#show(state, offset_ms),
      onLink: ({ stale_seconds }) => { this.staleSeconds = stale_seconds; },
    });
    this.live.start();
    this.timer = setInterval(() => { this.now = Date.now() + this.offsetMs; }, 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.live?.close();
    super.disconnectedCallback();
  }

  /**
   * @param {DisplayState} state
   * @param {number} offsetMs
   */
  #show(state, offsetMs) {
    const first = this.state === null;
    const fresh = state.calls.filter((call) => call.open && !this.seen.has(key(call)));
    for (const call of state.calls) {
      if (!this.seen.has(key(call))) this.seen.set(key(call), first ? 0 : Date.now());
    }
    this.state = state;
    this.offsetMs = offsetMs;
    if (fresh.length && !first) this.#announce(fresh);
  }

  /**
   * The chime, then the words, the earliest call first.
   * @param {Call[]} fresh newest first
   */
  #announce(fresh) {
    this.chime.ring();
    for (const call of [...fresh].reverse()) this.voice.say(call.number, call.booth, RINGS_SECONDS);
  }

  /** Everyone who is on the way stands large, and as many of the latest as fit. */
  get large() {
    const calls = this.state?.calls || [];
    const open = calls.filter((call) => call.open).slice(0, MOST_LARGE);
    const others = calls.filter((call) => !call.open).slice(0, Math.max(0, LEAST_LARGE - open.length));
    const chosen = new Set([...open, ...others]);
    return calls.filter((call) => chosen.has(call));
  }

  render() {
    const large = this.large;
    const last = (this.state?.calls || []).filter((call) => !large.includes(call)).slice(0, MOST_LAST);
    return html`<div class="display">
      ${this.staleSeconds >= OLD_AFTER_SECONDS ? this.#stale() : nothing}
      ${this.#bar()}
      <main class="calls">
        <h1 class="sr">${gettext("Panggilan antrean")}</h1>
        <p class="calls__head"><span>Nomor <i lang="en">Number</i></span><span></span><span>Silakan ke <i lang="en">Please go to</i></span></p>
        <div class="calls__list" role="log" data-rows=${Math.max(LEAST_LARGE, large.length)}>
          ${large.length ? repeat(large, key, (call) => this.#call(call)) : this.#none()}
        </div>
        ${last.length ? this.#last(last) : nothing}
      </main>
      ${this.#info()}
      <footer class="ticker">${icon("heart-handshake")}<span>${gettext("Layanan ini gratis. Jangan titipkan klaim Anda kepada calo.")}</span>${this.#sound()}</footer>
    </div>`;
  }

  #bar() {
    const zone = this.getAttribute("time-zone") || "Asia/Jakarta";
    const language = document.documentElement.lang;
    const date = new Date(this.now).toLocaleDateString(language, { weekday: "long", day: "numeric", month: "long", timeZone: zone });
    const time = new Date(this.now).toLocaleTimeString("id", { hour: "2-digit", minute: "2-digit", timeZone: zone }).replace(".", ":");
    return html`<header class="display__bar">
      <span class="brand"><svg aria-hidden="true"><use href="#kawung"></use></svg>Lapak</span><span>${this.getAttribute("name")}</span>
      <span class="date">${date}</span><time class="num">${time} <small>${this.getAttribute("zone")}</small></time></header>`;
  }

  /** @param {Call} call */
  #call(call) {
    const isNew = call.open && Date.now() - (this.seen.get(key(call)) || 0) < HIGHLIGHT_MS;
    return html`<p class="call ${isNew ? "call--new" : ""}"><span>${call.number}</span>${icon("arrow-right")}
      <span class="booth"><small>Bilik</small>${call.booth}${call.recall && call.open ? html`<span class="again">${gettext("panggilan ulang")}</span>` : nothing}</span></p>`;
  }

  /** @param {Call[]} calls */
  #last(calls) {
    const items = calls.map((call) => html`<li>${call.number} ${icon("arrow-right")} <small>${call.booth}</small></li>`);
    return html`<div class="last"><span>${gettext("Sebelumnya")}</span><ol>${items}</ol></div>`;
  }

  #none() {
    return html`<div class="calls__none">${icon("bell")}<p>${gettext("Belum ada panggilan.")}<br>${gettext("Nomor Anda akan tampil di sini.")}</p></div>`;
  }

  #info() {
    return html`<aside class="info">
      <section class="card card--warm"><h2>Menunggu <i lang="en">Waiting</i></h2><p class="n">${this.state ? this.state.waiting : "–"} <small>${gettext("orang")}</small></p></section>
      <section class="card"><ol class="how">
        <li>${icon("monitor")}<span>Tunggu nomor Anda <i lang="en">Wait for your number</i></span></li>
        <li>${icon("footprints")}<span>Masuk ke bilik yang tampil <i lang="en">Go to the booth shown</i></span></li>
        <li>${icon("scan-qr-code")}<span>Tunjukkan kode QR tiket <i lang="en">Show your ticket’s QR code</i></span></li>
      </ol></section></aside>`;
  }

  #stale() {
    const sentence = interpolate(gettext("Sambungan terputus. Data ini %s detik yang lalu; dengarkan petugas."), [Math.round(this.staleSeconds)]);
    return html`<p class="stale" role="alert">${icon("unplug")}<span>${sentence}</span></p>`;
  }

  #sound() {
    if (this.audible) return html`<span class="sound">${icon("volume-2")}${gettext("Suara hidup")}</span>`;
    return html`<button type="button" @click=${() => this.chime.wake()}>${icon("volume-x")}${gettext("Hidupkan suara")}</button>`;
  }
}

customElements.define("lapak-display", Display);
