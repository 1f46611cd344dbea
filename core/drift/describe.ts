import type { FactChange } from './equal.ts';
import type { Difference } from './drift.ts';
import type { TruthName } from './model.ts';

const factWords: Readonly<Record<string, string>> = {
  notNull: 'NOT NULL',
  rowSecurity: 'row level security',
  forceRowSecurity: 'row level security for the owner',
  onDelete: 'ON DELETE',
  onUpdate: 'ON UPDATE',
  partitionOf: 'partition of',
  partitionBy: 'partitioned by',
  ownedBy: 'owned by',
  increments: 'counts up',
  identityOptions: 'identity counts by',
  as: 'made as',
};

/** `type: integer in source, bigint in target` */
export function describeChange({ fact, left, right }: FactChange, leftTruth: TruthName, rightTruth: TruthName): string {
  const value = (text: string): string => (text === '' ? 'none' : text);
  return `${factWords[fact] ?? fact}: ${value(left)} in ${leftTruth}, ${value(right)} in ${rightTruth}`;
}

/** One line: what is the matter, and with whom. */
export function describeDifference(difference: Difference): string {
  const { pair, stands } = difference;
  if (pair.change === 'renamed') {
    const guess = pair.guess === undefined ? '' : ` (a guess: ${pair.guess})`;
    return `${pair.left?.name ?? ''} in ${pair.leftTruth} is ${pair.right?.name ?? ''} in ${pair.rightTruth}${guess}`;
  }
  if (pair.change === 'differs') {
    const [first, ...more] = pair.changes;
    if (first === undefined) return 'differs';
    const rest = more.length === 0 ? '' : `; and ${more.length} more`;
    return `${describeChange(first, pair.leftTruth, pair.rightTruth)}${rest}`;
  }
  const named = (stand: string): string =>
    stands
      .filter((each) => each.stand === stand)
      .map(({ truth }) => truth)
      .join(', ');
  return `in ${named('has')}, not in ${named('lacks')}${partsText(pair.parts)}`;
}

const plurals: Readonly<Record<string, string>> = {
  index: 'indexes',
  policy: 'policies',
  'foreign-key': 'foreign keys',
  'primary-key': 'primary keys',
  'default-privileges': 'default privileges',
};

function partsText(parts: Difference['pair']['parts']): string {
  const words = Object.entries(parts)
    .filter(([kind]) => kind !== 'grant' && kind !== 'comment')
    .map(([kind, count]) => `${count} ${count === 1 ? kind.replace('-', ' ') : (plurals[kind] ?? `${kind}s`)}`);
  return words.length === 0 ? '' : `, with ${words.join(', ')}`;
}

/** Whose doing it is, where something tells. */
export function describeBlame({ changed }: Difference): string {
  return changed === undefined
    ? 'nothing tells which side has changed'
    : `${changed.truth} has changed: ${changed.why}`;
}
