import { type ReactNode, useMemo } from 'react';
import type { State, StepState } from '../../core/index.ts';
import { workMark } from '../text/marks.ts';
import { type Column, DataTable } from './DataTable.tsx';
import { Line } from './Line.tsx';

interface Props {
  readonly state: State;
  readonly selected: number;
  readonly rows: number;
  readonly columns: number;
}

const table: readonly Column<StepState>[] = [
  { title: 'step', cell: (step) => step.label },
  { title: 'kind', width: 14, cell: (step) => step.kind },
  { title: 'phase', width: 10, cell: (step) => step.phase },
];

/** The steps under way, failed ones first. */
export function StepTable({ state, selected, rows, columns }: Props): ReactNode {
  const steps = useMemo(
    () => [...state.steps.values()].sort((a, b) => Number(b.state === 'failed') - Number(a.state === 'failed')),
    [state.steps],
  );
  if (steps.length === 0) return <Line text="No step is under way." dim />;
  return (
    <DataTable
      columns={table}
      items={steps}
      width={columns}
      rows={rows}
      selected={selected}
      sign={(step) => workMark(step.state)}
    />
  );
}
