// @ts-check
/** The desk's page: joins socket, room, case and screen, and draws everything from one store whenever something changes. */

import { html, nothing, render } from "lit";
import { Live } from "lapak/live.js";
import { attention } from "./attention.js";
import { CaseFile } from "./case-file.js";
import { casePanel } from "./case-panel.js";
import { Commands } from "./commands.js";
import { decisionBar } from "./decision-bar.js";
import { headerLeft, headerRight } from "./header.js";
import { isOver, overlays } from "./overlays.js";
import { Room } from "./room.js";
import { Shortcuts } from "./shortcuts.js";
import { stepsGrid } from "./steps-grid.js";
import { Store } from "./store.js";
import { supervisorVoice, tellOfSupervisor } from "./supervisor.js";
import { talkBar } from "./talk-bar.js";
import { attachPictures, tiles } from "./tiles.js";

const TICK_MS = 1000;
/** After the moment itself, since two clocks never agree to the millisecond. */
const LATE_MS = 250;

export class Desk {
  constructor(/** @type {HTMLElement} */ root) {
    const { api = "", socket = "", page = "", demo = "" } = root.dataset;
    this.root = root;
    this.store = new Store();
    this.live = this.makeLive({ api, socket, page });
    const send = (/** @type {object} */ message) => this.live.send(message);
    this.file = new CaseFile({ store: this.store, api });
    const accept = (/** @type {any} */ answer) => this.live.take(answer);
    this.commands = new Commands({ store: this.store, file: this.file, send, api, accept });
    const simulated = demo === "1" && new URLSearchParams(location.search).get("source") === "simulated";
    this.room = new Room({ store: this.store, send, nameOf: (place) => this.commands.nameOf(place), simulated });
    this.shortcuts = new Shortcuts(this);
    /** @type {ReturnType<typeof setTimeout>|undefined} */ this.advised = undefined;
  }

  makeLive({ api, socket, page }) {
    return new Live({
      socket,
      page,
      snapshot: `${api}state`,
      onSnapshot: (state, { offset_ms }) => this.show(state, offset_ms),
      onMessage: (message) => this.hear(message),
      onLink: (link) => this.follow(link),
    });
  }

  start() {
    this.store.subscribe(() => this.draw());
    setInterval(() => this.store.touch(), TICK_MS);
    addEventListener("beforeunload", (event) => this.file.isUnsaved && event.preventDefault());
    this.shortcuts.listen();
    this.live.start();
    this.room.start();
  }

  show(state, offsetMs) {
    tellOfSupervisor(this.store.state.desk?.session.supervisor, state.session.supervisor, (place) => this.commands.nameOf(place));
    const known = this.store.state.chosen;
    const chosen = state.places.some((row) => row.place === known) ? known : firstToOpen(state);
    this.store.change({ desk: state, offsetMs, chosen });
    this.lookAgainAt(state.advice?.until);
  }

  /** Advice changes by itself when somebody has waited too long: nothing happens then that the server would tell. */
  lookAgainAt(/** @type {string|null|undefined} */ moment) {
    clearTimeout(this.advised);
    if (moment) this.advised = setTimeout(() => this.live.refresh(), Math.max(0, Date.parse(moment) - this.store.now) + LATE_MS);
  }

  hear(message) {
    if (message.type === "welcome") this.room.connected();
    else if (message.type === "refused" || message.type === "error") this.refuse(message.sentence);
    else this.room.handle(message).catch((error) => this.store.refuse(String(error.message ?? error)));
  }

  refuse(/** @type {string} */ sentence) {
    this.store.change({ asked: undefined });
    this.store.refuse(sentence);
  }

  follow({ connected, stale_seconds, code }) {
    const hasEnded = isOver(code) && !isOver(this.store.state.link.code);
    this.store.change({ link: { connected, staleSeconds: stale_seconds ?? 0, code: code ?? 0 } });
    if (!connected) this.room.isOnline = false;
    if (hasEnded) this.room.close();
  }

  startSound() {
    this.store.change({ soundBlocked: false });
  }

  draw() {
    if (!this.store.state.desk) return;
    this.root.querySelector(".desk__loading")?.remove();
    this.file.follow(this.store.chosen?.seat);
    render(headerLeft(this), part("desk-bar-middle"));
    render(headerRight(this), part("desk-bar-end"));
    render(this.page(), this.root);
    attachPictures(this.store, this.root);
  }

  page() {
    const isLarge = this.store.state.enlarged !== null;
    return html`<div class="stage ${isLarge ? "stage--large" : ""}">
        ${tiles(this)} ${isLarge ? nothing : html`<div class="rail">${attention(this)} ${stepsGrid(this)}</div>`}
      </div>
      ${casePanel(this)} ${talkBar(this)} ${decisionBar(this)} ${this.shortcuts.sheet()}
      ${supervisorVoice(this.store)} ${overlays({ store: this.store, start: () => this.startSound() })}`;
  }
}

function firstToOpen(state) {
  const { focus, subset } = state.session;
  const row = state.places.find(({ place }) => place === (focus ?? subset[0])) ?? state.places.find(({ seat }) => seat);
  return row?.place ?? state.places[0]?.place ?? null;
}

const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

new Desk(/** @type {HTMLElement} */ (document.getElementById("desk"))).start();
