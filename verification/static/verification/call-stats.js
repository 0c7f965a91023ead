// @ts-check
/** What a connection's reports say about each window of the page, in few numbers. Pure. */

/**
 * @typedef {import("./call.js").WindowLines} WindowLines
 * @typedef {{frames: number, videoPackets: number, audioPackets: number, lost: number, level: number, width: number,
 *   height: number, framesPerSecond: number, jitterMilliseconds: number}} WindowStats
 * @typedef {{windows: Record<number, WindowStats>, sent: {frames: number, videoPackets: number, audioPackets: number,
 *   level: number, width: number, height: number, framesPerSecond: number}, taken: {frames: number, seconds: number,
 *   energy: number}, roundTripMilliseconds: number | null, availableBitsPerSecond: number | null}} CallStats
 */

/**
 * @param {any[]} reports
 * @param {WindowLines[]} lines
 * @returns {CallStats}
 */
export function summarize(reports, lines) {
  const incoming = (/** @type {string} */ mid) => reports.find((r) => r.type === "inbound-rtp" && r.mid === mid) ?? {};
  const outgoing = (/** @type {string} */ kind) => reports.find((r) => r.type === "outbound-rtp" && r.kind === kind) ?? {};
  const selected = reports.find((r) => r.type === "transport")?.selectedCandidatePairId;
  const pair = reports.find((r) => r.id === selected) ?? reports.find((r) => r.type === "candidate-pair" && r.nominated) ?? {};
  const taken = (/** @type {string} */ kind) => reports.find((r) => r.type === "media-source" && r.kind === kind) ?? {};
  const [camera, microphone] = [taken("video"), taken("audio")];
  /** @type {Record<number, WindowStats>} */
  const windows = {};
  for (const { place, audio_mid, video_mid } of lines) {
    windows[place] = windowStats(incoming(audio_mid), incoming(video_mid));
  }
  return {
    windows,
    sent: {
      frames: outgoing("video").framesEncoded ?? 0,
      videoPackets: outgoing("video").packetsSent ?? 0,
      audioPackets: outgoing("audio").packetsSent ?? 0,
      level: microphone.audioLevel ?? 0,
      width: outgoing("video").frameWidth ?? 0,
      height: outgoing("video").frameHeight ?? 0,
      framesPerSecond: outgoing("video").framesPerSecond ?? 0,
    },
    taken: {
      frames: camera.frames ?? outgoing("video").framesEncoded ?? 0,
      seconds: microphone.totalSamplesDuration ?? 0,
      energy: microphone.totalAudioEnergy ?? 0,
    },
    roundTripMilliseconds: pair.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1000,
    availableBitsPerSecond: pair.availableOutgoingBitrate ?? null,
  };
}

/**
 * @param {any} audio
 * @param {any} video
 * @returns {WindowStats}
 */
function windowStats(audio, video) {
  const emitted = video.jitterBufferEmittedCount ?? 0;
  return {
    frames: video.framesDecoded ?? 0,
    videoPackets: video.packetsReceived ?? 0,
    audioPackets: audio.packetsReceived ?? 0,
    lost: Math.max(0, (video.packetsLost ?? 0) + (audio.packetsLost ?? 0)),
    level: audio.audioLevel ?? 0,
    width: video.frameWidth ?? 0,
    height: video.frameHeight ?? 0,
    framesPerSecond: video.framesPerSecond ?? 0,
    jitterMilliseconds: emitted ? (video.jitterBufferDelay / emitted) * 1000 : 0,
  };
}
