// @ts-check
/** One page's audio and video: answers the server's offer and keeps a stream for each window; knows no page and no socket. */

import { SHARP, SMALL, cameraFor, limitVideo } from "./call-limits.js";
import { summarize } from "./call-stats.js";

/**
 * @typedef {{place: number, audio_mid: string, video_mid: string}} WindowLines
 * @typedef {{type: "offer", peer: string, sdp: string, windows: WindowLines[], ice_servers?: RTCIceServer[], spare_audio_mid?: string}} Offer
 * @typedef {"idle" | "joining" | "connected" | "lost" | "closed"} CallState
 * @typedef {{
 *   send: (message: {type: "answer", peer: string, sdp: string}) => void,
 *   onWindow?: (place: number, stream: MediaStream) => void,
 *   onVoice?: (stream: MediaStream) => void,
 *   onState?: (state: CallState) => void,
 *   speaksLater?: boolean,
 *   relayOnly?: boolean,
 * }} CallOptions onVoice: a voice without a picture; speaksLater: keep the line for the own voice though there is none yet
 */

const MICROPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

const GATHERING_PATIENCE_MILLISECONDS = 800;

export class Call {
  /** @param {CallOptions} options */
  constructor({ send, onWindow = () => {}, onVoice = () => {}, onState = () => {}, speaksLater = false, relayOnly = false }) {
    this.send = send;
    this.onWindow = onWindow;
    this.onVoice = onVoice;
    this.onState = onState;
    this.speaksLater = speaksLater;
    this.relayOnly = relayOnly;
    /** @type {Map<number, MediaStream>} the same stream object for a window through every rejoin */
    this.windows = new Map();
    this.voice = new MediaStream();
    /** @type {CallState} */
    this.state = "idle";
    /** @type {MediaStream | null} */
    this.localStream = null;
    /** @type {RTCPeerConnection | null} */
    this.connection = null;
    /** @type {WindowLines[]} */
    this.lines = [];
    this.voiceLine = "";
    this.isMicrophoneOn = true;
    this.isSharp = false;
  }

  /**
   * Say what this page sends, null for nothing. A later call replaces the tracks without a new negotiation, as far as
   * the lines were answered as sending.
   * @param {MediaStream | null} localStream
   */
  async start(localStream) {
    this.localStream = localStream;
    this.setMicrophone(this.isMicrophoneOn);
    if (this.connection) await this.#replaceTracks(this.connection);
  }

  /**
   * Take a message of the server; others than offers are none of our business.
   * @param {{type: string}} message
   * @returns {Promise<boolean>} whether it was for us
   */
  async handle(message) {
    if (message.type !== "offer") return false;
    await this.#answer(/** @type {Offer} */ (message));
    return true;
  }

  /** @param {boolean} on */
  setMicrophone(on) {
    this.isMicrophoneOn = on;
    for (const track of this.localStream?.getAudioTracks() ?? []) track.enabled = on;
  }

  /** Send the picture as large as the camera gives it, or small as one among others. @param {boolean} isSharp */
  async sharpen(isSharp) {
    if (isSharp === this.isSharp) return;
    this.isSharp = isSharp;
    if (this.connection) await this.#limit(this.connection);
  }

  /** @returns {Promise<import("./call-stats.js").CallStats>} */
  async stats() {
    const reports = this.connection ? [...(await this.connection.getStats()).values()] : [];
    return summarize(reports, this.lines);
  }

  /** Ends the connection; the local stream belongs to the page and stays. May be called twice. */
  close() {
    this.#drop();
    for (const stream of [this.voice, ...this.windows.values()]) empty(stream);
    this.#become("closed");
  }

  /** @param {Offer} offer */
  async #answer(offer) {
    this.#drop();
    const connection = new RTCPeerConnection({
      bundlePolicy: "max-bundle",
      iceServers: offer.ice_servers ?? [],
      iceTransportPolicy: this.relayOnly ? "relay" : "all",
    });
    this.connection = connection;
    this.lines = offer.windows;
    this.voiceLine = offer.spare_audio_mid ?? "";
    this.#become("joining");
    connection.ontrack = (event) => this.#show(connection, event);
    connection.onconnectionstatechange = () => this.#follow(connection);
    try {
      const sdp = await this.#negotiate(connection, offer.sdp);
      if (this.connection === connection) this.send({ type: "answer", peer: offer.peer, sdp });
    } catch (error) {
      if (this.connection === connection) throw error; // a newer offer or close() ended this one: nothing is wrong
    }
  }

  /**
   * @param {RTCPeerConnection} connection
   * @param {string} offer
   */
  async #negotiate(connection, offer) {
    await connection.setRemoteDescription({ type: "offer", sdp: offer });
    await this.#fillLines(connection);
    await connection.setLocalDescription(await connection.createAnswer());
    await this.#limit(connection);
    await gathered(connection);
    return connection.localDescription?.sdp ?? "";
  }

  /** The first audio and the first video line that the server wants to receive are ours. @param {RTCPeerConnection} connection */
  async #fillLines(connection) {
    for (const [kind, transceiver] of sendingLines(connection)) {
      const track = this.#localTrack(kind);
      transceiver.direction = track || this.speaksLater ? "sendonly" : "inactive";
      await transceiver.sender.replaceTrack(track);
    }
  }

  /** @param {RTCPeerConnection} connection */
  async #replaceTracks(connection) {
    for (const [kind, transceiver] of sendingLines(connection)) {
      if (transceiver.currentDirection === "sendonly") await transceiver.sender.replaceTrack(this.#localTrack(kind));
    }
    await this.#limit(connection);
  }

  /** @param {RTCPeerConnection} connection */
  async #limit(connection) {
    const line = sendingLines(connection).find(([kind]) => kind === "video")?.[1];
    if (line) await limitVideo(line.sender, this.isSharp ? SHARP : SMALL);
  }

  /** @param {string} kind */
  #localTrack(kind) {
    return this.localStream?.getTracks().find((track) => track.kind === kind) ?? null;
  }

  /**
   * @param {RTCPeerConnection} connection
   * @param {RTCTrackEvent} event
   */
  #show(connection, { track, transceiver }) {
    if (this.connection !== connection) return;
    if (transceiver.mid === this.voiceLine) {
      replace(this.voice, track);
      this.onVoice(this.voice);
    }
    const line = this.lines.find(({ audio_mid, video_mid }) => [audio_mid, video_mid].includes(transceiver.mid ?? ""));
    if (!line) return; // a further line
    const stream = this.windows.get(line.place) ?? new MediaStream();
    replace(stream, track);
    this.windows.set(line.place, stream);
    this.onWindow(line.place, stream);
  }

  /** @param {RTCPeerConnection} connection */
  #follow(connection) {
    if (this.connection !== connection) return;
    if (connection.connectionState === "connected") this.#become("connected");
    if (["disconnected", "failed", "closed"].includes(connection.connectionState)) this.#become("lost");
  }

  #drop() {
    const connection = this.connection;
    this.connection = null;
    if (!connection) return;
    connection.ontrack = connection.onconnectionstatechange = null;
    connection.close();
  }

  /** @param {CallState} state */
  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.onState(state);
  }
}

/** @returns {Promise<MediaStream | null>} the microphone alone, null without one */
export async function openMicrophone() {
  return (await navigator.mediaDevices?.getUserMedia({ audio: MICROPHONE }).catch(() => null)) ?? null;
}

/**
 * Ask for camera and microphone; whichever is missing is left out, and null means neither.
 * @param {import("./call-limits.js").Limits} [limits] how large a picture the camera may be asked for
 * @returns {Promise<{stream: MediaStream | null, missing: ("camera" | "microphone")[]}>}
 */
export async function openCameraAndMicrophone(limits = SMALL) {
  const devices = navigator.mediaDevices; // undefined on a page without HTTPS
  if (!devices) return { stream: null, missing: ["camera", "microphone"] };
  const camera = cameraFor(limits);
  try {
    return { stream: await devices.getUserMedia({ video: camera, audio: MICROPHONE }), missing: [] };
  } catch {
    const video = await devices.getUserMedia({ video: camera }).catch(() => null);
    const audio = await devices.getUserMedia({ audio: MICROPHONE }).catch(() => null);
    const tracks = [...(video?.getTracks() ?? []), ...(audio?.getTracks() ?? [])];
    /** @type {("camera" | "microphone")[]} */
    const missing = [];
    if (!video) missing.push("camera");
    if (!audio) missing.push("microphone");
    return { stream: tracks.length ? new MediaStream(tracks) : null, missing };
  }
}

/**
 * @param {RTCPeerConnection} connection
 * @returns {[string, RTCRtpTransceiver][]}
 */
function sendingLines(connection) {
  const asked = connection.getTransceivers().filter((line) => isAskedOf(connection, line.mid));
  const first = ["audio", "video"].map((kind) => [kind, asked.find((line) => line.receiver.track.kind === kind)]);
  return /** @type {[string, RTCRtpTransceiver][]} */ (first.filter(([, line]) => line));
}

/**
 * Whether the server offered to receive on this line (a supervisor's offer has one for sound alone).
 * @param {RTCPeerConnection} connection
 * @param {string | null} mid
 */
function isAskedOf(connection, mid) {
  const sections = connection.remoteDescription?.sdp.split(/^m=/m).slice(1) ?? [];
  return sections.some((section) => /^a=recvonly\r?$/m.test(section) && section.match(/^a=mid:(\S+)/m)?.[1] === mid);
}

/**
 * The whole answer goes in one message, so wait for the addresses, but not for a network interface that never answers.
 * @param {RTCPeerConnection} connection
 * @returns {Promise<void>}
 */
function gathered(connection) {
  return new Promise((resolve) => {
    const done = () => connection.iceGatheringState === "complete" && resolve();
    connection.addEventListener("icegatheringstatechange", done);
    setTimeout(resolve, GATHERING_PATIENCE_MILLISECONDS);
    done();
  });
}

/** @param {MediaStream} stream @param {MediaStreamTrack} track */
function replace(stream, track) {
  for (const old of stream.getTracks()) if (old.kind === track.kind) stream.removeTrack(old);
  stream.addTrack(track);
}

/** @param {MediaStream} stream */
function empty(stream) {
  for (const track of stream.getTracks()) stream.removeTrack(track);
}
