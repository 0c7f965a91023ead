// @ts-check
/** How large and how fast a camera's picture goes out. The server may ask for less at any time, never for more. */

/**
 * @typedef {{width: number, height: number, bitsPerSecond: number, whenSlow: "balanced"|"maintain-resolution"}} Limits
 * the picture fits into width times height; `whenSlow` says what a device that cannot keep up gives away
 */

/** A picture among others. */
export const SMALL = { width: 640, height: 480, bitsPerSecond: 600_000, whenSlow: "balanced" };
/**
 * The one picture the officer looks at; the bits are the server's FOCUSED_BPS (media/budget.py). He compares a face and
 * reads a card, so a slow device sends fewer pictures a second, not smaller ones.
 */
export const SHARP = { width: 1280, height: 720, bitsPerSecond: 1_700_000, whenSlow: "maintain-resolution" };

const FRAMES_PER_SECOND = { ideal: 20, max: 20 };

/** What to ask of a camera whose picture is to fit into these limits. @param {Limits} limits */
export function cameraFor({ width, height }) {
  return { width: { ideal: width }, height: { ideal: height }, frameRate: FRAMES_PER_SECOND };
}

/** @param {RTCRtpSender} sender @param {Limits} limits */
export async function limitVideo(sender, { width, height, bitsPerSecond, whenSlow }) {
  const parameters = sender.getParameters();
  if (!sender.track || !parameters.encodings?.length) return;
  const taken = sender.track.getSettings();
  parameters.degradationPreference = whenSlow;
  Object.assign(parameters.encodings[0], {
    maxBitrate: bitsPerSecond,
    maxFramerate: FRAMES_PER_SECOND.max,
    scaleResolutionDownBy: Math.max(1, (taken.width ?? 0) / width, (taken.height ?? 0) / height),
  });
  await sender.setParameters(parameters).catch(() => {}); // a limit only: the call goes on without it
}
