import type { EngineConfig } from '../config.ts';
import type { Emit, EventBody, Severity } from '../events.ts';
import type { Inventory } from '../inventory/types.ts';
import type { FolderSchema } from '../migrations/folder-schema.ts';
import type { Session } from '../postgres/session.ts';
import type { CarriedSource } from '../supabase/carried-source.ts';
import type { Scope } from '../supabase/scope.ts';

export type End = 'source' | 'target';

export interface CheckVerdict {
  readonly verdict: 'pass' | 'fail' | 'skip';
  /** The evidence: what was looked at and found. */
  readonly detail: string;
  /** What the operator should do; empty where nothing is to be done. */
  readonly fix: string;
  /** Where this finding weighs less than the check's worst one. */
  readonly severity?: Severity;
}

/** One question about the two ends. It changes nothing on either. */
export interface Check {
  /** Stable: `--override ID=REASON` and the report refer to it. */
  readonly id: string;
  /** What is true where it passes: `Source can be reached`. */
  readonly title: string;
  /** Of its worst finding. */
  readonly severity: Severity;
  /** The ends that it needs a session on; it is skipped where one cannot be reached. */
  readonly asks: End | 'both' | 'neither';
  /** What it asks of them, for docs/checks.md: words that could follow 'It looks at'. */
  readonly looksAt: string;
  /** In ms; {@link defaultLimitMs} where it is left out. */
  readonly limitMs?: number;
  /** True where it takes a time of its own, watching or measuring: it begins before the others, which run meanwhile. */
  beginsFirst?(config: EngineConfig): boolean;
  /** False where the run has nothing to do with it: it is left out then, not passed. Always where it is left out. */
  concerns?(config: EngineConfig): boolean;
  run(context: CheckContext): Promise<CheckVerdict>;
}

/** What a check works with while it runs. */
export interface CheckContext {
  readonly config: EngineConfig;
  /** The run's id, for the names that schemas are set aside under. */
  readonly runId: string;
  /** Aborted when the check's time is over or the operator stops. */
  readonly signal: AbortSignal;
  /** For the facts about an end that a check finds on the way. */
  readonly emit: Emit;
  /** Time that the check still has, in ms. */
  remainingMs(): number;
  /** A session of the check's own; each call gives another one. They are taken back when the check ends. */
  session(end: End): Promise<Session>;
  /** Read once for all checks, with the tables whose rows are left out: their definitions move. Of the target: the schemas of the source's names, with all that is in them. */
  inventory(end: End): Promise<Inventory>;
  /** With `--schema migrations`, what the folder makes; read once for all checks. */
  folder(): Promise<FolderSchema | undefined>;
  /** What the run will carry, and what not; read once for all checks. */
  carried(): Promise<Carried>;
}

/** The source as a run would carry it, and how that was settled. */
export interface Carried extends CarriedSource {
  readonly scope: Scope;
  /** The source as it was read, with what leads into schemas that stay behind. */
  readonly whole: Inventory;
  /** Whether the source has the schema of Supabase Auth. */
  readonly goTrue: boolean;
  /** What is wrong with the choice of --auth; the scope is then what fits the two ends. */
  readonly problem: { readonly detail: string; readonly fix: string } | undefined;
}

export type FinishedCheck = Omit<Extract<EventBody, { type: 'check.finished' }>, 'type'>;

export interface CheckReport {
  /** Every check, in the order of the list. */
  readonly checks: readonly FinishedCheck[];
  /** Red and of severity blocker, without an override: no-go. */
  readonly blockers: readonly FinishedCheck[];
  /** Of severity blocker, but skipped, without an override: nothing is known, and it is not green. */
  readonly unproven: readonly FinishedCheck[];
  /** Red or skipped, of severity blocker, and the operator goes on all the same. */
  readonly overridden: readonly { readonly check: FinishedCheck; readonly reason: string }[];
}
