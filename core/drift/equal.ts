import { normalizeWithoutQualifiers } from '../verify/normalize.ts';
import type { DriftKind, Item, SchemaModel } from './model.ts';
import { prismaForm } from './prisma-form.ts';

/** A fact in which two items part, in the words of each side. */
export interface FactChange {
  readonly fact: string;
  readonly left: string;
  readonly right: string;
}

/** Facts that the server prints from a parsed query: majors name columns in them differently. */
const printedByServer: ReadonlySet<string> = new Set(['query', 'rule', 'body']);

/** Compares the facts of two items of one kind; the same function for every pair of readings from these two models. */
export function factComparer(left: SchemaModel, right: SchemaModel): (a: Item, b: Item) => FactChange[] {
  const prisma = left.vocabulary === 'prisma' || right.vocabulary === 'prisma';
  const crossMajor = major(left) !== major(right);
  const schemas = new Set(['pg_catalog', 'information_schema', 'extensions', ...left.schemas, ...right.schemas]);
  const form = (item: Item, fact: string, value: string): string => {
    if (prisma) return prismaForm(item.kind, fact, value);
    if (crossMajor && printedByServer.has(fact)) return normalizeWithoutQualifiers(value, schemas);
    if (crossMajor && factsAreRoles.has(item.kind)) return value.replace(/(?:, )?MAINTAIN\*?/, '').replace(/^, /, '');
    return value;
  };
  return (a, b) => {
    const changes: FactChange[] = [];
    for (const fact of new Set([...Object.keys(a.facts), ...Object.keys(b.facts)])) {
      const [ours, theirs] = [a.facts[fact], b.facts[fact]];
      const open = isOpenEnded.has(a.kind);
      // One of them has no words for it. But a role that is not named has no rights, and a check is not there.
      if (!open && (ours === undefined || theirs === undefined)) continue;
      if (factsAreRoles.has(a.kind) && (fact === a.owner || fact === b.owner)) continue;
      // Prisma writes what computes a column as its default.
      if (prisma && fact === 'default' && [a, b].some((item) => (item.facts['generated'] ?? '') !== '')) continue;
      if (form(a, fact, ours ?? '') === form(b, fact, theirs ?? '')) continue;
      changes.push({ fact, left: ours ?? '', right: theirs ?? '' });
    }
    return changes;
  };
}

const factsAreRoles: ReadonlySet<DriftKind> = new Set<DriftKind>(['grant', 'default-privileges']);
/** Kinds whose facts are named by what is in the database. */
const isOpenEnded: ReadonlySet<DriftKind> = new Set<DriftKind>([...factsAreRoles, 'domain']);

function major({ serverVersion }: SchemaModel): number {
  return Math.floor(serverVersion / 10_000);
}
