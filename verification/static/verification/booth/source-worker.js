// @ts-check
/**
 * The clock of the simulated picture. A worker's timer keeps its pace while the page is hidden, a page's does not.
 * With a stream to write to it also draws; without one it only ticks and the page draws.
 */
import { drawFrame } from "./source-drawing.js";

let timer = 0;

self.onmessage = ({ data }) => {
  clearInterval(timer);
  if (data.stop) return self.close();
  const pace = 1000 / data.frames_per_second;
  timer = setInterval(data.writable ? frameWriter(data) : () => self.postMessage("tick"), pace);
};

function frameWriter({ writable, number, width, height }) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { alpha: false });
  const writer = writable.getWriter();
  const startedAt = performance.now();
  writer.closed.catch(() => clearInterval(timer));
  return () => {
    if (writer.desiredSize <= 0) return;
    drawFrame(context, { number, width, height, at: new Date() });
    const frame = new VideoFrame(canvas, { timestamp: Math.round((performance.now() - startedAt) * 1000) });
    writer.write(frame).catch(() => clearInterval(timer));
  };
}
