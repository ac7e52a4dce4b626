/** The one sound there is, made when it is needed; no file. */

const REST = 10_000; // milliseconds between two

let last = 0;
/** @type {AudioContext | null} */
let audio = null;

/**
 * Two short tones, unless there were some a moment ago. Browsers keep silent until the page was used.
 * @param {number} now
 */
export function ring(now) {
  if (now - last < REST || !globalThis.AudioContext) return;
  last = now;
  audio ??= new AudioContext();
  tone(audio, 660, 0);
  tone(audio, 880, 0.12);
}

/**
 * @param {AudioContext} context
 * @param {number} pitch
 * @param {number} after seconds
 */
function tone(context, pitch, after) {
  const start = context.currentTime + after;
  const [source, volume] = [context.createOscillator(), context.createGain()];
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.15, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.25);
  source.connect(volume).connect(context.destination);
  source.start(start);
  source.stop(start + 0.3);
}
