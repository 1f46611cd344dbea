import { CutoverError } from '../errors.ts';

/** A run begins with the operator's word. Throws `go.missing`. */
export function refuseWithoutGo(go: boolean): void {
  if (go) return;
  throw new CutoverError('go.missing', 'a run changes the target and needs the word to go', {
    hint: 'Look at cutover check and cutover plan, then repeat the command with --go.',
  });
}
