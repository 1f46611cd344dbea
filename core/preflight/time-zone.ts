import type { Session } from '../postgres/session.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

/** reset_val is what a session begins with: our own is set to UTC. Two days of the year tell zones apart. */
const zoneSql = `
  SELECT s.reset_val AS zone,
         EXTRACT(epoch FROM ('2026-01-15 12:00Z'::timestamptz AT TIME ZONE s.reset_val) - '2026-01-15 12:00'::timestamp)::float8 AS winter,
         EXTRACT(epoch FROM ('2026-07-15 12:00Z'::timestamptz AT TIME ZONE s.reset_val) - '2026-07-15 12:00'::timestamp)::float8 AS summer
    FROM pg_catalog.pg_settings s
   WHERE s.name = 'TimeZone'`;

interface Zone extends Record<string, unknown> {
  readonly zone: string;
  /** Seconds before UTC. */
  readonly winter: number;
  readonly summer: number;
}

export const timeZoneCheck: Check = {
  id: 'time-zone',
  title: 'Both ends have the same time zone',
  severity: 'warning',
  asks: 'both',
  looksAt: 'the TimeZone that new sessions begin with, and the columns without a time zone that it reaches',
  async run(context) {
    const [source, target] = await Promise.all([
      zoneOf(await context.session('source')),
      zoneOf(await context.session('target')),
    ]);
    if (source.winter === target.winter && source.summer === target.summer) {
      const names = source.zone === target.zone ? source.zone : `${source.zone} and ${target.zone}, which are alike`;
      return { verdict: 'pass', detail: `New sessions begin with ${names}.`, fix: '' };
    }
    const { tables } = await context.inventory('source');
    const columns = tables.flatMap(({ key, columns: all }) =>
      all
        .filter(({ type }) => /^timestamp(?:\(\d\))? without time zone$|^date$/.test(type))
        .map(({ name }) => `${key}.${name}`),
    );
    const reached =
      columns.length === 0
        ? ''
        : ` It decides what now() becomes in ${counted(columns.length, 'column')} without a time zone: ${listed(columns, 3)}.`;
    return {
      verdict: 'fail',
      detail: `New sessions begin with ${source.zone} on the source and with ${target.zone} on the target. Values are moved as they are.${reached}`,
      fix: `On the target: ALTER DATABASE … SET timezone TO '${source.zone}'; for the application, a role's or connection's own setting counts more.`,
    };
  },
};

async function zoneOf(session: Session): Promise<Zone> {
  const [zone] = await session.query<Zone>(zoneSql);
  return zone ?? { zone: 'unknown', winter: 0, summer: 0 };
}
