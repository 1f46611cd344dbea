import { quoteLiteral } from '../postgres/identifiers.ts';
import { smallestWeight } from './data-steps.ts';
import type { IdentifiedEntry } from './entries.ts';
import type { TargetState } from './target-state.ts';
import type { Step } from './types.ts';

/** Objects of one transaction: each is locked until its end, and a server has room for some thousands of locks. */
const giftsPerStep = 500;

const ownerPattern = /^ALTER [A-Z][A-Z ]* .* OWNER TO (?:"((?:[^"]|"")+)"|([^\s";]+));$/s;

function ownerOf(statement: string): string | undefined {
  const [, quoted, plain] = ownerPattern.exec(statement) ?? [];
  return quoted?.replaceAll('""', '"') ?? plain;
}

/** Not what may have been there before, with an owner of its own. */
const makesAnew = /^CREATE (?!OR REPLACE )(?!.* IF NOT EXISTS )/;

/**
 * The dump as the target's role runs it, without the owners that need no statement: what the role makes is its own at
 * first. A role that is no superuser gives nothing away here. Pure.
 */
export function withoutOwners(entries: readonly IdentifiedEntry[], state: TargetState): IdentifiedEntry[] {
  return entries.map((entry) => {
    const own = entry.statements.some((statement) => makesAnew.test(statement)) ? state.role : undefined;
    const statements = entry.statements.filter((statement) => {
      const owner = ownerOf(statement);
      return owner === undefined || (state.superuser && owner !== own);
    });
    if (statements.length === entry.statements.length) return entry;
    return { ...entry, statements, sql: [...entry.settings, ...statements].join('\n') };
  });
}

/**
 * Gives objects to the roles that own them on the source, where the target had these before and its role is a member:
 * at the end, when grants are in place, since an owner needs CREATE on the schema. Where one may not own its object
 * the object stays with the role that made it, and the verification says so. A superuser gives each away at once.
 */
export function ownerSteps(entries: readonly IdentifiedEntry[], state: TargetState, needs: readonly string[]): Step[] {
  if (state.superuser) return [];
  const takers = new Set(state.memberOf.filter((role) => role !== state.role && state.roles.includes(role)));
  const gifts = entries
    .flatMap(({ statements }) => statements)
    .filter((statement) => takers.has(ownerOf(statement) ?? ''));
  const steps: Step[] = [];
  for (let start = 0; start < gifts.length; start += giftsPerStep) {
    const attempts = gifts
      .slice(start, start + giftsPerStep)
      .map((gift) => `BEGIN EXECUTE ${quoteLiteral(gift)}; EXCEPTION WHEN insufficient_privilege THEN NULL; END;`);
    const before = steps.at(-1)?.id;
    steps.push({
      id: `owners:${start}`,
      kind: 'post',
      phase: 'finish',
      label: `give ${attempts.length} objects to their owners`,
      // One after the other: a sequence is locked with its table.
      needs: before === undefined ? needs : [before],
      weight: smallestWeight,
      action: { type: 'sql', statements: [`DO ${quoteLiteral(`BEGIN ${attempts.join('\n')} END`)}`] },
    });
  }
  return steps;
}
