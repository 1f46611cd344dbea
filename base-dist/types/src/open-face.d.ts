import type { Face } from './face.ts';
import type { House } from './house.ts';
import { createPlainFace } from './plain.ts';
/** The face that flags ask for, on stdout. */
export declare function openFace(house: House, state: Parameters<typeof createPlainFace>[0]['state']): Face;
