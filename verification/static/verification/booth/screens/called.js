// @ts-check
/** A number was called here: the person shows the ticket's QR code or types its code. Also the pad that enrols a screen. */
import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { foot, languageButton, ownPicture, strip } from "../frame.js";

const TRIES_WORTH_TELLING = 4;

/** @param {import("../booth.js").Model} model */
export function called(model) {
  const { seat, tries_left } = model.state;
  return html`<div class="booth">
    ${strip({ state: "call", icon: "bell-ring", words: gettext("Nomor ini dipanggil"), number: model.number })}
    <main class="booth__main called">
      <div class="called__text">
        <h1 class="called__no ticket num" aria-label=${interpolate(gettext("Nomor %s"), [seat.ticket])}>${seat.ticket}</h1>
        ${camera(model)}
      </div>
      <div class="called__pad">
        <h2 class="h-m">${gettext("Ketik kode pada tiket Anda")}</h2>
        ${model.pad.view({ busy: model.busy, answer: answer(model.refusal, tries_left) })}
      </div>
    </main>
    ${foot(model, gettext("Bukan nomor Anda? Tidak apa-apa, silakan kembali ke ruang tunggu."), languageButton(model))}
  </div>`;
}

/** @param {import("../booth.js").Model} model */
export function enrolment(model) {
  return html`<div class="booth">
    ${strip({ state: "off", icon: "key-round", words: gettext("Layar ini belum terdaftar"), number: model.number })}
    <main class="booth__main called">
      <div class="called__text">
        <h1 class="h-l">${gettext("Daftarkan layar bilik")}</h1>
        <p class="say">${gettext("Untuk petugas: buat kode pendaftaran di halaman pengelolaan, lalu ketik di sini. Kode berlaku 10 menit dan sekali pakai.")}</p>
      </div>
      <div class="called__pad">
        <h2 class="h-m">${gettext("Kode pendaftaran")}</h2>
        ${model.pad.view({ busy: model.busy, answer: answer(model.refusal, null) })}
      </div>
    </main>
  </div>`;
}

function camera(model) {
  if (model.simulated) return html`<p class="say">${gettext("Peserta simulasi mengetik kodenya sendiri.")}</p>`;
  if (model.reader.isMissing) return html`<p class="say">${gettext("Kamera tidak ditemukan. Silakan ketik kode pada tiket Anda, percakapan tetap bisa berjalan.")}</p>`;
  return html`<figure class="frame called__camera">
      ${ownPicture(model.reader.stream)}<span class="aim" aria-hidden="true"></span>
    </figure>
    <p class="say">${icon("qr-code")} <span>${gettext("Atau tunjukkan kode QR tiket ke kamera.")}</span></p>`;
}

function answer(refusal, tries_left) {
  if (!refusal) return null;
  const few = tries_left !== null && tries_left <= TRIES_WORTH_TELLING && refusal.code === "wrong_code";
  const left = few ? html` <b>${interpolate(gettext("Sisa percobaan: %s."), [tries_left])}</b>` : nothing;
  const [state, name] = refusal.code === "wrong_booth" ? ["call", "arrow-right"] : ["wait", "triangle-alert"];
  return html`<p class="answer" role="alert" data-state=${state} data-code=${refusal.code}>${icon(name)}<span>${refusal.sentence}${left}</span></p>`;
}
