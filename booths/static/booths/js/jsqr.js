// @ts-check
/** jsQR as an ES module: the vendored file is a classic script that leaves its function on `self`. */

import "jsqr-script";

/** @type {(pixels: Uint8ClampedArray, width: number, height: number, options?: object) => {data: string} | null} */
const jsQR = /** @type {any} */ (self).jsQR;

export default jsQR;
