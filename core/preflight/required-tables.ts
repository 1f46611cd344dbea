import { leftOutTables } from '../plan/data-steps.ts';
import { describeMissing, missingParts, requiredTables } from '../required-tables.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

export const requiredTablesCheck: Check = {
  id: 'required-tables',
  title: "The profile's required tables are there, and are moved",
  severity: 'blocker',
  asks: 'source',
  looksAt: '`requiredTables` of the profile: each table and column on the source, and that nothing leaves its rows out',
  async run(context) {
    const { config } = context;
    const required = requiredTables(config.profile);
    if (required.length === 0) return { verdict: 'pass', detail: 'The profile names none.', fix: '' };
    const source = await context.inventory('source');
    const missing = missingParts(required, source.tables);
    const leftOut = leftOutTables(source, config.options);
    const staying = required.flatMap(({ table }) => {
      const reason = leftOut.get(table);
      return reason === undefined ? [] : [`${table} (${reason})`];
    });
    if (missing.length === 0 && staying.length === 0) {
      return {
        verdict: 'pass',
        detail: `All of ${counted(required.length, 'table')} are there and are moved.`,
        fix: '',
      };
    }
    const findings = [
      ...(missing.length > 0 ? [`the source, as it is moved, has no ${listed(missing.map(describeMissing), 10)}`] : []),
      ...(staying.length > 0 ? [`rows stay behind of ${listed(staying, 10)}`] : []),
    ];
    return {
      verdict: 'fail',
      detail: `Of ${counted(required.length, 'required table')}, ${findings.join('; ')}.`,
      fix: 'Apply the migrations that make them to the source, look at --schemas, --exclude-table and --skip-large, or correct requiredTables in the profile: "schema.table", or {"table": "schema.table", "columns": ["name"]}.',
    };
  },
};
