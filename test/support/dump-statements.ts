/**
 * The statements of a dump as a set: what two dumps of one schema have in common, whatever the order of roles' OIDs.
 * Tablespace and access method, which pg_dump sets for all that follows, stand behind each statement that they are for.
 */
export function dumpStatements(dump: string): string[] {
  const inForce = new Map<string, string>();
  const statements: string[] = [];
  // A rough cut at blank lines is enough: both sides are cut alike.
  for (const part of dump.split(/\n\n+/)) {
    const statement = part.replaceAll(/^--.*\n?/gm, '').trim();
    const setting = /^SET (default_tablespace|default_table_access_method) = (.*);$/.exec(statement);
    if (setting) inForce.set(setting[1] ?? '', setting[2] ?? '');
    if (statement === '' || statement.startsWith('SET ') || statement.startsWith('SELECT pg_catalog.set_config'))
      continue;
    if (/^(GRANT|REVOKE|ALTER DEFAULT)/.test(statement)) {
      // The grants of one object come in the order of the roles' OIDs, which differ between servers.
      statements.push(statement.split('\n').sort().join('\n'));
    } else statements.push(statement + settingsOf(statement, inForce));
  }
  return statements.sort();
}

function settingsOf(statement: string, inForce: ReadonlyMap<string, string>): string {
  const space = inForce.get('default_tablespace') ?? "''";
  const method = inForce.get('default_table_access_method') ?? 'heap';
  const table = /^CREATE (UNLOGGED )?(TABLE|MATERIALIZED VIEW) /.test(statement);
  const index = /^CREATE (UNIQUE )?INDEX |\bADD CONSTRAINT /.test(statement);
  return (
    (space !== "''" && (table || index) ? `\n-- in ${space}` : '') +
    (method !== 'heap' && table ? `\n-- as ${method}` : '')
  );
}
