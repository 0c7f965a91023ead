// @ts-check
/** Demonstration accounts: one press fills the form and sends it. */

const form = /** @type {HTMLFormElement} */ (document.getElementById("login"));

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-username]"))) {
  button.addEventListener("click", () => {
    for (const name of ["username", "password"]) {
      /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value = button.dataset[name] || "";
    }
    form.requestSubmit();
  });
}
