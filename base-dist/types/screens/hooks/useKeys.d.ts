import { type Binding } from '../keys.ts';
/**
 * Runs the binding of each key that is pressed. Keys without one do nothing.
 *
 * A held arrow or a slow line brings several keys in one read, and Ink hands them over before it draws again. The first
 * acts at once; each other waits for the drawing that the one before came to, so that it acts on what is then selected.
 */
export declare function useKeys(bindings: readonly Binding[]): void;
