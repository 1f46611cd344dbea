import { type ReactNode, useEffect, useState } from 'react';
import { toCutoverError } from '../core/index.ts';
import { Drift } from '../screens/Drift.tsx';
import type { DriftFacts } from '../screens/views/drift.ts';

interface Props {
  readonly read: () => Promise<DriftFacts>;
  readonly onBack: () => void;
}

/** Reads the drift as often as it is asked for; what comes when the screen was left is dropped. */
export function DriftScreen({ read, onBack }: Props): ReactNode {
  const [turn, setTurn] = useState(0);
  const [found, setFound] = useState<{
    readonly turn: number;
    readonly facts?: DriftFacts;
    readonly error?: unknown;
  }>();
  useEffect(() => {
    let left = false;
    read().then(
      (facts) => !left && setFound({ turn, facts }),
      (error: unknown) => !left && setFound({ turn, error }),
    );
    return () => {
      left = true;
    };
  }, [read, turn]);
  const current = found?.turn === turn ? found : undefined;
  const error = current?.error === undefined ? undefined : toCutoverError(current.error);
  return <Drift facts={current?.facts} error={error} onAgain={() => setTurn(turn + 1)} onBack={onBack} />;
}
