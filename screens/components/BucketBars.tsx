import type { ReactNode } from 'react';
import type { BucketState, State } from '../../core/index.ts';
import { workMark } from '../text/marks.ts';
import { countText, rateText, sizeText } from '../text/sizes.ts';
import { bucketNow, bucketShare, filesText } from '../views/buckets.ts';
import { barText } from './Bar.tsx';
import { type Column, DataTable } from './DataTable.tsx';
import { Line } from './Line.tsx';

interface Props {
  /** In the order in which they are shown. */
  readonly buckets: readonly BucketState[];
  readonly state: State;
  readonly selected: number;
  readonly rows: number;
  readonly columns: number;
  readonly now: number;
}

/** A bar for each bucket, failures first, and above them what passes in a second. */
export function BucketBars({ buckets, state, selected, rows, columns, now }: Props): ReactNode {
  const paused = state.control === 'pausing' || state.control === 'paused';
  const barWidth = columns >= 100 ? 20 : 10;
  const nowWidth = columns >= 100 ? 30 : 18;
  const table: readonly Column<BucketState>[] = [
    { title: 'bucket', cell: (row) => row.bucket },
    { title: '', width: barWidth, cell: (row) => barText(bucketShare(row), barWidth) },
    { title: 'files', width: 11, align: 'right', cell: (row) => countText(row.files) },
    { title: 'size', width: 8, align: 'right', cell: (row) => sizeText(row.bytes) },
    { title: 'now', width: nowWidth, cell: (row) => bucketNow(row, paused, now, rateText) },
  ];
  return (
    <>
      <Line text={filesText(buckets, rateText, sizeText)} />
      <DataTable
        columns={table}
        items={buckets}
        width={columns}
        rows={rows - 1}
        selected={selected}
        sign={(row) => workMark(row.state)}
      />
    </>
  );
}
