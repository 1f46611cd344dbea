/** The operator's word for something: who gave it, and when (ISO time). */
export interface Word {
  readonly by: string;
  readonly at: string;
}

/** What the operator takes upon themselves; all of it is in the report, with name and time. */
export interface Said {
  /** Id of a check that only people can answer, or may answer. */
  readonly ticks: Readonly<Record<string, Word>>;
  /** Check id -> the reason for going on although it is red. */
  readonly overrides: Readonly<Record<string, Word & { readonly reason: string }>>;
}

export const nothingSaid: Said = { ticks: {}, overrides: {} };

/** `ann at 2026-11-20 02:00 UTC` */
export function signed({ by, at }: Word): string {
  return `${by} at ${at.slice(0, 16).replace('T', ' ')} UTC`;
}

/** Check id -> reason. */
export function reasonsOf({ overrides }: Said): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(overrides).map(([id, { reason }]) => [id, reason]));
}
