import { type Binding, keys } from '../screens/keys.ts';

/** The keys that every screen knows. A screen that must not be left so easily binds the same keys itself. */
export function globalBindings(quit: () => void): readonly Binding[] {
  return [
    { key: keys.quit, hint: 'quit', help: 'Leaves the wizard; what was done is kept', run: quit },
    { key: keys.interrupt, help: 'The same as q', run: quit },
  ];
}
