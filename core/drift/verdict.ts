import { counted } from '../preflight/words.ts';
import type { Difference, Drift } from './drift.ts';
import type { TruthName } from './model.ts';

/** Who is ahead of whom, in words, and what to do about it. */
export interface DriftVerdict {
  readonly standing: 'in-step' | 'prisma-ahead' | 'supabase-ahead' | 'out-of-step' | 'databases-differ';
  readonly text: string;
  readonly advice: readonly string[];
}

/** Pure. */
export function driftVerdict(drift: Drift): DriftVerdict {
  const { differences, truths } = drift;
  if (differences.length === 0) {
    const among =
      truths.length > 1 ? `${listed(truths.map(({ truth }) => truth))} agree` : 'there is nothing to compare with';
    return { standing: 'in-step', text: `No drift: ${among}.`, advice: [] };
  }
  const total = counted(differences.length, 'difference');
  const compares = (truth: TruthName): boolean => truths.some((each) => each.truth === truth);
  const prisma = differences.filter(isAboutPrisma);
  const others = differences.filter((difference) => !isAboutPrisma(difference));
  if (prisma.length === 0) {
    return {
      standing: 'databases-differ',
      text: `${total}. ${amongOthers(others)}`,
      advice: adviceForOthers(others, compares),
    };
  }
  const ahead = prisma.filter(isPrismaAhead).length;
  const behind = prisma.filter(isPrismaBehind).length;
  const more = others.length === 0 ? '' : ` ${amongOthers(others)}`;
  if (behind === 0 && ahead === prisma.length) {
    return {
      standing: 'prisma-ahead',
      text: `${total}. Prisma ahead: the Prisma schema says ${counted(ahead, 'thing')} that Supabase does not.${more}`,
      advice: [
        "Write them as a migration: 'cutover drift --emit toward prisma', look at the file, test it and apply it.",
        ...adviceForOthers(others, compares),
      ],
    };
  }
  if (ahead === 0 && behind === prisma.length) {
    return {
      standing: 'supabase-ahead',
      text: `${total}. Supabase ahead: the Prisma schema does not know of ${counted(behind, 'thing')}.${more}`,
      advice: [
        "Bring them into the Prisma schema: 'prisma db pull', then 'prisma generate'.",
        ...adviceForOthers(others, compares),
      ],
    };
  }
  return {
    standing: 'out-of-step',
    text: `${total}. Both out of step: Prisma has ${ahead} that Supabase lacks, Supabase has ${behind} that Prisma lacks, and ${prisma.length - ahead - behind} they say differently.${more}`,
    advice: [
      "First what Prisma is right about: 'cutover drift --emit toward prisma', and delete from the file what it is not.",
      "Apply that; then 'prisma db pull' for the rest, and compare again.",
      ...adviceForOthers(others, compares),
    ],
  };
}

function isAboutPrisma({ pair, changed }: Difference): boolean {
  if (changed !== undefined) return changed.truth === 'prisma';
  return pair.leftTruth === 'prisma' || pair.rightTruth === 'prisma';
}

/** Prisma has it, and the others do not; or all others agree on something else than Prisma says. */
function isPrismaAhead({ stands, changed }: Difference): boolean {
  const prisma = standOf(stands, 'prisma');
  const others = stands.filter(({ truth, stand }) => truth !== 'prisma' && stand !== 'silent');
  if (prisma !== 'has') return false;
  return others.every(({ stand }) => stand === 'lacks') || (changed?.truth === 'prisma' && others.length > 1);
}

function isPrismaBehind({ stands }: Difference): boolean {
  return standOf(stands, 'prisma') === 'lacks';
}

function standOf(stands: Difference['stands'], truth: TruthName): string | undefined {
  return stands.find((each) => each.truth === truth)?.stand;
}

function amongOthers(differences: readonly Difference[]): string {
  const byTruth = new Map<TruthName | 'nobody', number>();
  for (const { changed } of differences) {
    const key = changed?.truth ?? 'nobody';
    byTruth.set(key, (byTruth.get(key) ?? 0) + 1);
  }
  const words = [...byTruth].map(([truth, count]) =>
    truth === 'nobody'
      ? `${counted(count, 'difference')} could come from either side`
      : `${counted(count, 'difference')} ${count === 1 ? 'comes' : 'come'} from the ${wordFor(truth)}`,
  );
  return `${words.join('; ')}.`;
}

function adviceForOthers(differences: readonly Difference[], compares: (truth: TruthName) => boolean): string[] {
  const changed = new Set(differences.map((difference) => difference.changed?.truth));
  const advice: string[] = [];
  if (changed.has('migrations')) {
    advice.push(
      "The folder is ahead: 'cutover migrations status' shows what is not applied, 'cutover migrations apply' applies it.",
    );
  }
  for (const truth of ['source', 'target'] as const) {
    if (!changed.has(truth)) continue;
    advice.push(
      compares('migrations')
        ? `The ${truth} was changed beside the folder: 'cutover drift --emit toward ${truth}' writes the migration that is missing.`
        : `The ${truth} has moved: 'cutover drift --emit toward ${truth}' writes the SQL that the others lack.`,
    );
  }
  if (changed.has(undefined)) {
    advice.push(
      "'cutover drift --emit toward source' (or target, migrations) writes the SQL that brings the other side there.",
    );
  }
  return advice;
}

/** In a sentence. */
export function wordFor(truth: TruthName): string {
  const words: Readonly<Record<TruthName, string>> = {
    source: 'source',
    target: 'target',
    migrations: 'migration folder',
    prisma: 'Prisma schema',
    snapshot: 'snapshot',
  };
  return words[truth];
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
