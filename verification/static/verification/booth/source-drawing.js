// @ts-check
/** Draws one frame of the simulated picture: who it is, a clock, a solid colour band. Knows no timer and no stream. */

const PAPER = "#fffdf8";
const INK = "#171d42";

/**
 * The colour code: booth n has the hue n*55 degrees, number 0 (the officer) is grey.
 * It fills a card in the lower left quarter of the picture, so that whoever decodes the picture can tell whose it is.
 * @param {number} number
 */
function codeColour(number) {
  return number === 0 ? "rgb(128, 128, 128)" : `hsl(${(number * 55) % 360}, 80%, 50%)`;
}

/**
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {{number: number, width: number, height: number, at: Date}} frame
 */
export function drawFrame(context, { number, width, height, at }) {
  const seconds = at.getTime() / 1000;
  drawRoom(context, number, width, height);
  drawPerson(context, number, width, height, seconds);
  drawCode(context, number, width, height);
  drawClock(context, width, height, at);
  drawNumber(context, number, width, height);
}

function drawRoom(context, number, width, height) {
  const light = context.createLinearGradient(0, 0, width, height);
  const hue = number === 0 ? 230 : (number * 55) % 360;
  light.addColorStop(0, `hsl(${hue}, 22%, 86%)`);
  light.addColorStop(1, `hsl(${hue}, 24%, 52%)`);
  context.fillStyle = light;
  context.fillRect(0, 0, width, height);
}

function drawPerson(context, number, width, height, seconds) {
  const sway = Math.sin(seconds * 1.4 + number) * width * 0.012;
  const nod = Math.sin(seconds * 2.3 + number) * height * 0.012;
  const middle = width * 0.7 + sway;
  disc(context, middle, height * 1.12, width * 0.24, height * 0.5, INK);
  disc(context, middle, height * 0.44 + nod, width * 0.115, height * 0.24, "#2f4a86");
  disc(context, middle, height * 0.45 + nod, width * 0.082, height * 0.175, "#dba67d");
  const mouth = height * (0.01 + 0.014 * Math.abs(Math.sin(seconds * 5 + number)));
  disc(context, middle, height * 0.54 + nod, width * 0.026, mouth, "#8a4f3a");
  for (const side of [-1, 1]) disc(context, middle + side * width * 0.034, height * 0.42 + nod, width * 0.009, height * 0.016, INK);
}

function disc(context, x, y, radiusX, radiusY, colour) {
  context.fillStyle = colour;
  context.beginPath();
  context.ellipse(x, y, radiusX, radiusY, 0, 0, 2 * Math.PI);
  context.fill();
}

function drawCode(context, number, width, height) {
  context.fillStyle = codeColour(number);
  context.beginPath();
  context.roundRect(width * 0.06, height * 0.55, width * 0.38, height * 0.38, height * 0.05);
  context.fill();
}

function drawClock(context, width, height, at) {
  const size = Math.round(height * 0.085);
  context.font = `700 ${size}px system-ui, sans-serif`;
  context.textAlign = "right";
  context.textBaseline = "bottom";
  context.fillStyle = "rgb(16 20 48 / .72)";
  context.fillRect(width - size * 5.1, height - size * 1.6, size * 5.1, size * 1.6);
  context.fillStyle = PAPER;
  const tenths = Math.floor(at.getMilliseconds() / 100);
  context.fillText(`${at.toTimeString().slice(0, 8)}.${tenths}`, width - size * 0.35, height - size * 0.25);
}

function drawNumber(context, number, width, height) {
  if (number === 0) return;
  context.font = `800 ${Math.round(height * 0.24)}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = INK;
  context.fillText(String(number), width * 0.25, height * 0.4); // below what a tile lays over its upper edge
}
