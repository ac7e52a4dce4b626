/** The little picture of the tab: the mark, and a dot while something waits; drawn to a blob, the only kind the policy allows. */

const SIZE = 64; // pixels
const MARK = ["#2f6fde", "#1f9d6b", "#d97619"]; // three speech bubbles, as in icons/mark.svg
const WIDTH = 19; // pixels of a bubble
const HEIGHT = 24;
const ROUND = 8;
const GAP = 3;
const DOTS = { mentions: "#d97619", others: "#8a8f98" };

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
  MARK.forEach((colour, place) => {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.roundRect(place * (WIDTH + GAP) + 0.5, (SIZE - HEIGHT) / 2, WIDTH, HEIGHT, [ROUND, ROUND, ROUND, 2]);
    pen.fill();
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
