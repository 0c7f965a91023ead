// @ts-check
/** How the line of a booth is put into words, on the desk and on the board. */

/** By the number of bars. */
export const signal = [
  gettext("Tanpa sinyal"),
  gettext("Sinyal buruk"),
  gettext("Sinyal lemah"),
  gettext("Sinyal cukup"),
  gettext("Sinyal baik"),
];

/** What is wrong with camera or microphone, by the server's word; undefined when nothing is. */
export const faults = {
  frozen: gettext("Kamera bilik berhenti"),
  black: gettext("Gambar bilik gelap"),
  silent: gettext("Mikrofon bilik diam"),
};

/** The figures of the last five seconds in one sentence; rates in bit/s, times in ms. */
export function figures(/** @type {any} */ { lost_permille, jitter_ms, round_trip_ms, width, height, frames_per_second, rate_bps }) {
  const sentence = gettext("hilang %s persen, getar %s ms, pulang-pergi %s ms, %s×%s %s/s, %s kbit/s");
  const values = [lost_permille / 10, jitter_ms, round_trip_ms ?? "–", width, height, frames_per_second, Math.round(rate_bps / 1000)];
  return interpolate(sentence, values);
}
