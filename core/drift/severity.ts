import type { FactChange } from './equal.ts';
import type { DriftKind, Item } from './model.ts';

/**
 * - `breaking`: code that fits one side fails on the other, or rows become visible that should not be;
 * - `risky`: both may run, but not the same: a rule, a default, a right;
 * - `harmless`: speed, names that no code uses, remarks.
 */
export const severities = ['breaking', 'risky', 'harmless'] as const;
export type Severity = (typeof severities)[number];

/** What the lack of an item means. */
const whenMissing: Readonly<Record<DriftKind, Severity>> = {
  schema: 'breaking',
  extension: 'breaking',
  enum: 'breaking',
  domain: 'breaking',
  type: 'breaking',
  sequence: 'breaking',
  function: 'breaking',
  table: 'breaking',
  column: 'breaking',
  'primary-key': 'breaking',
  unique: 'breaking',
  check: 'risky',
  exclusion: 'risky',
  index: 'harmless',
  'foreign-key': 'risky',
  view: 'breaking',
  rule: 'risky',
  trigger: 'risky',
  policy: 'risky',
  'default-privileges': 'risky',
  grant: 'risky',
  comment: 'harmless',
};

/** What a difference in a fact means, where it is not what the kind's own is. */
const ofFact: Readonly<Partial<Record<DriftKind, Readonly<Record<string, Severity>>>>> = {
  extension: { version: 'harmless', schema: 'risky' },
  domain: { default: 'risky', check: 'risky', collation: 'risky' },
  sequence: { options: 'risky', ownedBy: 'harmless', persistence: 'harmless' },
  function: { body: 'risky', attributes: 'risky' },
  table: { persistence: 'risky', forceRowSecurity: 'risky', replicaIdentity: 'risky', options: 'harmless' },
  column: { default: 'risky', collation: 'risky', identityOptions: 'risky' },
  'primary-key': { name: 'harmless', deferrable: 'risky', include: 'harmless' },
  unique: { as: 'harmless', deferrable: 'risky', include: 'harmless' },
  check: { validated: 'harmless' },
  'foreign-key': { validated: 'harmless' },
  index: { unique: 'risky' },
  view: { options: 'risky', query: 'risky', populated: 'risky' },
};

/** A change of a column's type in which every value of the one is a value of the other is still felt by typed clients. */
export function severityOf(
  change: 'left-only' | 'right-only' | 'differs' | 'renamed',
  item: Item,
  changes: readonly FactChange[],
  guessed: boolean,
): Severity {
  if (change === 'left-only' || change === 'right-only') {
    return item.kind === 'index' && item.facts['unique'] === 'yes' ? 'risky' : whenMissing[item.kind];
  }
  if (change === 'renamed' && (guessed || namesMatter.has(item.kind))) return whenMissing[item.kind];
  return worst(
    changes.map(({ fact }) => ofFact[item.kind]?.[fact.replace(/ .*/, '')] ?? whenMissing[item.kind]),
    'harmless',
  );
}

/** Kinds that code names. Constraints and indexes are named in error messages at most. */
const namesMatter: ReadonlySet<DriftKind> = new Set<DriftKind>([
  'schema',
  'enum',
  'domain',
  'type',
  'sequence',
  'function',
  'table',
  'column',
  'view',
]);

/** The worst of several; `otherwise` for none. */
export function worst(found: readonly Severity[], otherwise: Severity): Severity {
  return severities.find((severity) => found.includes(severity)) ?? otherwise;
}

/** Whether a difference of this severity is let pass by `--allow`. */
export function isAllowed(severity: Severity, allowed: 'harmless' | 'risky' | undefined): boolean {
  if (allowed === undefined) return false;
  return severity === 'harmless' || (severity === 'risky' && allowed === 'risky');
}
