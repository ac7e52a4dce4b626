/** Colours for code: words of the language, names that are called, texts and comments; nothing more is read into it. */

const C = "break case char const continue default do double else enum extern float for goto if inline int long return short signed sizeof static struct switch typedef union unsigned void volatile while";
const JS = "async await break case catch class const continue default delete do else export extends false finally for from function if import in instanceof let new null of return static super switch this throw true try typeof undefined var void while yield";

/** @type {Record<string, {words: string, line?: string, block?: [string, string], texts?: string}>} */
const LANGUAGES = {
  c: { words: C, line: "//", block: ["/*", "*/"] },
  cpp: { words: `${C} bool class catch delete false friend namespace new nullptr private protected public template this throw true try using virtual auto`, line: "//", block: ["/*", "*/"] },
  css: { words: "important media supports import layer", block: ["/*", "*/"] },
  go: { words: "break case chan const continue default defer else fallthrough false for func go goto if import interface map nil package range return select struct switch true type var", line: "//", block: ["/*", "*/"], texts: "\"'`" },
  java: { words: "abstract boolean break byte case catch char class const continue default do double else enum extends false final finally float for if implements import instanceof int interface long new null package private protected public return short static super switch this throw throws true try var void while", line: "//", block: ["/*", "*/"] },
  js: { words: JS, line: "//", block: ["/*", "*/"], texts: "\"'`" },
  json: { words: "true false null", texts: "\"" },
  lua: { words: "and break do else elseif end false for function goto if in local nil not or repeat return then true until while", line: "--" },
  python: { words: "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield", line: "#" },
  ruby: { words: "and begin break case class def do else elsif end ensure false for if in module next nil not or redo rescue return self super then true unless until when while yield", line: "#" },
  rust: { words: "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self static struct super trait true type unsafe use where while", line: "//", block: ["/*", "*/"], texts: "\"" },
  sh: { words: "case do done elif else esac export fi for function if in local return set then unset until while", line: "#" },
  sql: { words: "select from where insert into values update set delete create table index drop alter join left right inner outer on and or not null primary key references group by order having limit union as distinct begin commit rollback", line: "--", block: ["/*", "*/"] },
  toml: { words: "true false", line: "#" },
  ts: { words: `${JS} interface type enum implements private protected public readonly declare namespace as keyof`, line: "//", block: ["/*", "*/"], texts: "\"'`" },
  yaml: { words: "true false null yes no", line: "#" },
};

/** @type {Record<string, string>} */
const ALIASES = { bash: "sh", cc: "cpp", "c++": "cpp", h: "c", javascript: "js", jsx: "js", mjs: "js", py: "python", python3: "python", rb: "ruby", rs: "rust", shell: "sh", typescript: "ts", tsx: "ts", yml: "yaml", zsh: "sh", golang: "go" };

/**
 * The pieces of a code with their kind: k(eyword), f(unction), s(tring), c(omment), "" for the rest; null for a language
 * that is not known.
 * @param {string} language
 * @param {string} text
 * @returns {[string, string][]|null}
 */
export function colours(language, text) {
  const name = language.toLowerCase();
  const known = LANGUAGES[ALIASES[name] ?? name];
  if (!known) return null;
  const words = new Set(known.words.split(" "));
  const sql = known === LANGUAGES.sql;
  /** @type {[string, string][]} */
  const pieces = [];
  let from = 0;
  let named = -1; // where a name that is being defined would begin
  for (const found of text.matchAll(pattern(known))) {
    const kind = found.index === named ? "f" : kindOf(found, words, sql);
    named = DEFINES.has(found[0]) ? found.index + found[0].length + 1 : -1;
    if (!kind) continue;
    pieces.push(["", text.slice(from, found.index)], [kind, found[0]]);
    from = found.index + found[0].length;
  }
  pieces.push(["", text.slice(from)]);
  return pieces.filter(([, piece]) => piece);
}

/** What a name that is being defined stands behind. */
const DEFINES = new Set(["class", "def", "enum", "fn", "func", "function", "interface", "struct", "trait", "type"]);

function kindOf(found, words, sql) {
  const { comment, text, word } = found.groups;
  if (comment !== undefined) return "c";
  if (text !== undefined) return "s";
  return words.has(sql ? word.toLowerCase() : word) ? "k" : "";
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** What is looked for in a language: comments, texts, words. @param {{line?: string, block?: [string, string], texts?: string}} language */
function pattern({ line, block, texts = "\"'" }) {
  const comments = [line && `${escape(line)}[^\\n]*`, block && `${escape(block[0])}[^]*?(?:${escape(block[1])}|$)`].filter(Boolean);
  const quotes = [...texts].map((sign) => `${sign}(?:[^${sign}\\\\${sign === "`" ? "" : "\\n"}]|\\\\[^])*${sign}`);
  const triple = texts.includes("'") ? ['"""[^]*?(?:"""|$)', "'''[^]*?(?:'''|$)"] : [];
  const parts = [comments.length && `(?<comment>${comments.join("|")})`, `(?<text>${[...triple, ...quotes].join("|")})`, "(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)"];
  return new RegExp(parts.filter(Boolean).join("|"), "gu");
}
