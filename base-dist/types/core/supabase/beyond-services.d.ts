import type { Session } from '../postgres/session.ts';
import type { LeftOut } from './carried-source.ts';
/**
 * Objects in the schemas of services that the source has beyond the target. The services make their own, and on the
 * platform nobody else may: they are named, and not carried. Throws CutoverError.
 */
export declare function readBeyondServices(source: Session, target: Session, schemas: readonly string[]): Promise<LeftOut[]>;
