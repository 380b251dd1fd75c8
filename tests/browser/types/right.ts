// What a program in TypeScript may do with the package for scripts; tsc must find nothing wrong (e2e/js.test.mjs).
import init, { parse, simulate, format, encodeLink, decodeLink, type Mistake, type Snapshot, type ScenarioRun } from "./ipcscope.js";

export async function all(text: string): Promise<string[]> {
  await init();
  const mistakes: Mistake[] = parse(text).mistakes;
  const places: string[] = mistakes.map(({ line, column, message, help }) => `${line}:${column} ${message} ${help ?? ""}`);
  const run: ScenarioRun = simulate(text, { seed: 7, untilUs: 52_000 });
  const now: Snapshot = run.snapshot(run.steps);
  const blocked = now.processes.filter(({ state }) => state === "blocked").map(({ name, why }) => name + why);
  const causes: (number | undefined)[] = run.events(0, 10).map(({ cause }) => cause);
  const written: string = run.export("perfetto") + run.svg({ step: 3, theme: "dark" }) + simulate(text).svg();
  const isGood: boolean = run.end.isGood;
  const late: number = run.lastUs;
  run.free();
  return [...places, ...blocked, written, `${isGood} ${late} ${causes}`, format(decodeLink(encodeLink(text)))];
}
