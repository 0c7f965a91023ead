// @ts-check
/** Where the booth's picture and sound come from. What is missing is told, never thrown: the conversation goes on with the rest. */
import { openCameraAndMicrophone } from "lapak/call.js";
import { SHARP, SMALL, cameraFor } from "../call-limits.js";
import { openSimulatedSource } from "./source-simulated.js";

/** @typedef {{stream: MediaStream|null, missing: string[], close: () => void}} Source `missing` names "camera", "microphone" */

/** @returns {Promise<Source>} picture and sound, for the conversation */
async function openCamera() {
  return sourceOf(await openCameraAndMicrophone(SHARP));
}

/** @returns {Promise<Source>} the picture alone, for reading a ticket: the microphone stays off before consent */
export async function openReadingCamera() {
  const devices = navigator.mediaDevices; // undefined on a page without HTTPS
  const stream = devices ? await devices.getUserMedia({ video: cameraFor(SMALL) }).catch(() => null) : null;
  return sourceOf({ stream, missing: stream ? [] : ["camera"] });
}

/** @param {{demo?: string, number?: string}} page the root element's data; a simulated source is for demonstrations only */
export function isSimulated(page) {
  return page.demo === "1" && new URLSearchParams(location.search).get("source") === "simulated";
}

/** @param {{demo?: string, number?: string}} page @returns {() => Promise<Source>} */
export function conversationSource(page) {
  return isSimulated(page) ? () => openSimulatedSource({ number: Number(page.number) }) : openCamera;
}

function sourceOf({ stream, missing }) {
  return { stream, missing, close: () => stream?.getTracks().forEach((track) => track.stop()) };
}
