import { useInput } from 'ink';
import { type Binding, keyNames } from '../keys.ts';

/** Runs the binding of each key that is pressed. Keys without one do nothing. */
export function useKeys(bindings: readonly Binding[], isActive = true): void {
  useInput(
    (input, key) => {
      for (const name of keyNames(input, key)) {
        bindings.find((binding) => binding.key.on.includes(name))?.run();
      }
    },
    { isActive },
  );
}
