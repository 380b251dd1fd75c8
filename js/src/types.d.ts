/** A mistake in a text, or something doubtful. Lines and columns are counted from 1, columns in characters. */
export interface Mistake {
  severity: "error" | "warning";
  message: string;
  help?: string;
  line: number;
  column: number;
}

/** What a text declares. `ok`: it can run. */
export interface Parsed {
  ok: boolean;
  title: string;
  about: string;
  processes: string[];
  mailboxes: string[];
  mistakes: Mistake[];
}

/**
 * How to run it. Without `seed` the scenario's own; without `events` at most 1,000,000; `untilUs` in µs. A `schedule` has
 * the number of each move among those that are possible, and takes the seed's place.
 */
export interface Options {
  seed?: number;
  events?: number;
  untilUs?: number;
  schedule?: number[];
}

/** How a run ended: `name` is finished, quiet, deadlock, orphaned, livelock, repeats, fault, assertion or cut. */
export interface Ending {
  name: string;
  isGood: boolean;
  words: string;
}

/** Something that happened, `step` counted from 1. `cause` is an earlier event's step. */
export interface ScenarioEvent {
  step: number;
  timeUs: number;
  process: string;
  kind: string;
  object?: string;
  cause?: number;
  words: string;
}

export interface ProcessNow {
  name: string;
  state: "new" | "ready" | "running" | "blocked" | "sleeping" | "ended" | "faulted";
  sinceUs: number;
  why: string;
  couldFree: string[];
  variables: { name: string; value: string }[];
}

export interface MailboxNow {
  name: string;
  messages: string[];
  inFlight: string[];
}

export interface MemoryNow {
  name: string;
  isCreated: boolean;
  cells: string[];
}

export interface LockNow {
  name: string;
  permits: number;
  holder?: string;
  waiting: string[];
}

/** Everything at one moment: after `step` events. */
export interface Snapshot {
  step: number;
  timeUs: number;
  processes: ProcessNow[];
  mailboxes: MailboxNow[];
  memories: MemoryNow[];
  locks: LockNow[];
}

/** A run in a form for others to read. */
export type ExportFormat = "text" | "csv" | "mermaid" | "perfetto" | "shiviz" | "metrics";

/** The picture of a moment. `width` in px, 320 to 3840; default 960. */
export interface PictureOptions {
  step?: number;
  width?: number;
  theme?: "light" | "dark" | "projector";
}
