// @ts-check
/** The screens without a person: starting, idle, nobody on duty, out of order, shown elsewhere, no longer registered, wiped. */
import { html } from "lit";
import { icon } from "lapak/icon.js";
import { clock, helpButton, languageButton } from "../frame.js";

/** @param {import("../booth.js").Model} model */
export function starting(model) {
  return cover(model, "call", "refresh-cw", gettext("Menyiapkan"), gettext("Sebentar ya."), gettext("Layar bilik ini sedang disiapkan."));
}

/** @param {import("../booth.js").Model} model */
export function idle(model) {
  const say = interpolate(gettext("Tiket Anda dipanggil ke bilik %s? Nomor Anda akan muncul di layar ini."), [model.number]);
  return quiet(model, {
    state: "talk",
    badge: gettext("Siap"),
    badgeIcon: "circle-check",
    title: gettext("Selamat datang. Silakan duduk."),
    say,
    extra: html`<p class="scan">
      ${icon("qr-code")}<span><b>${gettext("Siapkan tiket dan KTP asli Anda.")}</b><br />${gettext("Tiket cukup ditunjukkan ke kamera.")}</span>
    </p>`,
  });
}

/** @param {import("../booth.js").Model} model */
export function unstaffed(model) {
  return quiet(model, {
    state: "wait",
    badge: gettext("Belum ada petugas"),
    badgeIcon: "hourglass",
    title: gettext("Bilik ini belum dilayani."),
    say: gettext("Mohon tunggu di ruang tunggu. Nomor Anda dipanggil di layar dan dengan suara."),
  });
}

/** @param {import("../booth.js").Model} model */
export function outOfOrder(model) {
  return quiet(model, {
    state: "off",
    badge: gettext("Tidak dapat dipakai"),
    badgeIcon: "wrench",
    title: gettext("Bilik ini sedang diperbaiki."),
    say: gettext("Mohon pakai bilik lain. Bila nomor Anda dipanggil ke sini, beri tahu petugas di ruang tunggu."),
  });
}

/** Shown by itself once the time is up, even while the server cannot be reached. @param {import("../booth.js").Model} model */
export function wiped(model) {
  return cover(
    model,
    "done",
    "circle-check",
    gettext("Selesai"),
    gettext("Terima kasih."),
    gettext("Layar ini sudah dibersihkan. Jangan lupa membawa semua dokumen Anda."),
  );
}

/** @param {import("../booth.js").Model} model */
export function superseded(model) {
  return ended(
    model,
    "off",
    "monitor",
    gettext("Bilik ini terbuka di layar lain"),
    gettext("Layar ini sudah tidak dipakai."),
    gettext("Halaman yang dibuka terakhir yang melayani bilik ini."),
    gettext("Pakai layar ini lagi"),
  );
}

/** @param {import("../booth.js").Model} model */
export function revoked(model) {
  return ended(
    model,
    "late",
    "lock",
    gettext("Tidak terdaftar"),
    gettext("Layar bilik ini tidak terdaftar lagi."),
    gettext("Kamera dan mikrofon sudah dimatikan. Mohon panggil petugas."),
    gettext("Daftarkan lagi"),
  );
}

function quiet(model, { state, badge, badgeIcon, title, say, extra = "" }) {
  return cover(model, state, badgeIcon, badge, title, say, extra, html`${helpButton(model)}${languageButton(model)}`);
}

function ended(model, state, name, badge, title, say, again) {
  const button = html`<button class="btn" type="button" data-action="reload" @click=${() => location.reload()}>${icon("rotate-ccw")} ${again}</button>`;
  return cover(model, state, name, badge, title, say, "", button);
}

function cover(model, state, badgeIcon, badge, title, say, extra = "", buttons = helpButton(model)) {
  return html`<main class="idle">
    <div class="idle__no">
      <svg class="pattern" aria-hidden="true">
        <defs>
          <pattern id="kawung-cloth" width="88" height="88" patternUnits="userSpaceOnUse"><use href="#kawung" width="88" height="88"></use></pattern>
        </defs>
        <rect width="100%" height="100%" fill="url(#kawung-cloth)"></rect>
      </svg>
      <span>${gettext("Bilik")}</span><b data-long=${String(model.number).length > 1 ? "1" : "0"}>${model.number}</b>
    </div>
    <div class="idle__text">
      <div>
        <p class="badge" data-state=${state} role="status">${icon(badgeIcon)} ${badge}</p>
        <h1 class="h-xl">${title}</h1>
        <p class="say">${say}</p>
        ${extra}
      </div>
      <footer class="foot foot--flush">${buttons}<span class="foot__words">${model.help ?? ""}</span><time class="end num">${clock(model)}</time></footer>
    </div>
  </main>`;
}
