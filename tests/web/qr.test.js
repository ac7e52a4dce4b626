/** QR codes: read back as a camera's program would, with no error to correct. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { modules } from "../../src/hubbub/web/typed/qr.js";

/** Blocks of level M by version: [data codewords, correction codewords a block, blocks], from ISO/IEC 18004, table 9. */
const BLOCKS = { 1: [16, 10, 1], 4: [64, 18, 2], 6: [108, 16, 4], 7: [124, 18, 4], 8: [154, 22, 4], 10: [216, 26, 5], 15: [415, 24, 10], 19: [627, 26, 14] };
const CENTRES = { 1: [], 4: [6, 26], 6: [6, 34], 7: [6, 22, 38], 8: [6, 24, 42], 10: [6, 28, 50], 15: [6, 26, 48, 70], 19: [6, 30, 58, 86] };

/** @param {number} x @param {number} y @param {number} size @param {number} version */
function isData(x, y, size, version) {
  const corner = (x < 9 && y < 9) || (x >= size - 8 && y < 9) || (x < 9 && y >= size - 8);
  const told = version >= 7 && ((x >= size - 11 && y < 6) || (y >= size - 11 && x < 6));
  return !(corner || told || x === 6 || y === 6 || aligned(x, y, version, size));
}

/** @param {number} x @param {number} y @param {number} version @param {number} size */
function aligned(x, y, version, size) {
  const all = /** @type {any} */ (CENTRES)[version];
  const inCorner = (/** @type {number} */ a, /** @type {number} */ b) => (a === 6 && (b === 6 || b === size - 7)) || (b === 6 && a === size - 7);
  return all.some((/** @type {number} */ a) => all.some((/** @type {number} */ b) => !inCorner(a, b) && Math.abs(x - a) <= 2 && Math.abs(y - b) <= 2));
}

/** @param {(x: number, y: number) => number} rule */
function two(rule) {
  return rule;
}

/** @type {any[]} */
const RULES = [
  two((x, y) => (x + y) % 2), two((_x, y) => y % 2), two((x) => x % 3), two((x, y) => (x + y) % 3), two((x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2),
  two((x, y) => ((x * y) % 2) + ((x * y) % 3)), two((x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2), two((x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2),
];
const MASKS = RULES.map((rule) => (/** @type {number} */ x, /** @type {number} */ y) => rule(x, y) === 0);

/** The codewords of a picture. @param {boolean[][]} rows */
function codewords(rows) {
  const size = rows.length;
  const version = (size - 17) / 4;
  const told = [0, 1, 2, 3, 4, 5, 7, 8].map((x) => rows[8][x]).concat([7, 5, 4, 3, 2, 1, 0].map((y) => rows[y][8]));
  const format = told.reduce((sum, bit) => sum * 2 + Number(bit), 0) ^ 0x5412;
  assert.equal(format >> 13, 0, "level M");
  let bits = "";
  let up = true;
  for (let right = size - 1; right > 0; right -= 2, up = !up) {
    if (right === 6) right--;
    for (let at = 0; at < size; at++) {
      const y = up ? size - 1 - at : at;
      for (const x of [right, right - 1]) if (isData(x, y, size, version)) bits += Number(rows[y][x] !== MASKS[(format >> 10) & 7](x, y));
    }
  }
  return { version, words: (bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)) };
}

const EXP = [1];
for (let at = 1; at < 255; at++) EXP.push((EXP[at - 1] << 1) ^ (EXP[at - 1] & 128 ? 0x11d : 0));
const times = (/** @type {number} */ one, /** @type {number} */ other) => (one && other ? EXP[(EXP.indexOf(one) + EXP.indexOf(other)) % 255] : 0);

/** What stands in a picture; an error in it fails the test. @param {boolean[][]} rows */
function read(rows) {
  const { version, words } = codewords(rows);
  const [data, correction, count] = /** @type {any} */ (BLOCKS)[version];
  const lengths = Array.from({ length: count }, (_, at) => Math.floor(data / count) + (at >= count - (data % count) ? 1 : 0));
  /** @type {number[][]} */
  const blocks = lengths.map(() => []);
  let next = 0;
  for (let at = 0; at < lengths[count - 1]; at++) blocks.forEach((block, place) => at < lengths[place] && block.push(words[next++]));
  const whole = blocks.map((block) => [...block]);
  for (let at = 0; at < correction; at++) whole.forEach((block) => block.push(words[next++]));
  for (const block of whole) {
    for (let power = 0; power < correction; power++) assert.equal(block.reduce((sum, word) => times(sum, EXP[power]) ^ word, 0), 0, "no error");
  }
  const bits = blocks.flat().map((word) => word.toString(2).padStart(8, "0")).join("");
  assert.equal(bits.slice(0, 4), "0100");
  const wide = version < 10 ? 8 : 16;
  const length = parseInt(bits.slice(4, 4 + wide), 2);
  const bytes = (bits.slice(4 + wide, 4 + wide + length * 8).match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
  return new TextDecoder().decode(new Uint8Array(bytes));
}

test("codes of all lengths are read back without an error", () => {
  for (const text of ["a", "https://chat.harbour.example/invite#K7QD-2MXA-PP4T-9VRE", "x".repeat(100), "z".repeat(120), "hällo ".repeat(20), "z".repeat(213), "y".repeat(400), "q".repeat(600)]) {
    assert.equal(read(modules(text)), text);
  }
});

test("what is too long is said", () => {
  assert.throws(() => modules("z".repeat(700)), RangeError);
});
