// What TypeScript must refuse, each in a line of its own (e2e/js.test.mjs).
import { parse, simulate } from "./ipcscope.js";

parse(7); // wrong
simulate("process P { }", { seed: "7" }); // wrong
simulate("process P { }").export("exe"); // wrong
simulate("process P { }").svg({ theme: "pink" }); // wrong
export const state: "asleep" = simulate("process P { }").snapshot(1).processes[0]!.state; // wrong
