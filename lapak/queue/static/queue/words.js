// @ts-check
/** The Indonesian words of a call, by the names of their clips: "A-012" and booth 3 become nomor a nol satu dua silakan tiga. Pure. */

const ONES = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"];

/**
 * The clips that say a call, in order; empty when a sign of the number has none.
 * @param {string} number as on the ticket, "A-012"
 * @param {number} booth 1 to 99
 * @returns {string[]}
 */
export function wordsOfCall(number, booth) {
  const signs = [...number.toLowerCase()].filter((sign) => sign !== "-");
  const spelled = signs.map((sign) => (/\d/.test(sign) ? ONES[Number(sign)] : sign));
  const known = spelled.every((word) => word === "a" || ONES.includes(word));
  return known ? ["nomor", ...spelled, "silakan", ...wordsOfNumber(booth)] : [];
}

/**
 * @param {number} number 0 to 99
 * @returns {string[]}
 */
function wordsOfNumber(number) {
  if (number < 10) return [ONES[number]];
  if (number < 12) return [number === 10 ? "sepuluh" : "sebelas"];
  if (number < 20) return [ONES[number - 10], "belas"];
  return [ONES[Math.floor(number / 10)], "puluh", ...(number % 10 ? [ONES[number % 10]] : [])];
}

/** Every word that has a clip. */
export const WORDS = ["nomor", "a", "silakan", ...ONES, "sepuluh", "sebelas", "belas", "puluh"];
