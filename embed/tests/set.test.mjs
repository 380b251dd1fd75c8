// `set=` in the address: values for constants, written into a text; never anything else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withValues } from "../src/set.js";

const TEXT = "const N = 3  # workers\nconst T = (N * 2) ms\nconst page = 4KB\nprocess P[N] { work T; send 1 size page to m }\n";

test("values are written into the declarations", () => {
  const { text, wrong } = withValues(TEXT, "N:5,T:250us, page : 64B");
  assert.equal(text, TEXT.replace("= 3", "= 5").replace("(N * 2) ms", "250us").replace("4KB", "64B"));
  assert.deepEqual(wrong, []);
  assert.equal(withValues(TEXT, "N:1,N:2").text, TEXT.replace("= 3", "= 2"));
});

test("what is no value of a constant is told, and changes nothing", () => {
  const told = (said, text = TEXT) => {
    const found = withValues(text, said);
    assert.equal(found.text, text);
    return found.wrong.map((one) => one.join(" | "));
  };
  assert.deepEqual(told("M:5"), ["M:5 | which should be a constant of the scenario and its value, such as N:3"]);
  assert.deepEqual(told("N:5ms,T:5"), ["N:5ms | which should be a number, such as N:3", "T:5 | which should be a time, such as T:5ms"]);
  assert.deepEqual(told("page"), ["page | which should be a constant of the scenario and its value, such as N:3"]);
  assert.deepEqual(told("N:5", "process P { }"), ["N:5 | but the scenario has no constants"]);
  assert.equal(told("").length, 1);
});

test("hostile values change nothing but numbers", () => {
  for (const value of ["1\nprocess Q { }", "1;mutex m", "\"", "#", "1 # x", "__proto__", "9".repeat(1_000), "\u202e1", "-", "${N}", "$&", "1,".repeat(10_000)]) {
    for (const said of [`N:${value}`, value, `${value}:1`, `__proto__:${value}`, `constructor:${value}`]) {
      const { text, wrong } = withValues(TEXT, said);
      assert.match(text, /^const N = \d+ {2}# workers\nconst T = /);
      assert.ok(wrong.length <= 100);
    }
  }
});
