// @ts-check
/** The simulated participant of a demonstration: types the code it is told on the real pad and agrees by itself, at a human pace. */

const BEFORE_TYPING_MS = 1200;
const BETWEEN_KEYS_MS = 160;
const BEFORE_AGREEING_MS = 1800;
const LOOK_EVERY_MS = 400;

/** @param {HTMLElement} root only the page that frames this one, of the same origin, is listened to */
export function sitDown(root) {
  let code = "";
  let handled = "";
  addEventListener("message", ({ origin, source, data }) => {
    if (origin === location.origin && source === parent && data?.type === "ticket-code") code = String(data.code ?? "");
  });
  const look = async () => {
    const screen = root.dataset.screen;
    if (screen !== "called" && screen !== "consent") handled = "";
    if (screen === "called" && code && handled !== code) {
      handled = code;
      await typeCode(root, code);
    }
    if (screen === "consent") await agree(root);
    setTimeout(look, LOOK_EVERY_MS);
  };
  look();
}

async function typeCode(root, code) {
  await pause(BEFORE_TYPING_MS);
  root.querySelector("[data-key=clear]:enabled")?.click();
  for (const letter of code) {
    await pause(BETWEEN_KEYS_MS);
    root.querySelector(`[data-key="${letter}"]`)?.click();
  }
}

async function agree(root) {
  await pause(BEFORE_AGREEING_MS);
  root.querySelectorAll("input[name=purpose]:not(:checked)").forEach((box) => box.click());
  root.querySelector("[data-action=agree]:enabled")?.click();
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
