// @ts-check
/** The conversation: officer and own picture, and in one strip who is being talked to. Also while the officer saves the result. */
import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { duration, foot, ownPicture, stepDots, strip } from "../frame.js";

/** @param {import("../booth.js").Model} model */
export function room(model) {
  const mood = moodOf(model.state);
  return html`<div class="booth" data-mood=${mood.name}>
    ${strip({ ...mood, number: model.number, end: progress(model.state.seat) })}
    <main class="booth__main room">
      <h1 class="sr">${interpolate(gettext("Percakapan dengan %s"), [model.state.seat.officer])}</h1>
      ${officer(model)} ${calm(model, mood)} ${own(model, mood)} ${kept(model)} ${foot(model, trouble(model) ?? mood.foot)}
    </main>
  </div>`;
}

/** @returns {{name: string, state: string, icon: string, words: string, title: string, say: string, foot: string, heard: boolean}} */
function moodOf({ screen, talk, seat, supervisor }) {
  if (screen === "deciding") return deciding();
  if (supervisor && !seat.held) return talking(interpolate(gettext("Penyelia %s ikut berbicara dengan Anda"), [supervisor]), "you", true);
  if (talk === "you") return talking(gettext("Petugas berbicara dengan Anda"), "you", true);
  if (talk === "all") return talking(gettext("Petugas berbicara kepada semua"), "all", false);
  return waiting(seat);
}

function talking(words, name, heard) {
  return { name, state: "talk", icon: "volume-2", words, title: "", say: "", foot: "", heard };
}

/** A held seat has the colour of its tile on the desk; the words are the same as for everybody who waits. */
function waiting({ held, hand }) {
  return {
    name: "waiting",
    state: held ? "hold" : "wait",
    icon: "hourglass",
    words: gettext("Mohon tunggu sebentar"),
    title: gettext("Mohon tunggu sebentar."),
    say: gettext("Petugas melihat Anda, tidak mendengar Anda."),
    foot: hand ? gettext("Petugas tahu Anda memerlukan bantuan.") : gettext("Perlu bicara sekarang? Tekan Bantuan."),
    heard: false,
  };
}

function deciding() {
  return {
    name: "deciding",
    state: "done",
    icon: "save",
    words: gettext("Petugas menyimpan hasil"),
    title: gettext("Petugas menyimpan hasil."),
    say: gettext("Hasilnya muncul di layar ini sebentar lagi. Tetap duduk."),
    foot: "",
    heard: false,
  };
}

function progress(seat) {
  return html`<span class="strip__step">${seat.phase_label}</span>${stepDots(seat)}<span class="num">${seat.ticket}</span>`;
}

function officer(model) {
  const { conversation, state } = model;
  const connecting = conversation.callState !== "connected";
  return html`<figure class="frame officer">
    <video data-picture="officer" aria-label=${interpolate(gettext("Petugas %s"), [state.seat.officer])} .srcObject=${conversation.officer}
      .muted=${model.simulated} autoplay playsinline @loadedmetadata=${playAloud}></video>
    <audio data-voice .srcObject=${conversation.voice} .muted=${model.simulated} autoplay @loadedmetadata=${playAloud}></audio>
    <figcaption>${state.seat.officer}</figcaption>
    ${connecting ? html`<p class="officer__wait" role="status">${icon("refresh-cw")} ${gettext("Menyambungkan gambar dan suara")}</p>` : nothing}
  </figure>`;
}

/** A page nobody has touched yet may not make sound: play without, and with sound at the first touch. */
function playAloud({ currentTarget: video }) {
  video.play().catch(() => {
    const muted = video.muted;
    video.muted = true;
    video.play().catch(() => {});
    addEventListener("pointerdown", () => (video.muted = muted), { once: true });
  });
}

function calm(model, mood) {
  return html`<div class="calm" ?hidden=${!mood.title}>
    <p class="h-xl">${mood.title}</p>
    <p class="say">${mood.say}</p>
    <dl class="elapsed"><div><dt>${mood.name === "deciding" ? gettext("Sudah berjalan") : gettext("Sudah menunggu")}</dt><dd class="num">${duration(model.mood_seconds)}</dd></div></dl>
  </div>`;
}

function own(model, mood) {
  const missing = model.conversation.missing;
  return html`<figure class="frame me">
    ${missing.includes("camera") ? html`<p class="me__blank">${icon("video-off")}</p>` : ownPicture(model.conversation.source?.stream ?? null, { drawn: model.simulated })}
    <figcaption data-microphone=${mood.heard ? "on" : "off"}>
      ${icon(mood.heard ? "mic" : "mic-off")} ${mood.heard ? gettext("Suara Anda terdengar") : gettext("Tidak terdengar")}
    </figcaption>
  </figure>`;
}

/** What is being kept of this person, always in sight while it is so. */
function kept({ state, still }) {
  if (state.still || still.isFlashing) return html`<p class="kept" data-kept="still" role="status">${icon("camera")} ${still.isFlashing ? gettext("Foto sudah diambil") : interpolate(gettext("Petugas mengambil foto: %s"), [state.still.label])}</p>`;
  const said = RECORDING[state.recording]?.();
  return said ? html`<p class="kept" data-kept=${state.recording} role="status"><i class="kept__dot"></i> ${said}</p>` : nothing;
}

const RECORDING = {
  on: () => gettext("Percakapan ini direkam"),
  waiting: () => gettext("Rekaman berhenti selama petugas tidak berbicara dengan Anda"),
  paused: () => gettext("Rekaman dijeda petugas"),
};

function trouble({ conversation }) {
  const names = conversation.missing.map((part) => (part === "camera" ? gettext("Kamera") : gettext("Mikrofon")));
  if (!names.length) return fault(conversation.seen);
  return interpolate(gettext("%s tidak ditemukan. Tetap duduk, petugas mengetahuinya."), [names.join(gettext(" dan "))]);
}

/** What the person can perhaps mend; the officer is told of it too. */
function fault(seen) {
  if (seen?.picture === "black") return gettext("Gambar Anda gelap. Periksa apakah kamera tertutup.");
  if (seen?.picture === "frozen") return gettext("Gambar Anda berhenti. Tetap duduk, petugas mengetahuinya.");
  if (seen?.sound === "silent") return gettext("Mikrofon tidak menangkap suara. Tetap duduk, petugas mengetahuinya.");
  return null;
}
