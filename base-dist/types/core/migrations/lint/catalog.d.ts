import type { Session } from '../../postgres/session.ts';
import type { Catalog } from './types.ts';
/** What the rules want to know of a target: every table's size, and the columns of the tables in `changed`. Throws CutoverError. */
export declare function readCatalog(session: Session, changed: readonly string[]): Promise<Catalog>;
