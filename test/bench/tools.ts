import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Major, majors } from '../support/servers.ts';
import type { Bar } from './figures.ts';

/** A way to move the source's database to the empty target. */
export interface Tool {
  readonly id: string;
  readonly name: string;
  /** For bash. `$SOURCE` and `$TARGET` are URLs, `$TMPDIR` an empty folder of the run. */
  readonly script: string;
  /** Why it cannot run on this machine. */
  readonly skipped?: string;
}

/** The client programs of this machine, by what they say with `--version`; undefined for what is not on PATH. */
export interface Programs {
  readonly pgDump: string | undefined;
  readonly pgcopydb: string | undefined;
  readonly psql: string | undefined;
  readonly pgRestore: string | undefined;
  /** Whether `pgcopydb clone` knows `--use-copy-binary`. */
  readonly pgcopydbBinary: boolean;
}

export function findPrograms(): Programs {
  const pgcopydb = answerOf('pgcopydb', '--version');
  return {
    pgDump: answerOf('pg_dump', '--version'),
    psql: answerOf('psql', '--version'),
    pgRestore: answerOf('pg_restore', '--version'),
    pgcopydb,
    pgcopydbBinary:
      pgcopydb !== undefined && (answerOf('pgcopydb', 'clone', '--help') ?? '').includes('--use-copy-binary'),
  };
}

/** Everything that a program says on both streams, in one line for a version. */
function answerOf(program: string, ...args: string[]): string | undefined {
  const { error, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined) return undefined;
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  if (args[0] !== '--version') return lines.join('\n');
  return lines.find((line) => /^\S+ (version |\(PostgreSQL\) )/.test(line)) ?? lines[0];
}

/**
 * The major of the servers: that of pg_dump, which refuses servers newer than itself. Where pg_dump is newer than all
 * installed servers the newest of them; without pg_dump the default one.
 */
export function serverMajor({ pgDump }: Programs): Major {
  const dump = Number(/(\d+)(?:\.|devel|beta|rc)/.exec(pgDump ?? '')?.[1] ?? 17);
  return majors.findLast((major) => major <= dump) ?? majors[0] ?? 17;
}

const exported = 'pg_dump -d "$SOURCE"';
const loaded = 'psql -qX -v ON_ERROR_STOP=1 -o /dev/null -d "$TARGET"';

/** Per table, largest first and two at once; TRUNCATE in the same transaction is what lets COPY write frozen rows. */
const floorScript = `
pg_dump -Fc --schema-only -f "$TMPDIR/schema" -d "$SOURCE"
pg_restore --section=pre-data -d "$TARGET" "$TMPDIR/schema"
move() {
  set -eo pipefail
  psql -qX -d "$SOURCE" -c "COPY $1 TO STDOUT (FORMAT binary)" |
    psql -qX -1 -v ON_ERROR_STOP=1 -d "$TARGET" -c "TRUNCATE $1" -c "COPY $1 FROM STDIN (FORMAT binary, FREEZE)"
}
export -f move
psql -qXAt -d "$SOURCE" -c "SELECT format('%I.%I', nspname, relname) FROM pg_class c JOIN pg_namespace n
  ON n.oid = relnamespace WHERE relkind = 'r' AND nspname = 'public' ORDER BY pg_table_size(c.oid) DESC, relname" |
  xargs -P 2 -I '{}' bash -c 'move {}'
pg_restore -j 2 --section=post-data -d "$TARGET" "$TMPDIR/schema"
`;

function cutoverScript(program: string, verify: 'none' | 'checksums'): string {
  const command = [process.execPath, program].map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  return `export CUTOVER_SOURCE_URL="$SOURCE" CUTOVER_TARGET_URL="$TARGET"
export HOME="$TMPDIR" XDG_STATE_HOME="$TMPDIR/state" XDG_CONFIG_HOME="$TMPDIR/config"
${command} run --go --plain --no-input --verify ${verify}`;
}

/** The tools of the standard data set. `program` is the built cli.js of cutover. */
export function allTools(programs: Programs, program: string): Tool[] {
  const { pgDump, psql, pgRestore, pgcopydb, pgcopydbBinary } = programs;
  const missing = Object.entries({ pg_dump: pgDump, psql, pg_restore: pgRestore, pgcopydb })
    .filter(([, version]) => version === undefined)
    .map(([name]) => name);
  const onPath = (...needed: string[]): { skipped?: string } => {
    const lacking = needed.filter((name) => missing.includes(name));
    return lacking.length === 0 ? {} : { skipped: `${lacking.join(' and ')} not on PATH` };
  };
  const built = existsSync(program) ? {} : { skipped: `${program} is not there` };
  const clone = 'pgcopydb clone --source "$SOURCE" --target "$TARGET" --dir "$TMPDIR/pgcopydb"';
  const copydbNeeds = onPath('pgcopydb', 'pg_dump', 'pg_restore');
  return [
    {
      id: 'pipe',
      name: 'pg_dump | psql',
      script: `${exported} | ${loaded}`,
      ...onPath('pg_dump', 'psql'),
    },
    {
      id: 'directory',
      name: 'pg_dump -Fd -j2, pg_restore -j2',
      script: `pg_dump -Fd -j 2 -f "$TMPDIR/dump" -d "$SOURCE"\npg_restore -j 2 -d "$TARGET" "$TMPDIR/dump"`,
      ...onPath('pg_dump', 'pg_restore'),
    },
    { id: 'pgcopydb', name: 'pgcopydb', script: clone, ...copydbNeeds },
    {
      id: 'pgcopydb-binary',
      name: 'pgcopydb, binary copy',
      script: `${clone} --use-copy-binary`,
      ...(pgcopydb !== undefined && !pgcopydbBinary
        ? { skipped: 'this pgcopydb knows no --use-copy-binary' }
        : copydbNeeds),
    },
    { id: 'floor', name: 'floor', script: floorScript, ...onPath('pg_dump', 'pg_restore', 'psql') },
    { id: 'cutover', name: 'cutover, no verification', script: cutoverScript(program, 'none'), ...built },
    { id: 'cutover-verified', name: 'cutover, checksums', script: cutoverScript(program, 'checksums'), ...built },
  ];
}

/** The program that `npm run build` makes. */
export const builtProgram = join(import.meta.dirname, '../../dist/program/cli.js');

export type Suite = 'standard' | 'tables' | 'big' | 'link';

/** Which tools a suite runs, what the others are divided by, and what cutover has to keep in it. */
export const suites: Readonly<
  Record<
    Suite,
    { readonly tools: readonly string[]; readonly references: readonly string[]; readonly bars: readonly Bar[] }
  >
> = {
  standard: {
    tools: ['pipe', 'directory', 'pgcopydb', 'pgcopydb-binary', 'floor', 'cutover', 'cutover-verified'],
    references: ['pgcopydb', 'pgcopydb-binary', 'floor'],
    bars: [
      { tool: 'cutover', measure: { ratioTo: 'pgcopydb' }, limit: 0.8 },
      { tool: 'cutover', measure: { ratioTo: 'pgcopydb-binary' }, limit: 0.9 },
      { tool: 'cutover', measure: { ratioTo: 'floor' }, limit: 1 },
      { tool: 'cutover-verified', measure: { ratioTo: 'pgcopydb' }, limit: 1 },
      { tool: 'cutover', measure: 'cpuSecondsPerGb', limit: 1 },
      { tool: 'cutover', measure: 'peakMb', limit: 250 },
      { tool: 'cutover-verified', measure: 'peakMb', limit: 250 },
    ],
  },
  tables: {
    tools: ['pipe', 'cutover', 'cutover-verified'],
    references: ['pipe'],
    bars: [
      { tool: 'cutover', measure: { ratioTo: 'pipe' }, limit: 0.6 },
      { tool: 'cutover', measure: 'peakMb', limit: 250 },
    ],
  },
  big: {
    tools: ['pipe', 'cutover', 'cutover-verified'],
    references: ['pipe'],
    bars: [
      { tool: 'cutover', measure: 'cpuSecondsPerGb', limit: 1 },
      { tool: 'cutover', measure: 'peakMb', limit: 250 },
    ],
  },
  link: {
    tools: ['pipe', 'cutover', 'cutover-verified'],
    references: ['pipe'],
    bars: [{ tool: 'cutover', measure: { ratioTo: 'pipe' }, limit: 0.25 }],
  },
};
