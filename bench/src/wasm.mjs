// The same measurements in WebAssembly, as a line of numbers for `cargo xtask bench`.
//
// MODULE s1 ITEMS: seconds in a new module, seconds again in the same one, events.
// MODULE explore MODEL WHOLE: the same of exploring a model (`wasm.rs` numbers them); states.
// MODULE s3 PROCESSES EVENTS SEEKS: bytes of the module's memory, events; then ms of each seek.
import { readFileSync } from "node:fs";

const [file, what, ...rest] = process.argv.slice(2);
const numbers = rest.map(Number);
const { instance } = await WebAssembly.instantiate(readFileSync(file), {});
const core = instance.exports;

function ms(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

if (what === "explore") {
  const [model, whole] = numbers;
  let states;
  const run = () => {
    states = core.explore(model, whole);
  };
  const first = ms(run);
  console.log(first / 1e3, ms(run) / 1e3, states);
} else if (what === "s1") {
  const [items] = numbers;
  let events;
  const run = () => {
    events = core.s1(items);
  };
  const first = ms(run);
  core.forget();
  const again = ms(run);
  console.log(first / 1e3, again / 1e3, events);
} else {
  const [processes, events, seeks] = numbers;
  const made = core.record_many(processes / 2, events);
  const bytes = core.memory.buffer.byteLength;
  const each = Array.from({ length: seeks }, (_, index) => ms(() => core.seek(index)));
  console.log(bytes, made, ...each);
}
