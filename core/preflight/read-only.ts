import { CutoverError } from '../errors.ts';
import type { Check } from './types.ts';

const readOnlySqlState = '25006';

/** Refused before its schema or rights are looked at, where the transaction is read-only. */
const write = 'CREATE TABLE public.cutover_read_only_proof ()';

export const readOnlyCheck: Check = {
  id: 'source-read-only',
  title: 'Source cannot be written to',
  severity: 'blocker',
  asks: 'source',
  looksAt: 'transaction_read_only, and a CREATE TABLE that must be refused',
  async run(context) {
    const session = await context.session('source');
    const [setting] = await session.query<{ value: string }>(
      "SELECT pg_catalog.current_setting('transaction_read_only') AS value",
    );
    const refusal = await tryToWrite((sql) => session.execute(sql));
    if (setting?.value === 'on' && refusal === readOnlySqlState) {
      return {
        verdict: 'pass',
        detail: `transaction_read_only is on, and CREATE TABLE was refused (SQLSTATE ${readOnlySqlState}).`,
        fix: '',
      };
    }
    const attempt =
      refusal === undefined
        ? 'a CREATE TABLE was accepted, and rolled back'
        : `a CREATE TABLE failed with SQLSTATE ${refusal}`;
    return {
      verdict: 'fail',
      detail: `transaction_read_only is ${setting?.value ?? 'unknown'}, and ${attempt}.`,
      fix: 'Connect directly or through the session pooler: something between here and the server drops the setting default_transaction_read_only.',
    };
  },
};

/** The SQLSTATE that it is refused with; undefined where it went through (and was rolled back). */
async function tryToWrite(execute: (sql: string) => Promise<void>): Promise<string | undefined> {
  await execute('BEGIN');
  try {
    await execute(write);
    return undefined;
  } catch (error) {
    if (error instanceof CutoverError && error.sqlState !== undefined) return error.sqlState;
    throw error;
  } finally {
    await execute('ROLLBACK');
  }
}
