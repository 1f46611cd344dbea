import { parseArgs } from 'node:util';
import type { FarEnd } from './lab.ts';
import { builtProgram, type Suite, suites } from './tools.ts';

export interface BenchOptions {
  readonly suite: Suite;
  readonly size: number;
  readonly gigabytes: number;
  readonly rounds: number;
  /** Ids of the tools to run; all of the suite's where it is left out. */
  readonly tools: readonly string[] | undefined;
  readonly data: string | undefined;
  readonly json: string | undefined;
  readonly program: string;
  readonly far: FarEnd;
  readonly roundTripMs: number;
  /** False where the servers may lose what they confirmed: disks are out of the figures then. */
  readonly durable: boolean;
}

export const usage = `npm run bench -- [options]

  --rounds N       how often each tool runs (3)
  --size N         share of the standard data set, of the 10,000 tables or of the link's 2,000 (1)
  --only WHAT      instead of the standard data set:
                   tables  10,000 small tables with an index each
                   big     one big table, with memory over time
                   link    2,000 tables over a link with a long round-trip time
  --gb N           size of the big table in GB (5)
  --rtt MS         round-trip time of the link in ms (40)
  --far END        which server is at its far end: source, target or both (source)
  --tools A,B      only these tools: ${suites.standard.tools.join(', ')}
  --program FILE   the cli.js of cutover to measure (dist/program/cli.js)
  --fsync on|off   off: both servers confirm commits that no disk has yet (on)
  --data DIR       where the two servers keep their data (the temporary folder)
  --json FILE      write the figures of every run to FILE
  --help           show this`;

/** Throws an Error with what is wrong; undefined where help is asked for. */
export function parseOptions(argv: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: 'string', default: '3' },
      size: { type: 'string', default: '1' },
      only: { type: 'string', default: 'standard' },
      gb: { type: 'string', default: '5' },
      rtt: { type: 'string', default: '40' },
      far: { type: 'string', default: 'source' },
      tools: { type: 'string' },
      program: { type: 'string', default: builtProgram },
      data: { type: 'string' },
      fsync: { type: 'string', default: 'on' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const suite = oneOf('--only', values.only, ['standard', 'tables', 'big', 'link'] as const);
  const rounds = positive('--rounds', values.rounds);
  if (!Number.isInteger(rounds)) throw new Error(`--rounds is a whole number, not '${values.rounds}'`);
  const tools = values.tools?.split(',').map((id) => oneOf('--tools', id.trim(), suites[suite].tools));
  return {
    suite,
    rounds,
    tools,
    size: positive('--size', values.size),
    gigabytes: positive('--gb', values.gb),
    roundTripMs: positive('--rtt', values.rtt),
    far: oneOf('--far', values.far, ['source', 'target', 'both'] as const),
    durable: oneOf('--fsync', values.fsync, ['on', 'off'] as const) === 'on',
    program: values.program,
    data: values.data,
    json: values.json,
  };
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${flag} is a number above 0, not '${text}'`);
  return value;
}

function oneOf<const Value extends string>(flag: string, text: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === text);
  if (found === undefined) throw new Error(`${flag} is one of ${values.join(', ')}, not '${text}'`);
  return found;
}
