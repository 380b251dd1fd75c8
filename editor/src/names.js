// A light look at a text: its tokens, the names that it declares, and what stands before the caret. It never fails,
// and is no judge of what is right: that is the reader.

/** Comment, text (to the end of its line where it is not closed), number with its unit, name, symbol. */
const TOKEN = /(?:#|\/\/)[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"?|\p{Nd}[\p{L}\p{N}_]*|\p{L}[\p{L}\p{N}_]*|\n|\S/gu;
const COMMENT = /^(?:#|\/[/*])/;
const NAME = /^\p{L}/u;
const DECLARING = new Set(["process", "mailbox", "memory", "semaphore", "mutex", "condition", "barrier", "host", "const", "procedure"]);

/** The tokens of `text`, comments left out; a line's end is one, `"\n"`. */
function* tokens(text) {
  for (const match of text.matchAll(TOKEN)) {
    if (!COMMENT.test(match[0])) yield { word: match[0], from: match.index };
  }
}

/** Whether more of a comment or a text can follow after `token`. */
function isOpen(token) {
  if (token.startsWith("/*")) return token.length < 4 || !token.endsWith("*/");
  return COMMENT.test(token) || (token[0] === '"' && (token.length === 1 || !/[^\\](\\\\)*"$/.test(token)));
}

/** What a token is told about: the statement that it is in, so far, and the blocks around it, outermost first. */
function* read(text) {
  const blocks = [];
  let statement = [];
  let brackets = 0;
  for (const token of tokens(text)) {
    const { word } = token;
    if (word === "\n" && brackets > 0) continue;
    yield { token, statement, blocks };
    if (word === "(") brackets++;
    if (word === ")") brackets = Math.max(0, brackets - 1);
    if (word === "{" || word === "}" || word === ";" || word === "\n") {
      if (word === "{") blocks.push(statement);
      if (word === "}") blocks.pop();
      [statement, brackets] = [[], 0];
    } else {
      statement.push(token);
    }
  }
  yield { token: null, statement, blocks };
}

const first = (statement) => statement?.[0]?.word;
const isName = (word) => NAME.test(word);

/** What sort of block a place is in: outside of processes, in a memory, in a select, in a process. */
function sort(blocks) {
  let sort = "outside";
  for (const block of blocks) {
    const word = first(block);
    if (word === "memory" && sort === "outside") sort = "memory";
    else if (word === "select") sort = "select";
    else if (word !== "group" || sort !== "outside") sort = "process";
  }
  return sort;
}

/** The process, procedure or memory around a place, by its name. */
function owner(blocks) {
  return blocks.find((block) => ["process", "memory", "procedure"].includes(first(block)))?.[1]?.word;
}

/** Whether `word`, behind `statement`, is the name that a statement of a process gives to something. */
function makesVariable(word, statement, before) {
  if (!isName(word)) return false;
  const begins = first(statement);
  if (before === "as" || (begins === "let" && statement.length === 1)) return true;
  const isReceiving = statement.some(({ word }) => word === "receive");
  const isLater = statement.some(({ word }) => word === "from");
  return isReceiving && !isLater && (before === "receive" || before === ",");
}

/** Every name that `text` declares: {name, kind, of}. Fields are of a memory, variables of a process. */
export function names(text) {
  const found = new Map();
  const note = (name, kind, of) => found.set(`${kind} ${of ?? ""} ${name}`, { name, kind, of });
  for (const { token, statement, blocks } of read(text)) {
    if (!token || !isName(token.word)) continue;
    const before = statement.at(-1)?.word;
    const place = sort(blocks);
    if (place === "outside") {
      if (statement.length === 1 && DECLARING.has(before)) note(token.word, before === "const" ? "constant" : before);
      else if (first(statement) === "procedure" && statement.length > 2) note(token.word, "variable", statement[1].word);
    } else if (place === "memory") {
      if (statement.length === 0 || before === ",") note(token.word, "field", owner(blocks));
    } else if (makesVariable(token.word, statement, before)) {
      note(token.word, "variable", owner(blocks));
    }
  }
  return [...found.values()];
}

/**
 * Where the end of `text` stands: the word that is being typed and its start, the words of its statement before that,
 * the sort of block, the process or memory around it; null in a comment or a text.
 */
export function place(text) {
  const last = [...text.matchAll(TOKEN)].at(-1);
  if (last && last.index + last[0].length === text.length && isOpen(last[0])) return null;
  let end;
  for (const at of read(text)) end = at;
  const { statement, blocks } = end;
  const typed = statement.at(-1);
  const isTyping = typed && isName(typed.word) && typed.from + typed.word.length === text.length;
  const words = statement.map(({ word }) => word);
  const word = isTyping ? words.pop() : "";
  return { word, from: text.length - word.length, words, sort: sort(blocks), owner: owner(blocks) };
}
