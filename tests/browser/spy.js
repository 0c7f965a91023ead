// Runs before a page's own scripts in browser tests: keeps its connections, its offers and the time of each message.
(() => {
  const spy = { connections: [], tracks: {}, windows: [], log: [], parts: {} };
  window.__spy = spy;
  const RealConnection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends RealConnection {
    constructor(...options) {
      super(...options);
      spy.connections.push(this);
      this.addEventListener("track", (event) => (spy.tracks[event.transceiver.mid] = event.track));
    }
  };
  const note = (direction, message) => {
    spy.log.push({ at: performance.now(), direction, ...message, sdp: undefined });
    if (message.type === "offer") spy.windows = message.windows;
  };
  const RealSocket = window.WebSocket;
  window.WebSocket = class extends RealSocket {
    constructor(...options) {
      super(...options);
      this.addEventListener("message", (event) => {
        const message = JSON.parse(event.data);
        if (message.type !== "part") return note("in", message);
        const pieces = (spy.parts[message.id] ??= []);
        pieces[message.index] = message.text;
        if (pieces.filter(Boolean).length === message.count) note("in", JSON.parse(pieces.join("")));
      });
    }
    send(text) {
      note("out", JSON.parse(text));
      super.send(text);
    }
  };
  const connection = () => spy.connections.at(-1);
  /** Packets and frames received in each window of the page: {place: {frames, video, audio}}. */
  spy.received = async () => {
    const found = {};
    if (!connection()) return found;
    const reports = [...(await connection().getStats()).values()].filter((one) => one.type === "inbound-rtp");
    const byMid = Object.fromEntries(reports.map((one) => [one.mid, one]));
    for (const { place, audio_mid, video_mid } of spy.windows) {
      const video = byMid[video_mid] ?? {};
      found[place] = {
        frames: video.framesDecoded ?? 0,
        video: video.packetsReceived ?? 0,
        audio: byMid[audio_mid]?.packetsReceived ?? 0,
      };
    }
    return found;
  };
  /** Packets received in the further sound line, which has no picture. */
  spy.voice = async () => {
    const mid = spy.log.findLast((one) => one.type === "offer")?.spare_audio_mid;
    const reports = connection() ? [...(await connection().getStats()).values()] : [];
    return reports.find((one) => one.type === "inbound-rtp" && one.mid === mid)?.packetsReceived ?? 0;
  };
  /** The colour in the middle of the code band (lower left quarter) of a video element: [red, green, blue]. */
  spy.colour = (selector) => {
    const video = document.querySelector(selector);
    if (!video?.videoWidth) return null;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0);
    return [...context.getImageData(video.videoWidth * 0.25, video.videoHeight * 0.85, 1, 1).data].slice(0, 3);
  };
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  /** The strongest frequency in hertz of the sound of a window, once there is any; 0 for silence all the time. */
  spy.tone = async (place, patience_ms) => {
    const line = spy.windows.find((one) => one.place === place);
    const track = line && spy.tracks[line.audio_mid];
    if (!track) return 0;
    const audio = new AudioContext();
    const analyser = new AnalyserNode(audio, { fftSize: 8192, smoothingTimeConstant: 0 });
    audio.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    await audio.resume();
    const levels = new Float32Array(analyser.frequencyBinCount);
    const loudest = () => {
      analyser.getFloatFrequencyData(levels);
      return levels.indexOf(Math.max(...levels));
    };
    for (const end = performance.now() + patience_ms; performance.now() < end; await pause(100)) {
      if (levels[loudest()] > -70) break;
    }
    await pause(250); // until the whole window of the analysis is sound
    const found = loudest();
    const hertz = (found * audio.sampleRate) / analyser.fftSize;
    await audio.close();
    return levels[found] > -70 ? hertz : 0;
  };
})();
