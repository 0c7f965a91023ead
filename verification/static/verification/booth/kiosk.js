// @ts-check
/** A screen nobody looks after: stays awake, hides an idle pointer, has no menu. */

const POINTER_SHOWN_MS = 3000;

/** @param {HTMLElement} root */
export function beKiosk(root) {
  hideIdlePointer(root);
  stayAwake();
  for (const unwanted of ["contextmenu", "dragstart"]) addEventListener(unwanted, (event) => event.preventDefault());
}

function hideIdlePointer(root) {
  let timer = 0;
  const show = () => {
    root.dataset.pointer = "shown";
    clearTimeout(timer);
    timer = setTimeout(() => (root.dataset.pointer = "hidden"), POINTER_SHOWN_MS);
  };
  addEventListener("pointermove", show);
  root.dataset.pointer = "hidden";
}

function stayAwake() {
  const lock = () => {
    // Refused while hidden or on a low battery; asked again when the page is shown again.
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", lock);
  lock();
}
