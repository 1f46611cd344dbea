import type { IdentifiedEntry } from './entries.ts';
import type { TargetState } from './target-state.ts';

/** Supabase's Realtime reads this publication, and makes it itself. */
const realtimePublication = 'supabase_realtime';

/**
 * The dump for a target that has Realtime's publication already: only the source's tables are added to it. It is neither
 * renamed nor made again, since a Realtime server is connected to it. Pure.
 */
export function keepRealtime(entries: readonly IdentifiedEntry[], state: TargetState): IdentifiedEntry[] {
  if (!state.publications.includes(realtimePublication)) return [...entries];
  return entries.filter(
    ({ type, name }) =>
      !(type === 'PUBLICATION' && name === realtimePublication) &&
      !(type === 'COMMENT' && name.replaceAll('"', '') === `PUBLICATION ${realtimePublication}`),
  );
}
