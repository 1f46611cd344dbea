import type { Face } from './face.ts';
import type { House } from './house.ts';
import { createJsonFace } from './json.ts';
import { createPlainFace } from './plain.ts';

/** The face that flags ask for, on stdout. */
export function openFace(house: House, state: Parameters<typeof createPlainFace>[0]['state']): Face {
  const { stdout } = house.around;
  return house.flags.json ? createJsonFace(stdout) : createPlainFace({ output: stdout, state });
}
