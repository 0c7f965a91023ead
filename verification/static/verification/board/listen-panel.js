// @ts-check
/** The panel of the booth that a supervisor is with: picture, sound, who hears what, three ways of being there. Draws only. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { words } from "./words.js";

const MODES = [
  { mode: "listen", icon: "headphones" },
  { mode: "whisper", icon: "ear" },
  { mode: "join", icon: "users" },
];
const STATES = {
  connecting: ["call", "refresh-cw"],
  live: ["talk", "volume-2"],
  lost: ["late", "unplug"],
  refused: ["late", "circle-alert"],
};

/** @param {import("./supervision.js").Supervision} supervision */
export function listenPanel(supervision, state) {
  const { wanted, sentence } = supervision;
  if (!wanted) return sentence ? refusal(supervision) : nothing;
  const booth = state.booths.find(({ id }) => id === wanted.booth);
  return html`<section
    class="panel listen"
    aria-labelledby="listen-title"
    data-listen=${supervision.state}
    data-mode=${supervision.mode ?? ""}
    @keydown=${(event) => event.key === "Escape" && supervision.end()}
  >
    <div class="panel__head">
      <h2 id="listen-title" tabindex="-1">${words.listen.title(booth?.number ?? "?")}</h2>
      <span class="ticket">${booth?.ticket ?? ""}</span> ${status(supervision)}
    </div>
    <video class="listen__picture" aria-label=${words.listen.picture(booth?.number ?? "?")} .srcObject=${supervision.booth} autoplay playsinline></video>
    <audio data-voice .srcObject=${supervision.officer} autoplay></audio>
    <p class="listen__sound">${sound(supervision, booth)}</p>
    ${sentence ? html`<p class="notice" data-state="late" role="alert">${icon("circle-alert")} ${sentence}</p>` : nothing}
    <div class="listen__foot">
      <div class="seg" role="group" aria-label=${words.listen.how}>${MODES.map((one) => choice(supervision, one))}</div>
      <button class="btn btn--danger" data-listen-end @click=${() => supervision.end()}>${icon("x")} ${words.listen.end}</button>
    </div>
  </section>`;
}

function status(supervision) {
  const [state, name] = STATES[supervision.state] ?? STATES.connecting;
  const text = supervision.state === "live" ? words.listen.now[supervision.mode] : words.listen.states[supervision.state];
  return html`<span class="chip" data-state=${state} role="status">${icon(name)} ${text}</span>`;
}

/** What can be heard, so that silence is not taken for a fault. */
function sound({ mode, hears }, booth) {
  if (mode === "join") return words.listen.bothHear;
  const isTalkedWith = hears.includes(booth?.place);
  const heard = isTalkedWith ? words.listen.theyTalk : words.listen.theyAreSilent;
  return mode === "whisper" ? html`${words.listen.officerHears} ${heard}` : heard;
}

function choice(supervision, { mode, icon: name }) {
  const isAsked = supervision.wanted.mode === mode && supervision.mode !== mode;
  return html`<button
    data-choose=${mode}
    class=${isAsked ? "is-asked" : ""}
    aria-pressed=${String(supervision.mode === mode)}
    title=${words.listen.hints[mode]}
    @click=${() => supervision.ask(supervision.wanted.booth, mode)}
  >
    ${icon(name)} ${words.listen.modes[mode]}
  </button>`;
}

function refusal(supervision) {
  return html`<section class="panel listen" aria-label=${words.listen.panel} data-listen="refused">
    <p class="notice" data-state="late" role="alert">${icon("circle-alert")} ${supervision.sentence}</p>
    <div class="listen__foot"><button class="btn" @click=${() => supervision.stop("")}>${words.listen.close}</button></div>
  </section>`;
}
