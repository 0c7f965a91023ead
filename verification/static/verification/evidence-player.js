// @ts-check
/** Plays what the officer and a supervisor said along with the recording: browsers take only the first sound of a file. */

const APART_SECONDS = 0.15;

const player = /** @type {HTMLVideoElement} */ (document.querySelector("#player"));
/** @type {HTMLAudioElement[]} */
const voices = [];

/** @param {string} url */
async function load(url) {
  const answer = await fetch(url);
  if (answer.status !== 200) return;
  const voice = new Audio(URL.createObjectURL(await answer.blob()));
  voice.preload = "auto";
  voices.push(voice);
  follow(voice);
}

/** Bring the voice to where the picture is, and let it do what the picture does. @param {HTMLAudioElement} voice */
function follow(voice) {
  voice.volume = player.volume;
  voice.muted = player.muted;
  voice.playbackRate = player.playbackRate;
  if (Math.abs(voice.currentTime - player.currentTime) > APART_SECONDS) voice.currentTime = player.currentTime;
  if (player.paused || player.ended || player.readyState < 3) voice.pause();
  else if (voice.paused) voice.play().catch(() => {});
}

for (const event of ["play", "pause", "seeked", "waiting", "playing", "ratechange", "volumechange", "timeupdate", "ended"]) {
  player.addEventListener(event, () => voices.forEach(follow));
}
for (const url of (player.dataset.voices ?? "").split(" ")) load(url);
