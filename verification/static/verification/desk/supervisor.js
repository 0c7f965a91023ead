// @ts-check
/** Who is with the officer beside the people in the booths: a chip, a sign on the tile, the voice. Decides nothing. */

import { html, nothing } from "lit";
import { announce } from "lapak/announce.js";
import { icon } from "lapak/icon.js";
import { words } from "./words.js";

const ICONS = { listen: "headphones", whisper: "ear", join: "users" };

/** Always there while somebody is: what the server knows shows at once, a solid chip once it is in effect. */
export function supervisorChip({ store, commands }) {
  const { supervisor } = store.state.desk.session;
  if (!supervisor) return nothing;
  const isInEffect = store.state.supervision === supervisor.mode;
  const text = words.supervisor[supervisor.mode](commands.nameOf(supervisor.place));
  return html`<span class="chip supervisor ${isInEffect ? "chip--solid" : ""}" data-state="call" data-mode=${supervisor.mode} title=${supervisor.name}
    >${icon(ICONS[supervisor.mode])} <span>${text}</span></span
  >`;
}

/** Whether the supervisor hears the officer, as the forwarder acknowledged it: with the booth, or always once joined. */
export function supervisorHears({ state }) {
  const place = state.desk.session.supervisor?.place;
  return state.supervision === "join" || (state.supervision !== null && state.hears.includes(place));
}

export function supervisorSign(store, /** @type {number} */ place) {
  const { supervisor } = store.state.desk.session;
  if (supervisor?.place !== place) return nothing;
  return html`<span role="img" aria-label=${words.supervisorHere(supervisor.name)}>${icon(ICONS[supervisor.mode])}</span>`;
}

/** The supervisor's voice has no picture. */
export function supervisorVoice(store) {
  return html`<audio data-voice autoplay .srcObject=${store.state.voice} .muted=${store.state.soundBlocked}></audio>`;
}

/** Say aloud who came, changed or went. */
export function tellOfSupervisor(before, now, /** @type {(place: number) => string} */ nameOf) {
  const [was, is] = [before, now].map((supervisor) => (supervisor ? `${supervisor.mode} ${supervisor.place}` : ""));
  if (was === is) return;
  announce(now ? `${words.supervisor[now.mode](nameOf(now.place))}, ${now.name}` : words.supervisorGone);
}
