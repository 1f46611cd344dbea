import { code } from './code.ts';
import { constraints } from './constraints.ts';
import { extensions } from './extensions.ts';
import { sequences } from './sequences.ts';
import { tables } from './tables.ts';
import { types } from './types.ts';

/** Roles belong to the server: databases of one server share them. */
export const roles = `
  DO $$
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fidelity_owner') THEN
      CREATE ROLE fidelity_owner;
      CREATE ROLE fidelity_reader;
    END IF;
  END $$;`;

/** The families that make up everything; each keeps to schemas of its own. */
export const families: Readonly<Record<string, (major: number) => string>> = {
  types,
  tables,
  constraints,
  code,
  sequences,
  extensions,
};

/** Everything that a server of this major can hold, in one database. */
export function everything(major: number): string {
  return [roles, ...Object.values(families).map((family) => family(major))].join('\n');
}
