import { toCutoverError } from '../errors.ts';
import { formatAddress } from '../postgres/address.ts';
import type { Session } from '../postgres/session.ts';
import type { Check, CheckContext, CheckVerdict, End } from './types.ts';
import { counted, sentence } from './words.ts';

export const sourceReachableCheck: Check = reachableCheck('source', 'Source can be reached');
export const targetReachableCheck: Check = reachableCheck('target', 'Target can be reached');

const roundTrips = 3;

const facts = `
  SELECT pg_catalog.current_database() AS database, CURRENT_USER::text AS role,
         pg_catalog.current_setting('server_version') AS version`;

function reachableCheck(end: End, title: string): Check {
  return {
    id: `${end}-reachable`,
    title,
    severity: 'blocker',
    asks: end,
    looksAt: 'a connection, with its TLS and login, and the median of three round trips',
    async run(context) {
      let session: Session;
      try {
        session = await context.session(end);
      } catch (error) {
        const { message, hint } = toCutoverError(error);
        return { verdict: 'fail', detail: sentence(message), fix: hint };
      }
      return describe(session, context, end);
    },
  };
}

async function describe(session: Session, context: CheckContext, end: End): Promise<CheckVerdict> {
  const [found] = await session.query<{ database: string; role: string; version: string }>(facts);
  const { database = '', role = '', version = '' } = found ?? {};
  const latencyMs = await medianLatency(session);
  const address = formatAddress(session.address);
  // `17.10 (Debian 17.10-1.pgdg12+1)`: the packager's part is of no use on a screen.
  const shortVersion = version.split(' ')[0] ?? version;
  const tls = session.encrypted;
  context.emit({ type: 'endpoint.connected', end, address, database, role, version: shortVersion, tls, latencyMs });
  return {
    verdict: 'pass',
    detail: `PostgreSQL ${shortVersion} at ${address}, as ${role}, ${tls ? 'with TLS' : 'without TLS'}, ${latencyMs.toFixed(1)} ms a round trip (median of ${counted(roundTrips, 'try', 'tries')}).`,
    fix: '',
  };
}

async function medianLatency(session: Session): Promise<number> {
  const times: number[] = [];
  for (let trip = 0; trip < roundTrips; trip += 1) {
    const begin = performance.now();
    await session.query('SELECT 1 AS one');
    times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? 0;
}
