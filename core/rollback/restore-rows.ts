import type { EngineConfig } from '../config.ts';
import type { Restore } from '../plan/types.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import { relayCopies } from '../postgres/relay.ts';
import { connect, type Session } from '../postgres/session.ts';

/**
 * Puts rows back that a run had set aside on the target, in a transaction on the ledger's session that the caller ends.
 * They pass through here, from one session to the other: only COPY into a table that its own transaction has truncated
 * writes rows in the order in which they come. Throws CutoverError.
 */
export async function restoreRows(config: EngineConfig, ledger: Session, restore: Restore): Promise<void> {
  const reader = await connect({ end: 'target', url: config.targetUrl, purpose: 'rows set aside' });
  try {
    await reader.execute('SET synchronize_seqscans = off');
    await relayCopies({
      source: reader,
      target: ledger,
      begin: [
        'BEGIN',
        ...(restore.replica ? ["SET LOCAL session_replication_role = 'replica'"] : []),
        ...restore.clear,
      ].join(';\n'),
      copies: restore.tables.map(({ from, into, columns, format, fresh }) => {
        const list = columns.length === 0 ? '' : ` (${columns.map(quoteIdentifier).join(', ')})`;
        const options = `FORMAT ${format}`;
        return {
          copyOut: `COPY ${quoteQualified(from.schema, from.name)}${list} TO STDOUT WITH (${options})`,
          copyIn: `COPY ${quoteQualified(into.schema, into.name)}${list} FROM STDIN WITH (${options}${fresh ? ', FREEZE' : ''})`,
          format,
        };
      }),
    });
  } finally {
    await reader.close();
  }
}
