import type { Grants, ObjectGrants } from '../inventory/grants.ts';
import { maximumDifferences } from './compare.ts';
import { summaryName, type VerifyItem } from './types.ts';

/** MAINTAIN came with 17; GRANT ALL from an older source gives it, and an older target cannot have it. */
const maintainSince = 170_000;

/**
 * Compares who may do what, object by object: schemas, tables, columns, sequences, functions, types, and what new
 * objects will be granted. An owner's own rights do not count, since owners may differ. What a role may do on the target
 * alone is a difference as much as what it may no longer do: default privileges of a target grant too much. Pure.
 */
export function compareGrants(source: Grants, target: Grants): VerifyItem[] {
  const ignoresMaintain = source.serverVersion < maintainSince || target.serverVersion < maintainSince;
  const [from, to] = [source, target].map(
    ({ objects }) => new Map(objects.map((object) => [`${object.kind} ${object.name}`, object])),
  ) as [Map<string, ObjectGrants>, Map<string, ObjectGrants>];
  const differences: VerifyItem[] = [];
  let compared = 0;
  for (const key of new Set([...from.keys(), ...to.keys()])) {
    const pair = bothSides(from.get(key), to.get(key));
    // What one end lacks as a whole is told by the comparison of the schema.
    if (pair === undefined) continue;
    compared += 1;
    const owners = new Set([pair.source.owner, pair.target.owner]);
    const counts = (grant: string): boolean =>
      !(ignoresMaintain && /=MAINTAIN\*?$/.test(grant)) && !owners.has(grant.slice(0, grant.lastIndexOf('=')));
    const [wanted, found] = [pair.source, pair.target].map(({ grants }) => new Set(grants.filter(counts))) as [
      Set<string>,
      Set<string>,
    ];
    const missing = [...wanted].filter((grant) => !found.has(grant));
    const extra = [...found].filter((grant) => !wanted.has(grant));
    if (missing.length + extra.length === 0) continue;
    const { kind, name, owner } = pair.source;
    differences.push({
      kind: 'grants',
      name: `${kind} ${name}`,
      verdict: verdictOf(pair, owner, target, missing, extra),
      detail: [
        ...(missing.length > 0 ? [`the target lacks ${missing.join(', ')}`] : []),
        ...(extra.length > 0 ? [`the target grants ${extra.join(', ')} beyond the source`] : []),
      ].join('; '),
    });
  }
  if (compared === 0) return [];
  const owners = otherOwners(from, to);
  const wrong = differences.filter(({ verdict }) => verdict === 'differs').length;
  const unlisted = differences.length - maximumDifferences;
  return [
    {
      kind: 'grants',
      name: summaryName('grants'),
      verdict: wrong === 0 ? 'match' : 'differs',
      detail:
        wrong === 0 ? `${compared} objects compared, all equal` : `${compared} objects compared, ${wrong} different`,
    },
    ...owners,
    ...differences.slice(0, maximumDifferences),
    ...(unlisted > 0
      ? [
          {
            kind: 'grants',
            name: 'and more',
            verdict: 'differs',
            detail: `${unlisted} more differences, not listed`,
          } as const,
        ]
      : []),
  ];
}

/** Objects that belong to somebody else than on the source: no fault where the target's role could not give them away. */
function otherOwners(from: ReadonlyMap<string, ObjectGrants>, to: ReadonlyMap<string, ObjectGrants>): VerifyItem[] {
  const counts = new Map<string, { readonly source: string; readonly target: string; readonly names: string[] }>();
  for (const [key, { kind, name, owner }] of from) {
    const other = to.get(key);
    if (other === undefined || other.owner === owner || kind === 'column') continue;
    const pair = counts.get(`${owner} ${other.owner}`) ?? { source: owner, target: other.owner, names: [] };
    counts.set(`${owner} ${other.owner}`, pair);
    pair.names.push(name);
  }
  return [...counts.values()].map(({ source, target, names }) => ({
    kind: 'owner',
    name: source,
    verdict: 'note',
    detail: `${names.length} of its objects belong to ${target} on the target: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`,
  }));
}

interface Pair {
  readonly source: ObjectGrants;
  readonly target: ObjectGrants;
}

/** Default privileges and columns without grants have no entry of their own. */
function bothSides(source: ObjectGrants | undefined, target: ObjectGrants | undefined): Pair | undefined {
  const present = source ?? target;
  if (present === undefined) return undefined;
  const mayBeAbsent = present.kind === 'default-privileges' || present.kind === 'column';
  if (!mayBeAbsent && (source === undefined || target === undefined)) return undefined;
  const empty = { ...present, grants: [] };
  return { source: source ?? empty, target: target ?? empty };
}

/**
 * Default privileges of a role that the target's role is no member of cannot be carried, and the plan names them; those
 * of the whole database that only the target has were there before.
 */
function verdictOf(
  { source }: Pair,
  owner: string,
  target: Grants,
  missing: readonly string[],
  extra: readonly string[],
): VerifyItem['verdict'] {
  if (source.kind !== 'default-privileges') return 'differs';
  const global = !source.name.includes(' in schema ');
  if (!target.memberOf.includes(owner) && extra.length === 0) return 'note';
  return global && missing.length === 0 ? 'note' : 'differs';
}
