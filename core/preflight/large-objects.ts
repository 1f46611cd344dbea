import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

/** Contents may be read by their owner and by whom the owner has let; everybody may where the setting says so. */
const unreadableSql = `
  SELECT pg_catalog.count(*)::int AS count
    FROM pg_catalog.pg_largeobject_metadata m
    JOIN pg_catalog.pg_roles r ON r.rolname = CURRENT_USER
   WHERE NOT r.rolsuper AND NOT pg_catalog.current_setting('lo_compat_privileges')::boolean
     AND NOT pg_catalog.pg_has_role(m.lomowner, 'USAGE')
     AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(m.lomacl) a
                      WHERE a.privilege_type = 'SELECT'
                        AND (a.grantee = 0 OR pg_catalog.pg_has_role(a.grantee, 'USAGE')))`;

export const largeObjectsCheck: Check = {
  id: 'large-objects',
  title: 'Large objects can be carried',
  severity: 'blocker',
  asks: 'both',
  looksAt: 'the numbers of large objects on both ends, and whether the role may read them',
  async run(context) {
    const [source, target] = await Promise.all([context.inventory('source'), context.inventory('target')]);
    const oids = source.largeObjects ?? [];
    if (oids.length === 0) return { verdict: 'pass', detail: 'There are none.', fix: '' };
    const session = await context.session('source');
    const [row] = await session.query<{ count: number }>(unreadableSql);
    const unreadable = row?.count ?? 0;
    if (unreadable > 0) {
      return {
        verdict: 'fail',
        detail: `The role may not read ${unreadable} of the ${counted(oids.length, 'large object')} on the source.`,
        fix: 'Connect to the source as their owner or as a superuser, or GRANT SELECT ON LARGE OBJECT … to the role.',
      };
    }
    const taken = new Set(target.largeObjects ?? []);
    const clashes = oids.filter((oid) => taken.has(oid));
    if (clashes.length > 0) {
      return {
        verdict: 'fail',
        detail: `${counted(clashes.length, 'large object')} on the target ${clashes.length === 1 ? 'has a number' : 'have numbers'} that the source uses too: ${listed(clashes.map(String))}. Columns refer to them by number, so they cannot be renamed or set aside.`,
        fix: 'On the target, where nothing uses them: SELECT lo_unlink(oid) for each; or choose another target.',
      };
    }
    return {
      verdict: 'pass',
      detail: `${counted(oids.length, 'large object')} will be carried, with owners, grants and comments.`,
      fix: '',
    };
  },
};
