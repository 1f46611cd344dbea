import { Text } from 'ink';
import type { ReactNode } from 'react';
import type { State } from '../../core/index.ts';
import { useShell } from '../hooks/useShell.ts';
import { durationText } from '../text/durations.ts';
import { countText, percentText, rateText, sizeText } from '../text/sizes.ts';
import { shorten } from '../text/width.ts';
import { latestRollbackText } from '../text/window.ts';
import { copying, phasesText, type Stage, stageText, stallText, totalShare } from '../views/migrate.ts';
import { Bar } from './Bar.tsx';
import { Line } from './Line.tsx';

interface Props {
  readonly state: State;
  readonly stage: Stage;
  readonly now: number;
  readonly columns: number;
}

/** Five lines: the total bar, the numbers, the state's word, the last moment for a rollback, the phases. */
export function MigrateSummary({ state, stage, now, columns }: Props): ReactNode {
  const { window } = useShell();
  const { totals } = state;
  const share = totalShare(state);
  const goesOn = stage === 'running' && state.away === undefined;
  const eta = totals.etaSeconds === undefined || !goesOn ? '' : ` · ${durationText(totals.etaSeconds)} left`;
  const stall = stallText(state, stage, now);
  const rollback = latestRollbackText(window, state.tables.length, now);
  // A rate falls slowly: behind the last row nothing moves, whatever it still says.
  const isCopying = copying(state).size > 0 || state.buckets.some((bucket) => bucket.state === 'running');
  const moving = goesOn && stall === undefined && isCopying && totals.bytesPerSecond >= 1;
  return (
    <>
      <Text wrap="truncate-end">
        <Bar share={share} width={Math.max(10, columns - 26)} color={stage === 'failed' ? 'red' : 'cyan'} />
        <Text bold>{` ${percentText(share)}${eta}`}</Text>
      </Text>
      <Line
        text={`${countText(totals.rows)} of about ${countText(totals.expectedRows)} rows · ${sizeText(totals.bytes)}${moving ? ` · ${rateText(totals.bytesPerSecond)} · ${countText(totals.rowsPerSecond)} rows/s` : ''}`}
      />
      {stall === undefined ? (
        <Line bold text={stageText(state, stage)} {...stageColor(state, stage)} />
      ) : (
        <Line bold sign="⚠" signColor="yellow" color="yellow" text={`STALLED: ${stall}`} />
      )}
      <Line
        text={
          rollback ??
          (window.minutes === undefined
            ? 'No window is set: a rollback fits at any time'
            : 'The window begins with the run')
        }
        {...(rollback?.includes('no longer') === true ? { color: 'red' } : { dim: true })}
      />
      <Line text={shorten(phasesText(state.phases), columns)} />
    </>
  );
}

function stageColor({ away }: State, stage: Stage): { readonly color?: string } {
  if (stage === 'failed') return { color: 'red' };
  const isWell = stage === 'starting' || stage === 'finished' || (stage === 'running' && away === undefined);
  return { color: isWell ? 'green' : 'yellow' };
}
