// @ts-check
/** Plays the officer's voice along with the recording: browsers take only the first sound of a file. */

const APART_SECONDS = 0.15;

const player = /** @type {HTMLVideoElement} */ (document.querySelector("#player"));
const voice = new Audio();
voice.preload = "auto";

async function load() {
  const answer = await fetch(/** @type {string} */ (player.dataset.officer));
  if (answer.status === 200) voice.src = URL.createObjectURL(await answer.blob());
}

/** Bring the voice to where the picture is, and let it do what the picture does. */
function follow() {
  if (!voice.src) return;
  voice.volume = player.volume;
  voice.muted = player.muted;
  voice.playbackRate = player.playbackRate;
  if (Math.abs(voice.currentTime - player.currentTime) > APART_SECONDS) voice.currentTime = player.currentTime;
  if (player.paused || player.ended || player.readyState < 3) voice.pause();
  else if (voice.paused) voice.play().catch(() => {});
}

for (const event of ["play", "pause", "seeked", "waiting", "playing", "ratechange", "volumechange", "timeupdate", "ended"]) {
  player.addEventListener(event, follow);
}
load();
