// @ts-check
/** Switches staff pages between dark and light and remembers it in a cookie; participant pages have one theme. */

const A_YEAR_SECONDS = 365 * 24 * 3600;

/** @returns {"dark" | "light"} */
export function shade() {
  return document.documentElement.dataset.shade === "light" ? "light" : "dark";
}

/** @param {"dark" | "light"} wanted */
function setShade(wanted) {
  document.documentElement.dataset.shade = wanted;
  document.cookie = `shade=${wanted}; path=/; max-age=${A_YEAR_SECONDS}; samesite=lax`;
  for (const button of document.querySelectorAll("[data-shade-switch]")) showOn(button);
}

/** @param {Element} button */
function showOn(button) {
  const light = shade() === "light";
  button.setAttribute("aria-pressed", String(light));
  button.querySelector("use")?.setAttribute("href", light ? "#i-moon" : "#i-sun");
}

for (const button of document.querySelectorAll("[data-shade-switch]")) {
  showOn(button);
  button.addEventListener("click", () => setShade(shade() === "light" ? "dark" : "light"));
}
