import { useInput } from 'ink';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type Binding, keyNames } from '../keys.ts';

/**
 * Runs the binding of each key that is pressed. Keys without one do nothing.
 *
 * A held arrow or a slow line brings several keys in one read, and Ink hands them over before it draws again. The first
 * acts at once; each other waits for the drawing that the one before came to, so that it acts on what is then selected.
 */
export function useKeys(bindings: readonly Binding[]): void {
  const waiting = useRef<string[]>([]);
  const drawn = useRef(true);
  const [, draw] = useState(0);
  const run = (name: string): void => {
    drawn.current = false;
    bindings.find((binding) => binding.key.on.includes(name))?.run();
    draw((times) => times + 1);
  };
  const afterDrawing = useEffectEvent(() => {
    drawn.current = true;
    const name = waiting.current.shift();
    if (name !== undefined) run(name);
  });
  useInput((input, key) => {
    for (const name of keyNames(input, key)) {
      // What means nothing now must not wait until it means something: Enter in a field is no Enter for the screen.
      if (!bindings.some((binding) => binding.key.on.includes(name))) continue;
      if (drawn.current) run(name);
      else waiting.current.push(name);
    }
  });
  useEffect(() => afterDrawing());
}
