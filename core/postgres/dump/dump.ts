import { CutoverError } from '../../errors.ts';
import type { Session } from '../session.ts';
import { type DumpRequest, dumpArguments, stripRestrict } from './arguments.ts';
import { nativeDump } from './native.ts';
import type { DumpThread } from './thread.ts';
import { newestWasmMajor, wasmDump } from './wasm.ts';

export interface SchemaDumpRequest extends DumpRequest {
  /** The schemas to dump; all but `excludeSchemas` where it is left out. */
  readonly schemas?: readonly string[];
  /** `auto`: the built-in pg_dump, and the one on PATH for a server that is too new for it. */
  readonly program?: 'auto' | 'built-in' | 'native';
  /** Where the built-in pg_dump runs, if that was started ahead. Whoever started it ends it: there may come to be no dump. */
  readonly thread?: DumpThread;
  readonly signal?: AbortSignal;
}

const userSchemas = `
  SELECT nspname AS name
  FROM pg_catalog.pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND nspname <> ALL ($1::pg_catalog.text[])
  ORDER BY nspname`;

/**
 * The database's schema, or a section of it, as pg_dump's plain SQL, without `\restrict` lines.
 *
 * The session must be idle and in no transaction. Several dumps may follow one another on one session, but pg_dump
 * changes its settings (search_path, row_security, …): close it after the last. No transaction is left open.
 * Throws `dump.failed`, `dump.unsupported-server`, `rights.missing`, `source.snapshot-lost`, `connection.lost` (the
 * session is broken then) or `stopped` (likewise).
 */
export async function dumpSchema(session: Session, request: SchemaDumpRequest): Promise<string> {
  const program = request.program ?? 'auto';
  const major = Math.floor(session.serverVersion / 10_000);
  const tooNew = major > newestWasmMajor;
  if (tooNew && program === 'built-in') {
    throw new CutoverError(
      'dump.unsupported-server',
      `${session.end}: the built-in pg_dump ${newestWasmMajor} cannot read a server of version ${major}`,
      { hint: `Install PostgreSQL ${major}'s client programs and let cutover use the native pg_dump on PATH.` },
    );
  }
  const args = dumpArguments({ ...request, excludeSchemas: await excludedSchemas(session, request) });
  const sql =
    program === 'native' || tooNew
      ? await nativeDump(session, args, request.signal)
      : await wasmDump(session, args, { signal: request.signal, thread: request.thread });
  return stripRestrict(sql);
}

async function excludedSchemas(session: Session, request: SchemaDumpRequest): Promise<string[]> {
  const excluded = new Set(request.excludeSchemas);
  if (request.schemas !== undefined) {
    const others = await session.query<{ name: string }>(userSchemas, [request.schemas]);
    for (const { name } of others) excluded.add(name);
  }
  return [...excluded];
}
