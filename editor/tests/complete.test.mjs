// What the light look at a text finds, and what is offered for completion.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { complete } from "../src/complete.js";
import { names, place } from "../src/names.js";
import { DECLARATIONS, STATEMENTS, isKnown } from "../src/words.js";

const TEXT = `title "process Ghost { }"   # mailbox phantom
host alpha cores 2
mailbox orders capacity 4 owner Packer
semaphore mutex = 1; mutex door
condition notfull
memory table owner Packer allow Taker {
  slots[4] of 3
  in = 0, out = 0
}
group "Kitchen" {
  process Packer on alpha {
    let made = 0
    repeat 4 as n {
      send n to orders
    }
  }
}
process Taker[2] server {
  receive 物, second from orders
  receive who from any as sender
}
`;

/** Labels offered where `|` stands in what is put at the end of a process of TEXT; declared names first. */
function offered(line) {
  const before = TEXT + "process Here {\n  let own = 1\n  ";
  return labels(before, line);
}

function labels(before, line) {
  const at = before.length + line.indexOf("|");
  const found = complete(before + line.replace("|", ""), at);
  return found?.options.map(({ label }) => label) ?? null;
}

test("every declared name is found, with its kind and whose it is", () => {
  const found = names(TEXT).map(({ name, kind, of }) => [name, kind, of].filter(Boolean).join(" "));
  assert.deepEqual(found, [
    "alpha host", "orders mailbox", "mutex semaphore", "door mutex", "notfull condition", "table memory",
    "slots field table", "in field table", "out field table", "Packer process", "made variable Packer",
    "n variable Packer", "Taker process", "物 variable Taker", "second variable Taker", "who variable Taker",
    "sender variable Taker",
  ]);
});

test("after a word that wants a name come the names of that sort, then what else can follow", () => {
  assert.deepEqual(offered("send 1 to |").slice(0, 4), ["orders", "Packer", "Taker", "own"]);
  assert.deepEqual(offered("receive x from |").slice(0, 3), ["orders", "Packer", "Taker"]);
  assert.deepEqual(offered("wait |").slice(0, 2), ["mutex", "notfull"]);
  assert.deepEqual(offered("signal |"), ["mutex"]);
  assert.deepEqual(offered("lock |").slice(0, 1), ["door"]);
  assert.deepEqual(offered("wait notfull with |").slice(0, 1), ["door"]);
  assert.deepEqual(offered("attach t|").slice(0, 1), ["table"]);
  assert.deepEqual(offered("let x = table.|"), ["slots", "in", "out"]);
  assert.deepEqual(offered("if length(|"), ["orders"]);
  assert.deepEqual(labels(TEXT, "process Z on |").slice(0, 1), ["alpha"]);
  assert.deepEqual(labels(TEXT, "check always Taker.|"), ["物", "second", "who", "sender"]);
  for (const words of ["always", "possible", "finally", "possible finally", "always 1 <"]) {
    assert.deepEqual(labels(TEXT, `check ${words} |`).slice(0, 5), ["mutex", "door", "table", "Packer", "Taker"], words);
  }
  assert.ok(!offered("if |").includes("door"));
  assert.deepEqual(labels(TEXT, "mailbox z users Packer, |").slice(0, 2), ["Packer", "Taker"]);
});

test("at the start of a line come the words that can begin one there", () => {
  assert.deepEqual(labels(TEXT, "|"), Object.keys(DECLARATIONS));
  const inside = offered("|");
  assert.deepEqual(inside.slice(0, Object.keys(STATEMENTS).length), Object.keys(STATEMENTS));
  assert.deepEqual(inside.slice(Object.keys(STATEMENTS).length), ["table", "own"]);
  assert.deepEqual(offered("select {\n |"), ["receive", "send", "after"]);
  // A name can be a word of the language.
  assert.equal(offered("send (1 +\n |")[0], "table");
});

test("constants are offered where a number, a time or a size is allowed", () => {
  const text = "const N = 3\nconst think = 5ms\nconst page = 4KB\nmailbox m capacity N\nbarrier gate = N\n";
  const all = ["N", "think", "page"];
  const inProcess = (line) => labels(`${text}process P {\n  `, line);
  assert.deepEqual(names(text).map(({ name, kind }) => `${name} ${kind}`), ["N constant", "think constant", "page constant", "m mailbox", "gate barrier"]);
  for (const line of ["const M = |", "const M = N - |", "process Q[|", "mailbox k capacity |", "step |", "host h cores |", "host h schedule round-robin |"]) {
    assert.deepEqual(labels(text, line).slice(0, 3), all, line);
  }
  for (const line of ["work |", "sleep ~|", "work 2ms..|", "repeat |", "let x = |", "send 1 size |", "receive x from m within |", "print N + |", "if N > |"]) {
    assert.deepEqual(inProcess(line).slice(0, 3), all, line);
  }
  assert.deepEqual(labels(text, "check always x < |").slice(0, 3), all);
  assert.deepEqual(labels(text, "mailbox k capacity 1 messages up to |"), all);
  assert.deepEqual(labels(text, "const |"), null);
  assert.ok(isKnown("const"));
});

test("a check is completed with what can be checked", () => {
  const after = labels(TEXT, "check |");
  for (const word of ["never", "always", "at", "possible", "finally", "output"]) assert.ok(after.includes(word), word);
  const never = labels(TEXT, "check never |");
  for (const word of ["deadlock", "assertion", "starvation", "livelock"]) assert.ok(never.includes(word), word);
  for (const word of ["finally", "output", "assertion", "starvation", "livelock"]) assert.ok(isKnown(word), word);
});

test("nothing is offered in texts and comments, and what is being typed is not offered", () => {
  for (const line of ['say "se|', "# se|", "// se|", "/* a */ /* se|", "/* a\n se|", "/*|", "/*/|", 'title "a \\" b|', '"|']) assert.equal(labels("", line), null);
  assert.notEqual(labels("", 'title "a" |'), undefined);
  assert.ok(!labels(TEXT, "mailbox |").includes("mailbox"));
  assert.equal(place('say "a"').word, "");
});

test("no text makes it fail", () => {
  for (const text of ["}}}}{{{{", '"', "((((", "\u{1f422}\ud800", "memory {", "process", "{ ; } ; {", "a.b.c.", "]..["]) {
    names(text);
    for (let at = 0; at <= text.length; at++) complete(text, at);
  }
});

test("procedures are completed where they can be called, and their parameters inside", () => {
  const text = "procedure insert(item, box) { send it| }\n";
  const offered = (marked) => complete(marked.replace("|", ""), marked.indexOf("|"))?.options.map(({ label }) => label) ?? [];
  assert.ok(offered(text).includes("item"));
  assert.ok(offered("procedure insert(item) { print item }\nprocess P { ins| }").includes("insert"));
  assert.ok(offered("procedure take() { return 1 }\nprocess P { let x = ta| }").includes("take"));
  assert.ok(!offered("procedure insert(item) { print item }\nprocess P { print it| }").includes("item"));
});

test("every word that a scenario of the gallery begins a line with is known, and no name is missed", async () => {
  const folder = new URL("../../scenarios/", import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith(".ipc"));
  assert.equal(files.length, 67);
  for (const file of files) {
    const text = await readFile(new URL(file, folder), "utf8");
    const declared = new Set(names(text).map(({ name }) => name));
    for (const [, word, next] of text.matchAll(/^ *(\p{L}[\p{L}\p{N}_]*)(.?)/gmu)) {
      assert.ok(isKnown(word) || declared.has(word), `${file}: ${word}${next}`);
    }
    for (const [, name] of text.matchAll(/^(?:  )?(?:process|mailbox|memory|semaphore|mutex|condition|barrier|host|const|procedure) (\p{L}[\p{L}\p{N}_]*)/gmu)) {
      assert.ok(declared.has(name), `${file}: ${name}`);
    }
  }
});
