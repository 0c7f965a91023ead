// @ts-check
/** Says a sentence to a screen reader without moving the focus. One polite and one urgent region a page. */

/** @type {Map<string, HTMLElement>} */
const regions = new Map();

/** @param {"polite" | "assertive"} urgency */
function region(urgency) {
  let element = regions.get(urgency);
  if (!element) {
    element = document.createElement("div");
    element.className = "sr";
    element.setAttribute("aria-live", urgency);
    element.setAttribute("role", urgency === "assertive" ? "alert" : "status");
    document.body.append(element);
    regions.set(urgency, element);
  }
  return element;
}

/**
 * Say a sentence when the reader has finished the current one.
 * @param {string} sentence
 * @param {{urgent?: boolean}} [options] urgent: interrupt, for what cannot wait
 */
export function announce(sentence, { urgent = false } = {}) {
  const element = region(urgent ? "assertive" : "polite");
  element.textContent = "";
  // The same sentence twice is a change only when the region was empty in between.
  setTimeout(() => { element.textContent = sentence; }, 50);
}
