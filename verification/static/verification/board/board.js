// @ts-check
/** The supervisor's board: one snapshot, drawn afresh every second so that the times tick; and the booth that the supervisor is with. */

import { html, nothing, render } from "lit";
import { icon } from "lapak/icon.js";
import { Live } from "lapak/live.js";
import { timeOfDay } from "../desk/clock.js";
import { floor } from "./floor.js";
import { listenPanel } from "./listen-panel.js";
import { stats } from "./stats.js";
import { Supervision } from "./supervision.js";
import { line, officers } from "./tables.js";
import { words } from "./words.js";

const TICK_MS = 1000;
const STALE_AFTER_SECONDS = 10;
const LAST_CODES = [4401, 4403, 4400, 4429];

const REFRESH_SECONDS = 15; // utilization and ages that only time changes

class Board {
  constructor(/** @type {HTMLElement} */ root, /** @type {HTMLElement} */ bar) {
    const { snapshot = "", socket = "", page = "", supervises = "" } = root.dataset;
    this.root = root;
    this.bar = bar;
    /** @type {any} */
    this.state = null;
    this.offsetMs = 0;
    this.link = { connected: true, stale_seconds: 0, code: /** @type {number|null} */ (null) };
    this.supervision = new Supervision({ send: (message) => this.live.send(message), onChange: () => this.draw() });
    this.listen = supervises === "1" ? (/** @type {number} */ booth) => this.listenTo(booth) : null;
    this.live = new Live({
      socket,
      snapshot,
      page,
      refreshSeconds: REFRESH_SECONDS,
      onSnapshot: (state, { offset_ms }) => this.show(state, offset_ms),
      onMessage: (message) => this.supervision.handle(message),
      onLink: (link) => this.follow(link),
    });
  }

  start() {
    this.live.start();
    setInterval(() => this.draw(), TICK_MS);
  }

  show(state, offsetMs) {
    this.state = state;
    this.offsetMs = offsetMs;
    this.draw();
  }

  follow(link) {
    this.link = link;
    if (!link.connected) this.supervision.lose();
    this.draw();
  }

  /** @param {number} booth */
  async listenTo(booth) {
    await this.supervision.ask(booth, "listen");
    document.getElementById("listen-title")?.focus();
  }

  draw() {
    if (!this.state) return;
    this.root.querySelector(".board__loading")?.remove();
    const now = Date.now() + this.offsetMs;
    render(this.barPart(now), this.bar);
    render(html`${this.lost()} ${this.body(now)}`, this.root);
  }

  body(now) {
    return html`${stats(this.state, now)}
      <div class="mid">${floor(this.state, now, this.listen)} ${line(this.state, now)}</div>
      <div class="low">${officers(this.state, now)}</div>
      ${listenPanel(this.supervision, this.state)}`;
  }

  barPart(now) {
    const { branch } = this.state;
    const age = this.link.stale_seconds;
    const isStale = !this.link.connected || age >= STALE_AFTER_SECONDS;
    return html`<span class="chip" data-state=${branch.open ? "done" : "off"}>${icon(branch.open ? "door-open" : "lock")} ${branch.open ? words.open : words.closed}</span>
      <span class="age num ${isStale ? "chip" : ""}" data-state=${isStale ? "late" : nothing}>${words.age(age)}</span>
      <time class="clock num">${timeOfDay(now, branch.zone)} <small>${branch.zone}</small></time>`;
  }

  lost() {
    if (LAST_CODES.includes(this.link.code ?? 0)) {
      return html`<p class="stale" role="alert">
        ${icon("lock")} ${words.ended} <button class="btn btn--small" @click=${() => location.reload()}>${words.reload}</button>
      </p>`;
    }
    return this.link.connected ? nothing : html`<p class="stale" role="alert">${icon("unplug")} ${words.lost}</p>`;
  }
}

const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

new Board(part("board"), part("board-bar-end")).start();
