// The constants of a text, as the stepper and `set=` find them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { constants, isOfKind } from "../src/constants.js";

const shown = (text) => constants(text).map(({ name, value, kind }) => `${name} = ${value} (${kind})`);

test("every constant outside of blocks is found, with its value's place and kind", () => {
  const text = 'title "const A = 1"\n# const B = 2\nconst N = 3  # workers\nconst M=N - 1;const think = 5ms ; const T = think\nconst long = (N *\n  2) ms\nconst page = (2) KB\nconst fast = true\nprocess P { const X = 4 }\nconst last = -7';
  assert.deepEqual(shown(text), [
    "N = 3 (number)", "M = N - 1 (number)", "think = 5ms (time)", "T = think (time)", "long = (N *\n  2) ms (time)",
    "page = (2) KB (size)", "fast = true (number)", "last = -7 (number)",
  ]);
  for (const { value, from, to } of constants(text)) assert.equal(text.slice(from, to), value);
});

test("of two with one name the first counts, and what is no declaration is none", () => {
  assert.deepEqual(shown("const N = 1\nconst N = 2"), ["N = 1 (number)"]);
  for (const text of ["const N", "const N =", "const = 3", "constN = 3", 'print "', "const 3 = N", "memory t { const = 3 }"]) assert.deepEqual(shown(text), []);
  assert.deepEqual(shown("const größe = 1; const 数 = 2"), ["größe = 1 (number)", "数 = 2 (number)"]);
});

test("a value is of the kind or not", () => {
  for (const value of ["5", "-5", "true", "false", "0"]) assert.ok(isOfKind(value, "number"), value);
  for (const value of ["", "5ms", "N", "1 + 1", "5;", "5\nx", "1e3", "9".repeat(40), "0x1"]) assert.ok(!isOfKind(value, "number"), value);
  assert.ok(isOfKind("5ms", "time") && isOfKind("64B", "size"));
  for (const value of ["5", "(5) ms", "5min", "5 ms", "-5ms", "5B"]) assert.ok(!isOfKind(value, "time"), value);
});

test("no text makes it fail", () => {
  for (const text of ["}}}}{{{{", '"', "((((", "\u{1f422}\ud800", "const", "const N = (((", "const N = )", "#", ";;;"]) constants(text);
  const long = "const N = (".repeat(20_000);
  const start = performance.now();
  constants(long);
  assert.ok(performance.now() - start < 2_000);
});

test("those of the gallery's scenario", async () => {
  const text = await readFile(new URL("../../scenarios/constants.ipc", import.meta.url), "utf8");
  assert.deepEqual(shown(text), ["N = 3 (number)", "M = 2 (number)", "K = 2 (number)", "produce = 2ms (time)", "consume = 5ms (time)"]);
});
