// @ts-check
/** Laid over any screen while the server cannot be reached: who acts, and that nothing is lost. */
import { html } from "lit";
import { icon } from "lapak/icon.js";
import { duration, helpButton, strip } from "../frame.js";

const OFFICER_KNOWS_AFTER_SECONDS = 15; // then the desk shows this booth as lost

/** @param {import("../booth.js").Model} model */
export function lost(model) {
  const known = model.lost_seconds >= OFFICER_KNOWS_AFTER_SECONDS;
  return html`<div class="booth lost" data-state="lost">
    ${strip({ state: "lost", icon: "unplug", words: gettext("Sambungan terputus"), number: model.number })}
    <main class="booth__main lost__main">
      <div>
        <h1 class="h-xl">${gettext("Sambungan terputus. Tetap duduk, kami menyambung ulang.")}</h1>
        <p class="say">${gettext("Anda tidak perlu melakukan apa pun. Langkah Anda tersimpan dan dilanjutkan di sini.")}</p>
        <dl class="elapsed"><div><dt>${gettext("Terputus")}</dt><dd class="num">${duration(model.lost_seconds)}</dd></div></dl>
      </div>
      <ol class="lost__steps">
        <li data-state="call">${icon("refresh-cw")}<span><b>${gettext("Menyambung otomatis")}</b></span></li>
        <li data-state=${known ? "talk" : "off"} role="status">${icon("bell")}<span><b>${known ? gettext("Petugas sudah diberi tahu.") : gettext("Petugas diberi tahu setelah 15 detik")}</b></span></li>
      </ol>
    </main>
    <footer class="foot">${helpButton(model)}<span>${model.help ?? gettext("Bila perlu, buka pintu bilik: petugas di ruang tunggu membantu Anda.")}</span></footer>
  </div>`;
}
