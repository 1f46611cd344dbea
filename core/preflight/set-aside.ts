import { setAsideName } from '../plan/names.ts';
import { schemasInTheWay } from '../plan/schema-steps.ts';
import { makesSchema } from './concerns.ts';
import type { Check } from './types.ts';
import { counted } from './words.ts';

const takenNames = 'SELECT n.nspname AS name FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY ($1)';

export const setAsideCheck: Check = {
  id: 'set-aside',
  title: 'What is on the target can be set aside',
  severity: 'blocker',
  asks: 'both',
  looksAt: "the schemas of the source's names on the target, and the names that they get",
  concerns: makesSchema,
  async run(context) {
    const [source, target] = await Promise.all([context.inventory('source'), context.inventory('target')]);
    const { scope } = await context.carried();
    const names = new Set(schemasInTheWay(source, target, scope));
    const inTheWay = target.schemas
      .filter(({ name }) => names.has(name))
      .map((schema) => ({ ...schema, aside: setAsideName(schema.name, context.runId) }));
    const session = await context.session('target');
    const taken = await session.query<{ name: string }>(takenNames, [inTheWay.map(({ aside }) => aside)]);
    const takenSet = new Set(taken.map(({ name }) => name));
    const problems = inTheWay.flatMap(({ name, aside, extension }) => {
      if (extension) {
        return [
          {
            detail: `schema ${name} belongs to extension ${extension}`,
            fix: `drop extension ${extension} where nothing uses it, or choose the schemas to move with --schemas`,
          },
        ];
      }
      return takenSet.has(aside)
        ? [{ detail: `a schema ${aside} is there already`, fix: `rename or drop schema ${aside}` }]
        : [];
    });
    if (problems.length > 0) {
      return {
        verdict: 'fail',
        detail: `Not everything in the way can be renamed: ${problems.map(({ detail }) => detail).join('; ')}.`,
        fix: `On the target, ${problems.map(({ fix }) => fix).join('; ')}.`,
      };
    }
    if (inTheWay.every(({ objects }) => objects === 0)) {
      return {
        verdict: 'pass',
        detail: 'Nothing is in the way: none of the schemas has an object on the target.',
        fix: '',
      };
    }
    const renamed = inTheWay.map(
      ({ name, aside, objects }) => `${name} (${counted(objects, 'object')}) becomes ${aside}`,
    );
    return {
      verdict: 'pass',
      detail: `Will be set aside by renaming: ${renamed.join('; ')}.`,
      fix: 'Nothing of it is dropped before you finalize; a rollback brings it back.',
    };
  },
};
