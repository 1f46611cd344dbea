import { Box, useIsScreenReaderEnabled } from 'ink';
import { Fragment, type ReactNode } from 'react';

interface Props {
  readonly count: number;
  readonly selected: number;
  /** Lines that it may take. */
  readonly rows: number;
  readonly row: (index: number) => ReactNode;
}

/** A list of which only the visible rows are made: as quick with ten thousand rows as with ten. */
export function ScrollList({ count, selected, rows, row }: Props): ReactNode {
  const { from, to } = visible(count, selected, rows);
  const reader = useIsScreenReaderEnabled();
  return (
    <Box flexDirection="column" height={reader ? undefined : Math.min(rows, count)} overflow="hidden" flexShrink={0}>
      {Array.from({ length: to - from }, (_, index) => (
        <Fragment key={from + index}>{row(from + index)}</Fragment>
      ))}
    </Box>
  );
}

/** The rows `from` to (exclusive) `to` that are in sight, with the selected one in their middle where it can be. */
export function visible(count: number, selected: number, rows: number): { readonly from: number; readonly to: number } {
  const height = Math.max(1, Math.min(rows, count));
  const from = Math.max(0, Math.min(selected - Math.floor(height / 2), count - height));
  return { from, to: Math.min(count, from + height) };
}
