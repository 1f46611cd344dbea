import { Text, useInput } from 'ink';
import { type ReactNode, useContext, useEffect, useEffectEvent, useRef, useState } from 'react';
import { ClockContext } from '../hooks/useClock.ts';

interface Props {
  readonly seconds: number;
  /** What happens at its end, as a sentence about the future. */
  readonly text: string;
  readonly onDone: () => void;
  /** Any key calls it off. */
  readonly onCancel: () => void;
}

/** One key has asked for something grave; these seconds are for thinking again. */
export function Countdown({ seconds, text, onDone, onCancel }: Props): ReactNode {
  const clock = useContext(ClockContext);
  const [left, setLeft] = useState(seconds);
  const over = useRef(false);
  const tick = useEffectEvent((end: number) => {
    const rest = Math.ceil((end - clock.now()) / 1000);
    setLeft(Math.max(0, rest));
    if (rest > 0 || over.current) return;
    over.current = true;
    onDone();
  });
  useEffect(() => {
    const end = clock.now() + seconds * 1000;
    return clock.every(250, () => tick(end));
  }, [clock, seconds]);
  useInput(() => {
    if (over.current) return;
    over.current = true;
    onCancel();
  });
  return (
    <Text color="red" bold wrap="truncate-end">
      ⚠ {text} in {left} s. Any key calls it off.
    </Text>
  );
}
