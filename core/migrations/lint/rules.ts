import { empty, header, notInTransaction, rollbackMissing, syntax } from './file-rules.ts';
import { notIdempotent } from './idempotent.ts';
import { blocksWrites, indexNotConcurrent, rewritesTable } from './locks.ts';
import { breakingUnsaid, destructive, notNullWithoutDefault } from './loss.ts';
import { severalChanges } from './one-change.ts';
import type { Rule } from './types.ts';

/** Every rule on a file's contents, in the order in which findings of one line are told. */
export const rules: readonly Rule[] = [
  syntax,
  empty,
  header,
  destructive,
  breakingUnsaid,
  notNullWithoutDefault,
  rewritesTable,
  blocksWrites,
  indexNotConcurrent,
  notInTransaction,
  notIdempotent,
  severalChanges,
  rollbackMissing,
];
