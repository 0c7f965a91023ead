// @ts-check
/** How it ended: outcome, sum, receipt number, what happens next. Disappears by itself. */
import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";
import { foot, rupiah, strip } from "../frame.js";

/** @param {import("../booth.js").Model} model */
export function result(model) {
  const { seat, result: outcome, branch } = model.state;
  const good = outcome.outcome === "VERIFIED";
  return html`<div class="booth">
    ${strip({ state: good ? "done" : "wait", icon: good ? "circle-check" : "info", words: outcome.outcome === "ABORTED" ? gettext("Sesi berakhir") : gettext("Pemeriksaan selesai"), number: model.number, end: html`<span class="num">${seat?.ticket ?? ""}</span>` })}
    <main class="booth__main result">
      <div class="result__text">
        <h1 class="h-l">${outcome.headline}</h1>
        ${money(outcome)}
        <p class="say">${outcome.sentence}</p>
        ${reason(outcome)}
        <ul class="then">${next(outcome).map(([name, words]) => html`<li>${icon(name)}<span>${words}</span></li>`)}</ul>
      </div>
      ${slip(outcome, branch, model)}
    </main>
    ${foot(model, nothing, ending(model))}
  </div>`;
}

function money({ net_rupiah, bank_name, last_four }) {
  if (net_rupiah === null || net_rupiah === undefined) return nothing;
  const account = bank_name ? html`<span>${gettext("ke rekening")} <b>${bank_name} •••• ${last_four}</b></span>` : nothing;
  return html`<p class="money"><b>${rupiah(net_rupiah)}</b>${account}</p>`;
}

function reason({ reason_label }) {
  return reason_label ? html`<p class="reason" data-state="wait">${icon("info")}<span>${reason_label}</span></p>` : nothing;
}

function next({ outcome }) {
  const free = ["wallet", gettext("Layanan ini gratis. Tidak ada biaya apa pun.")];
  const keep = ["receipt", gettext("Catat atau foto nomor tanda terima ini.")];
  const follow = ["search", interpolate(gettext("Lacak pembayaran di %(address)s dengan nomor itu dan tanggal lahir Anda."), { address: `${location.host}/klaim/` }, true)];
  if (outcome === "VERIFIED") return [keep, follow, free];
  return [keep, ["users", gettext("Petugas di ruang tunggu dapat membantu Anda lebih lanjut.")], free];
}

function slip({ receipt_number }, branch, model) {
  return html`<aside class="slip" aria-label=${gettext("Tanda terima")}>
    <span class="brand"><svg aria-hidden="true"><use href="#kawung"></use></svg>Lapak</span>
    <h2>${gettext("Tanda terima")}</h2>
    <strong>${receipt_number}</strong>
    <hr />
    <span>${interpolate(gettext("%(branch)s, bilik %(number)s"), { branch: branch.name, number: model.number }, true)}</span>
  </aside>`;
}

function ending(model) {
  return html`<span class="num">${interpolate(gettext("Layar dihapus dalam %s detik"), [model.wipe_in_seconds])}</span>
    <button class="btn btn--primary" type="button" data-action="done" ?disabled=${model.busy} @click=${() => model.clear()}>${icon("check")} ${gettext("Selesai")}</button>`;
}
