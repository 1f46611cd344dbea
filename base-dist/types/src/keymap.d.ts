import { type Binding } from '../screens/keys.ts';
/** The keys that every screen knows. A screen that must not be left so easily binds the same keys itself. */
export declare function globalBindings(quit: () => void): readonly Binding[];
