/**
 * The middle one, and of an even number the lower of the two in the middle: of several looks at the same work, what one
 * disturbed moment does not change. Throws where there is none.
 */
export function middleOf(values: readonly number[]): number;
export function middleOf<T>(values: readonly T[], by: (value: T) => number): T;
export function middleOf<T>(values: readonly T[], by: (value: T) => number = Number): T {
  const sorted = values.toSorted((a, b) => by(a) - by(b));
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error('there is nothing to choose from');
  return middle;
}
