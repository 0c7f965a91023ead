// @ts-check
/** Times as people read them: durations, minutes, the time of day, rupiah. Pure; knows no page. */

const ZONES = { WIB: "Asia/Jakarta", WITA: "Asia/Makassar", WIT: "Asia/Jayapura" };

const two = (/** @type {number} */ number) => String(number).padStart(2, "0");

/** Whole seconds from an ISO time until `now` (ms), never negative; 0 when there is no time. */
export function secondsSince(/** @type {string|null|undefined} */ iso, /** @type {number} */ now) {
  return iso ? Math.max(0, Math.floor((now - Date.parse(iso)) / 1000)) : 0;
}

/** Whole seconds from `now` (ms) until an ISO time, rounded up; 0 when it is over or there is none. */
export function secondsUntil(/** @type {string|null|undefined} */ iso, /** @type {number} */ now) {
  return iso ? Math.max(0, Math.ceil((Date.parse(iso) - now) / 1000)) : 0;
}

/** 134 is 02:14, 4360 is 1:12:40. */
export function duration(/** @type {number} */ seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}

/** 9 is 0:09: a countdown. */
export function countdown(/** @type {number} */ seconds) {
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

export function minutesSince(/** @type {string|null|undefined} */ iso, /** @type {number} */ now) {
  return Math.floor(secondsSince(iso, now) / 60);
}

/** The branch's time of day, 10:42:07 or 10:42. */
export function timeOfDay(/** @type {number} */ now, /** @type {string} */ zone, { seconds = true } = {}) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: ZONES[zone] ?? "Asia/Jakarta",
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
  });
  return parts.format(now);
}

/** A date as it stands on Indonesian papers, 14-08-1988. */
export function dayOf(/** @type {string|null|undefined} */ iso) {
  return iso ? iso.slice(0, 10).split("-").reverse().join("-") : "";
}

/** Whole rupiah, Rp 63.240.000; a deduction carries its minus sign in front. */
export function rupiah(/** @type {number} */ amount) {
  const digits = String(Math.abs(amount)).replace(/\B(?=(\d{3})+$)/g, ".");
  return `${amount < 0 ? "−" : ""}Rp ${digits}`;
}
