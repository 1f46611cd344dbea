import { quoteLiteral } from '../postgres/identifiers.ts';
import type { Check } from './types.ts';
import { counted, listed, sized } from './words.ts';

/** Slots of this database, and those that replicate the whole server. Everybody may read them. */
const slotsSql = `
  SELECT s.slot_name::text AS name, s.slot_type AS type, COALESCE(s.plugin::text, '') AS plugin, s.active,
         pg_catalog.pg_wal_lsn_diff(CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                                         ELSE pg_catalog.pg_current_wal_lsn() END, s.restart_lsn)::float8 AS kept
    FROM pg_catalog.pg_replication_slots s
   WHERE NOT s.temporary AND (s.database IS NULL OR s.database = pg_catalog.current_database())
   ORDER BY s.active, s.slot_name`;

interface Slot extends Record<string, unknown> {
  readonly name: string;
  readonly type: string;
  readonly plugin: string;
  readonly active: boolean;
  /** Bytes of WAL that the server keeps for it; null where it has no position. */
  readonly kept: number | null;
}

export const replicationSlotsCheck: Check = {
  id: 'replication-slots',
  title: 'Nobody replicates from the source',
  severity: 'warning',
  asks: 'source',
  looksAt: 'replication slots, whether a consumer is connected, and how much WAL each keeps back',
  async run(context) {
    const session = await context.session('source');
    const slots = await session.query<Slot>(slotsSql);
    if (slots.length === 0) return { verdict: 'pass', detail: 'There are no replication slots.', fix: '' };
    const idle = slots.filter(({ active }) => !active);
    const drop = idle.map(({ name }) => `SELECT pg_drop_replication_slot(${quoteLiteral(name)});`);
    const fixes = [
      "Slots are not carried, and positions of the source's WAL mean nothing on the target: make each anew there after the run, and have its consumer begin again.",
      ...(idle.length > 0 ? [`Where nobody needs one any more, on the source: ${drop.join(' ')}`] : []),
    ];
    return {
      verdict: 'fail',
      detail: `${counted(slots.length, 'replication slot')}: ${listed(slots.map(describe))}. ${slots.length === 1 ? 'Its consumer' : 'Their consumers'} will hear nothing of the target.`,
      fix: fixes.join(' '),
    };
  },
};

function describe({ name, type, plugin, active, kept }: Slot): string {
  const how = plugin === '' ? type : `${type}, ${plugin}`;
  const wal = active || !kept ? '' : `, keeps ${sized(kept)} of WAL`;
  return `${name} (${how}; ${active ? 'in use' : 'not in use'}${wal})`;
}
