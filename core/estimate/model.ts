/** What one job does in a second. */
export interface JobRates {
  /** Table space (heap and TOAST) moved from source to target. */
  readonly copyBytes: number;
  /** Index space built on the target. */
  readonly indexBytes: number;
  /** Table space read and compared. */
  readonly verifyBytes: number;
  /** What a step costs that moves nothing: round trips and catalog work, in seconds. */
  readonly stepSeconds: number;
}

/** Jobs share disks, cores and the line: each is slower beside the others, and the last one left is faster again. */
export interface MeasuredRates {
  readonly alone: JobRates;
  /** Each job's, while all of them work. */
  readonly together: JobRates;
}

export interface TableWork {
  /** `schema.name` */
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
  /** Number of pieces that it is copied in, at the same time where jobs are free. */
  readonly pieces: number;
  /** Sizes of its indexes. */
  readonly indexBytes: readonly number[];
  /** Number of its foreign keys that are validated on the target: each reads the table once. */
  readonly validations: number;
}

export interface Workload {
  readonly tables: readonly TableWork[];
  /** Space of materialised views: they are refreshed one after another. */
  readonly refreshBytes: number;
  /** Steps that run one after another: the objects of the schema. */
  readonly serialSteps: number;
  readonly jobs: number;
  readonly verify: boolean;
}

export interface EstimatedTable {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
  /** From the first row to the last index and its verification, by one job beside the others. */
  readonly seconds: number;
}

/**
 * How long a run takes. Pure. Tables share the jobs, but the run cannot be shorter than its longest table; schema
 * objects and materialised views come one after another. Rates must be above 0.
 */
export function estimateSeconds(
  work: Workload,
  rates: MeasuredRates,
): { readonly tables: readonly EstimatedTable[]; readonly seconds: number } {
  const { alone, together } = rates;
  const tables = work.tables.map((table) => ({
    table: table.table,
    rows: table.rows,
    bytes: table.bytes,
    seconds: partsOf(table, work, together).total,
  }));
  const shared = sum(tables.map(({ seconds }) => seconds)) / work.jobs;
  const chains = work.tables.map((table) => longestChain(table, partsOf(table, work, alone), work.jobs));
  const longest = chains.reduce((most, seconds) => Math.max(most, seconds), 0);
  const serial = work.serialSteps * alone.stepSeconds + work.refreshBytes / alone.copyBytes;
  return { tables, seconds: Math.max(shared, longest) + serial };
}

/** What a plan is given on top of the estimate, and what it is compared with. */
export const bufferFactor = 1.5;

/** Whether the buffered time fits into a window. A window of 0 is none: everything fits. */
export function fitWindow(
  seconds: number,
  windowSeconds: number,
): { readonly bufferedSeconds: number; readonly fits: boolean } {
  const bufferedSeconds = seconds * bufferFactor;
  return { bufferedSeconds, fits: windowSeconds === 0 || bufferedSeconds <= windowSeconds };
}

interface Parts {
  readonly copy: number;
  readonly indexes: readonly number[];
  readonly validate: number;
  readonly verify: number;
  readonly total: number;
}

function partsOf(table: TableWork, work: Workload, rates: JobRates): Parts {
  const copy = table.pieces * rates.stepSeconds + table.bytes / rates.copyBytes;
  const indexes = table.indexBytes.map((bytes) => rates.stepSeconds + bytes / rates.indexBytes);
  const scan = table.bytes / rates.verifyBytes;
  const validate = table.validations * (rates.stepSeconds + scan);
  const verify = work.verify ? rates.stepSeconds + scan : 0;
  return { copy, indexes, validate, verify, total: copy + sum(indexes) + validate + verify };
}

/** Pieces and indexes of one table run side by side; its indexes wait for its rows, and its verification for both. */
function longestChain(table: TableWork, { copy, indexes, validate, verify }: Parts, jobs: number): number {
  const side = Math.min(table.pieces, jobs);
  const index = Math.max(0, ...indexes, sum(indexes) / jobs);
  return copy / side + index + validate + verify;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
