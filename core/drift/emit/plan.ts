import { comparePair, type PairDifference } from '../compare.ts';
import { byId, compareItems, driftKinds, type DriftKind, idOf, type Item, type SchemaModel } from '../model.ts';
import { alterSql, ownerColumn, type Piece, renameSql } from './alter.ts';
import { type Blueprint, blueprintOf, createSql, tableOf } from './create.ts';
import { dropSql, lossOf } from './drop.ts';
import { initialRights, rightsSql } from './rights.ts';

export interface Statement extends Piece {
  /** Id of the difference that it ends. */
  readonly id: string;
  /** For a name that was guessed: the evidence. */
  readonly guess?: string | undefined;
}

export interface SqlPlan {
  /** In an order in which they can run. */
  readonly statements: readonly Statement[];
  /** Differences that no statement can end: ids. */
  readonly byHand: readonly string[];
}

/** Removed before anything is made, since other things hang on them or are in their way; the rest goes last. */
const removedFirst: ReadonlySet<DriftKind> = new Set<DriftKind>([
  'comment',
  'policy',
  'trigger',
  'rule',
  'view',
  'foreign-key',
  'index',
  'exclusion',
  'check',
  'unique',
  'primary-key',
]);

/**
 * The SQL that makes `on` like `toward`. What would lose rows or values is in it as well, with the reason in `loss`:
 * whoever writes it down comments it out. Pure; nothing is run.
 */
export function planSql(on: SchemaModel, toward: SchemaModel): SqlPlan {
  return planDifferences(on, toward, comparePair(on, toward));
}

/** {@link planSql} for some of the differences between the two, `on` being their left side. */
export function planDifferences(on: SchemaModel, toward: SchemaModel, differences: readonly PairDifference[]): SqlPlan {
  return new Planner(on, toward, differences).plan();
}

/** A difference with its sides changed over. */
export function flipped(difference: PairDifference): PairDifference {
  const { left, right, change, changes } = difference;
  const turned = { 'left-only': 'right-only', 'right-only': 'left-only' } as const;
  return {
    ...difference,
    left: right,
    right: left,
    change: change === 'left-only' || change === 'right-only' ? turned[change] : change,
    changes: changes.map(({ fact, left: ours, right: theirs }) => ({ fact, left: theirs, right: ours })),
  };
}

/** What planning looks up in a model. One difference at a time may be planned, of thousands. */
interface ModelView {
  readonly items: ReadonlyMap<string, Item>;
  readonly blueprint: Blueprint;
  /** By the id of what they are a part of. */
  readonly parts: ReadonlyMap<string, readonly Item[]>;
  readonly views: readonly Item[];
  /** Sequences that a column owns, by the id of their table and of that column. */
  readonly ownedByTable: ReadonlyMap<string, readonly Item[]>;
  readonly ownedByColumn: ReadonlyMap<string, readonly Item[]>;
}

const views = new WeakMap<SchemaModel, ModelView>();

function viewOf(model: SchemaModel): ModelView {
  const known = views.get(model);
  if (known !== undefined) return known;
  const owned = model.items.filter(({ kind, facts }) => kind === 'sequence' && (facts['ownedBy'] ?? '') !== '');
  const view: ModelView = {
    items: byId(model),
    blueprint: blueprintOf(model),
    parts: Map.groupBy(model.items, ({ of = '' }) => of),
    views: model.items.filter(({ kind }) => kind === 'view'),
    ownedByTable: Map.groupBy(owned, ({ of = '' }) => of),
    ownedByColumn: Map.groupBy(owned, ownerOf),
  };
  views.set(model, view);
  return view;
}

/** Id of the column that owns a sequence. */
function ownerOf({ facts }: Item): string {
  return `column ${facts['ownedBy'] ?? ''}`;
}

class Planner {
  readonly #on: SchemaModel;
  readonly #differences: readonly PairDifference[];
  readonly #here: ModelView;
  readonly #there: ModelView;
  readonly #byHand: string[] = [];
  /** To be made, by id, with the difference that each is a part of. */
  readonly #make = new Map<string, string>();
  readonly #removeFirst = new Map<string, string>();
  readonly #removeLast = new Map<string, string>();
  readonly #alter = new Map<string, { readonly id: string; readonly pieces: readonly Piece[] }>();
  readonly #renames: Statement[] = [];

  constructor(on: SchemaModel, toward: SchemaModel, differences: readonly PairDifference[]) {
    this.#on = on;
    this.#differences = differences;
    this.#here = viewOf(on);
    this.#there = viewOf(toward);
  }

  plan(): SqlPlan {
    for (const difference of this.#differences) this.#sort(difference);
    const statements = [
      ...this.#removals(this.#removeFirst),
      ...this.#renames,
      ...this.#making(),
      ...this.#removals(this.#removeLast),
    ];
    return { statements, byHand: this.#byHand };
  }

  #sort(difference: PairDifference): void {
    const { id, change, left, right } = difference;
    if (change === 'left-only' && left !== undefined) return this.#remove(left, id);
    if (change === 'right-only' && right !== undefined) return this.#create(right, id);
    if (left === undefined || right === undefined) return;
    let from = left;
    if (change === 'renamed') {
      const sql = renameSql(left, right);
      if (sql === undefined) {
        this.#byHand.push(id);
        return;
      }
      this.#renames.push({ sql, id, guess: difference.guess });
      from = { ...right, facts: left.facts };
    }
    if (difference.changes.length === 0) return;
    if (right.kind === 'grant' || right.kind === 'default-privileges') {
      this.#alter.set(idOf(right), { id, pieces: rightsSql(right, left.facts, right.facts).map((sql) => ({ sql })) });
      return;
    }
    const pieces = alterSql(
      { from, to: right, changes: difference.changes, users: this.#usersOf(right) },
      this.#there.blueprint,
    );
    if (pieces === undefined) return this.#makeAnew(left, right, id);
    if (pieces.length === 0) this.#byHand.push(id);
    this.#alter.set(idOf(right), { id, pieces });
    const retyped =
      right.kind === 'column' && difference.changes.some(({ fact }) => fact === 'type' || fact === 'collation');
    if (retyped && right.of !== undefined) this.#viewsAnew(right.of, id);
  }

  #usersOf(type: Item): Item[] {
    if (type.kind !== 'enum') return [];
    const names = new Set([type.name, `${type.name}[]`]);
    const isUser = (item: Item): boolean =>
      item.kind === 'column' && names.has((item.facts['type'] ?? '').replaceAll('"', ''));
    return [...this.#there.items.values()].filter((item) => isUser(item) && this.#here.items.has(idOf(item)));
  }

  /** An item and its parts; a whole takes its parts along, but rights and remarks need no statement then. */
  #remove(item: Item, id: string): void {
    if (item.kind === 'grant' || item.kind === 'default-privileges') {
      const pieces = item.undo === undefined ? rightsSql(item, item.facts, {}) : [item.undo];
      this.#alter.set(idOf(item), { id, pieces: pieces.map((sql) => ({ sql })) });
      return;
    }
    const target = removedFirst.has(item.kind) ? this.#removeFirst : this.#removeLast;
    target.set(idOf(item), id);
    if (item.kind !== 'schema') return;
    for (const part of this.#here.parts.get(idOf(item)) ?? []) if (isMember(part)) this.#remove(part, id);
  }

  #create(item: Item, id: string): void {
    this.#make.set(idOf(item), id);
    for (const part of this.#there.parts.get(idOf(item)) ?? []) this.#create(part, id);
  }

  /** What cannot be changed in place is removed and made again, with its rights, remarks and the views that read it. */
  #makeAnew(from: Item, to: Item, id: string): void {
    this.#removeFirst.set(idOf(from), id);
    this.#create(to, id);
    this.#viewsAnew(idOf(from), id);
  }

  #viewsAnew(needed: string, id: string): void {
    for (const view of this.#here.views) {
      if (this.#removeFirst.has(idOf(view)) || !(view.needs ?? []).includes(needed)) continue;
      this.#removeFirst.set(idOf(view), id);
      const after = this.#there.items.get(idOf(view));
      if (after !== undefined) this.#create(after, id);
      this.#viewsAnew(idOf(view), id);
    }
  }

  #removals(ids: ReadonlyMap<string, string>): Statement[] {
    const items = [...ids.keys()].flatMap((id) => this.#here.items.get(id) ?? []);
    const ordered = inOrder(items, this.#here).reverse();
    return ordered.flatMap((item) => {
      const id = ids.get(idOf(item)) ?? idOf(item);
      const loss = lossOf(item.kind);
      // A trigger or a view that hangs on what goes as a whole has gone with it.
      if (item.of !== undefined && ids.has(item.of) && item.kind !== 'table' && !isMember(item)) return [];
      return dropSql(item).map((sql): Statement => ({ sql, id, ...(loss === undefined ? {} : { loss }) }));
    });
  }

  #making(): Statement[] {
    const made = new Set(this.#make.keys());
    const items = [...new Set([...made, ...this.#alter.keys()])].flatMap(
      (id) => this.#there.items.get(id) ?? this.#here.items.get(id) ?? [],
    );
    return inOrder(items, this.#there).flatMap((item) => {
      const altered = this.#alter.get(idOf(item));
      if (altered !== undefined && !made.has(idOf(item))) {
        return altered.pieces.map((piece): Statement => ({ ...piece, id: altered.id }));
      }
      return this.#creation(item, made);
    });
  }

  #creation(item: Item, made: ReadonlySet<string>): Statement[] {
    const id = this.#make.get(idOf(item)) ?? idOf(item);
    // Columns come with their table; of a sequence only the owner is still to be told.
    if (item.kind === 'column' && item.of !== undefined && made.has(item.of)) return [];
    if (item.kind === 'grant' && item.ddl === undefined) {
      const given = item.of !== undefined && made.has(item.of) ? initialRights(item, this.#on) : {};
      return rightsSql(item, given, item.facts).map((sql) => ({ sql, id }));
    }
    if (item.kind === 'default-privileges') return rightsSql(item, {}, item.facts).map((sql) => ({ sql, id }));
    const statements = createSql(item, this.#there.blueprint);
    if (statements.length === 0) this.#byHand.push(id);
    return [...statements, ...this.#owners(item, made)].map((sql) => ({ sql, id }));
  }

  /** A sequence is given to its column once both are there: with the table, the column or the sequence, whichever is last. */
  #owners(item: Item, made: ReadonlySet<string>): string[] {
    const id = idOf(item);
    const isLast = item.kind === 'sequence' && (item.facts['ownedBy'] ?? '') !== '' && !made.has(ownerOf(item));
    const { ownedByTable, ownedByColumn } = this.#there;
    const owned = { table: ownedByTable.get(id), column: ownedByColumn.get(id), sequence: isLast ? [item] : [] };
    return (owned[item.kind as keyof typeof owned] ?? [])
      .filter((sequence) => made.has(idOf(sequence)))
      .map((part) => `ALTER SEQUENCE ${tableOf(part)} OWNED BY ${ownerColumn(part.facts['ownedBy'] ?? '')}`);
  }
}

/** Parts of a schema and of nothing smaller: PostgreSQL drops no schema that has any. */
function isMember(item: Item): boolean {
  return item.of?.startsWith('schema ') === true && item.kind !== 'comment' && item.kind !== 'grant';
}

const place = new Map(driftKinds.map((kind, at) => [kind, at]));

/**
 * By kind and name, but each item after those that it needs. A circle, which no catalog has, would be broken at its
 * first item.
 */
function inOrder(items: readonly Item[], { parts }: ModelView): Item[] {
  const wanted = new Map(items.map((item) => [idOf(item), item]));
  const ordered: Item[] = [];
  const seen = new Set<string>();
  const visit = (item: Item): void => {
    const id = idOf(item);
    if (seen.has(id)) return;
    seen.add(id);
    const columns = item.kind === 'table' ? (parts.get(id) ?? []).filter(({ kind }) => kind === 'column') : [];
    const own = columns.flatMap((column) => column.needs ?? []);
    // A sequence is made before the table that owns it.
    const whole = item.of === undefined || item.kind === 'sequence' ? [] : [item.of];
    for (const needed of [...whole, ...(item.needs ?? []), ...own]) {
      const other = wanted.get(needed);
      if (other !== undefined) visit(other);
    }
    ordered.push(item);
  };
  for (const item of [...wanted.values()].sort(
    (a, b) => (place.get(a.kind) ?? 0) - (place.get(b.kind) ?? 0) || compareItems(a, b),
  )) {
    visit(item);
  }
  return ordered;
}
