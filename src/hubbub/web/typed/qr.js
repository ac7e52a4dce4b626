/** QR codes of texts (ISO/IEC 18004), bytes only, with correction of level M: rows of modules, true where dark. */

/** Data codewords, and codewords of correction in each block, by version: [data, correction, blocks]. Level M. */
const VERSIONS = [
  [16, 10, 1], [28, 16, 1], [44, 26, 1], [64, 18, 2], [86, 24, 2], [108, 16, 4], [124, 18, 4], [154, 22, 4], [182, 22, 5], [216, 26, 5],
  [254, 30, 5], [290, 22, 8], [334, 22, 9], [365, 24, 9], [415, 24, 10], [453, 28, 10], [507, 28, 11], [563, 26, 13], [627, 26, 14], [669, 26, 16],
];
const LEVEL_M = 0;

/**
 * The modules of a text's code, without the light border.
 * @param {string} text  at most 660 bytes
 * @returns {boolean[][]}
 */
export function modules(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const version = VERSIONS.findIndex(([data], at) => bytes.length + (at < 9 ? 2 : 3) <= data) + 1;
  if (!version) throw new RangeError("the text is too long for a QR code");
  const bits = interleaved(codewords(bytes, version), version).flatMap((byte) => bitsOf(byte, 8));
  return best(version, bits);
}

/** @param {number} value @param {number} length */
function bitsOf(value, length) {
  return Array.from({ length }, (_, at) => (value >> (length - 1 - at)) & 1);
}

/** The bytes as data codewords: mode, length, bytes, end, padding. @param {number[]} bytes @param {number} version */
function codewords(bytes, version) {
  const [capacity] = VERSIONS[version - 1];
  const bits = [...bitsOf(4, 4), ...bitsOf(bytes.length, version < 10 ? 8 : 16), ...bytes.flatMap((byte) => bitsOf(byte, 8))];
  const end = Math.min(4, capacity * 8 - bits.length);
  bits.push(...Array(end).fill(0));
  bits.push(...Array((8 - (bits.length % 8)) % 8).fill(0));
  const words = Array.from({ length: bits.length / 8 }, (_, at) => parseInt(bits.slice(at * 8, at * 8 + 8).join(""), 2));
  for (let at = 0; words.length < capacity; at++) words.push(at % 2 ? 0x11 : 0xec);
  return words;
}

/* ---------------------------------------------------------------- correction: Reed-Solomon over GF(256) */

const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power++) {
  EXP[power] = EXP[power + 255] = value;
  LOG[value] = power;
  value = (value << 1) ^ (value & 0x80 ? 0x11d : 0);
}

/** @param {number} one @param {number} other */
const times = (one, other) => (one && other ? EXP[LOG[one] + LOG[other]] : 0);

/** The generator of so many codewords, highest power first. @param {number} count */
function generator(count) {
  let poly = [1];
  for (let power = 0; power < count; power++) {
    const next = [...poly, 0];
    poly.forEach((factor, at) => { next[at + 1] ^= times(factor, EXP[power]); });
    poly = next;
  }
  return poly;
}

/** @param {number[]} data @param {number} count */
function correction(data, count) {
  const poly = generator(count);
  const rest = [...data, ...Array(count).fill(0)];
  for (let at = 0; at < data.length; at++) {
    const factor = rest[at];
    if (factor) poly.forEach((one, place) => { rest[at + place] ^= times(one, factor); });
  }
  return rest.slice(data.length);
}

/** Data and correction of all blocks, one codeword of each in turn. @param {number[]} words @param {number} version */
function interleaved(words, version) {
  const [capacity, count, blocks] = VERSIONS[version - 1];
  const short = Math.floor(capacity / blocks);
  const longFrom = blocks - (capacity % blocks);
  let at = 0;
  const data = Array.from({ length: blocks }, (_, block) => words.slice(at, (at += short + (block >= longFrom ? 1 : 0))));
  return [...inTurn(data), ...inTurn(data.map((block) => correction(block, count)))];
}

/** @param {number[][]} blocks */
function inTurn(blocks) {
  const longest = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: longest }, (_, at) => blocks.flatMap((block) => (at < block.length ? [block[at]] : []))).flat();
}

/* ---------------------------------------------------------------- the picture */

/** @type {((x: number, y: number) => boolean)[]} */
const MASKS = [
  (x, y) => (x + y) % 2 === 0, (_x, y) => y % 2 === 0, (x) => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0, (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The picture with the mask that readers have least trouble with. @param {number} version @param {number[]} bits */
function best(version, bits) {
  const frame = framed(version);
  const pictures = MASKS.map((mask, number) => filled(frame, bits, mask, number));
  const scores = pictures.map(trouble);
  return pictures[scores.indexOf(Math.min(...scores))];
}

/**
 * What is the same in every code of a version; undefined where data goes.
 * @param {number} version
 * @returns {(boolean|undefined)[][]}
 */
function framed(version) {
  const size = version * 4 + 17;
  /** @type {(boolean|undefined)[][]} */
  const rows = Array.from({ length: size }, () => Array(size).fill(undefined));
  for (const [x, y] of [[0, 0], [size - 7, 0], [0, size - 7]]) finder(rows, x, y);
  for (let at = 8; at < size - 8; at++) rows[6][at] = rows[at][6] = at % 2 === 0;
  const places = alignments(version);
  const inCorner = (/** @type {number} */ x, /** @type {number} */ y) => Math.min(x, y) === 6 && (x === y || Math.max(x, y) === size - 7);
  for (const x of places) for (const y of places) if (!inCorner(x, y)) align(rows, x, y);
  if (version >= 7) versionInfo(rows, version);
  reserve(rows);
  return rows;
}

/** A large square in a corner, with its light border. @param {any[][]} rows @param {number} left @param {number} top */
function finder(rows, left, top) {
  for (let y = -1; y < 8; y++) {
    for (let x = -1; x < 8; x++) {
      if (rows[top + y]?.[left + x] === undefined && !(rows[top + y] && left + x >= 0 && left + x < rows.length)) continue;
      const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
      rows[top + y][left + x] = ring !== 2 && ring !== 4;
    }
  }
}

/** @param {any[][]} rows @param {number} centre @param {number} middle */
function align(rows, centre, middle) {
  for (let y = -2; y <= 2; y++) {
    for (let x = -2; x <= 2; x++) rows[middle + y][centre + x] = Math.max(Math.abs(x), Math.abs(y)) !== 1;
  }
}

/** Where small squares are, in both directions. @param {number} version */
function alignments(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const last = version * 4 + 10;
  const step = Math.ceil((last - 6) / (count - 1) / 2) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => last - step * (count - 2 - at))];
}

/** The version, where there is room for it: 6 bits and 12 of correction. @param {any[][]} rows @param {number} version */
function versionInfo(rows, version) {
  let rest = version;
  for (let at = 0; at < 12; at++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let at = 0; at < 18; at++) {
    const place = rows.length - 11 + (at % 3);
    rows[Math.floor(at / 3)][place] = rows[place][Math.floor(at / 3)] = Boolean((bits >> at) & 1);
  }
}

/** The places of level and mask hold no data. @param {any[][]} rows */
function reserve(rows) {
  const size = rows.length;
  for (let at = 0; at < 9; at++) {
    rows[8][at] ??= false;
    rows[at][8] ??= false;
  }
  for (let at = 0; at < 8; at++) rows[8][size - 1 - at] = rows[size - 1 - at][8] = false;
  rows[size - 8][8] = true;
}

/** @param {any[][]} frame @param {number[]} bits @param {(x: number, y: number) => boolean} mask @param {number} number */
function filled(frame, bits, mask, number) {
  const rows = frame.map((row) => [...row]);
  let next = 0;
  for (const [x, y] of path(frame.length)) {
    if (frame[y][x] === undefined) rows[y][x] = Boolean(bits[next++]) !== mask(x, y);
  }
  format(rows, number);
  return rows;
}

/** Columns of two, from the right, upwards and downwards in turn. @param {number} size @returns {Generator<[number, number]>} */
function* path(size) {
  let up = true;
  for (let right = size - 1; right > 0; right -= 2, up = !up) {
    if (right === 6) right--;
    for (let at = 0; at < size; at++) {
      const y = up ? size - 1 - at : at;
      yield [right, y];
      yield [right - 1, y];
    }
  }
}

/** Level and mask, twice. @param {any[][]} rows @param {number} mask */
function format(rows, mask) {
  const size = rows.length;
  const data = (LEVEL_M << 3) | mask;
  let rest = data;
  for (let at = 0; at < 10; at++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((data << 10) | rest) ^ 0x5412;
  const bit = (/** @type {number} */ at) => Boolean((bits >> at) & 1);
  for (let at = 0; at < 8; at++) {
    rows[at < 6 ? at : at + 1][8] = bit(at);
    rows[8][size - 1 - at] = bit(at);
  }
  for (let at = 0; at < 7; at++) {
    rows[8][at < 6 ? at : 7] = bit(14 - at);
    rows[size - 7 + at][8] = bit(8 + at);
  }
}

/* ---------------------------------------------------------------- how hard a picture is to read */

const FAKE = ["10111010000", "00001011101"];

/** @param {boolean[][]} rows */
function trouble(rows) {
  const columns = rows.map((_, x) => rows.map((row) => row[x]));
  return [...rows, ...columns].reduce((sum, line) => sum + runs(line) + fakes(line), 0) + squares(rows) + balance(rows);
}

/** @param {boolean[]} line */
function runs(line) {
  let sum = 0;
  for (let from = 0, to = 1; to <= line.length; to++) {
    if (line[to] === line[from]) continue;
    if (to - from >= 5) sum += to - from - 2;
    from = to;
  }
  return sum;
}

/** What looks like the corner of a code. @param {boolean[]} line */
function fakes(line) {
  const text = line.map(Number).join("");
  return FAKE.reduce((sum, fake) => {
    let count = 0;
    for (let at = text.indexOf(fake); at >= 0; at = text.indexOf(fake, at + 1)) count++;
    return sum + count * 40;
  }, 0);
}

/** @param {boolean[][]} rows */
function squares(rows) {
  let sum = 0;
  for (let y = 1; y < rows.length; y++) {
    for (let x = 1; x < rows.length; x++) {
      if (rows[y][x] === rows[y - 1][x] && rows[y][x] === rows[y][x - 1] && rows[y][x] === rows[y - 1][x - 1]) sum += 3;
    }
  }
  return sum;
}

/** @param {boolean[][]} rows */
function balance(rows) {
  const dark = rows.flat().filter(Boolean).length;
  return Math.floor(Math.abs((dark * 20) / rows.length ** 2 - 10)) * 10;
}
