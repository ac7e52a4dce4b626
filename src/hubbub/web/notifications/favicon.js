/** The little picture of the tab: the mark, and a dot while something waits; drawn to a blob, the only kind the policy allows. */

const SIZE = 64; // pixels
const BARS = [0.2, 0.43, 0.66]; // from the left, as parts of the width
const DOTS = { mentions: "#d9580d", others: "#8a8f98" };

/** @type {HTMLLinkElement | null} */
let link = null;
let shown = "";

/**
 * Show it.
 * @param {"" | "mentions" | "others"} dot
 */
export function show(dot) {
  if (dot === shown && link) return;
  shown = dot;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  draw(pen, dot);
  canvas.toBlob((blob) => blob && shown === dot && put(blob));
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {"" | "mentions" | "others"} dot
 */
function draw(pen, dot) {
  pen.fillStyle = "#0b7a75";
  BARS.forEach((left, place) => {
    const height = SIZE * [0.45, 0.8, 0.6][place];
    pen.fillRect(SIZE * left, (SIZE - height) / 2, SIZE * 0.14, height);
  });
  if (!dot) return;
  pen.fillStyle = DOTS[dot];
  pen.beginPath();
  pen.arc(SIZE * 0.76, SIZE * 0.24, SIZE * 0.22, 0, 2 * Math.PI);
  pen.fill();
}

/** @param {Blob} blob */
function put(blob) {
  const before = link?.href ?? "";
  link ??= document.head.appendChild(Object.assign(document.createElement("link"), { rel: "icon" }));
  link.href = URL.createObjectURL(blob);
  if (before) URL.revokeObjectURL(before);
}
