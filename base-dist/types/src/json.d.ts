import type { Writable } from 'node:stream';
import type { Face } from './face.ts';
/**
 * The face for programs: one object a line on stdout, and nothing else there.
 *
 * Writes to a reader that may be slow or leave. While it is slow, progress is passed over: what a step has done
 * is in its `step.finished` anyway. When it has gone, the engine goes on, and the run's folder has every event.
 */
export declare function createJsonFace(output: Writable, now?: () => Date): Face;
