import type { Inventory } from '../inventory/types.ts';

/** Tells the keys of the tables with rows below a table: itself, or its partitions at any depth. */
export function partitionsOf({ tables }: Pick<Inventory, 'tables'>): (key: string) => string[] {
  const children = Map.groupBy(tables, ({ partitionOf }) => partitionOf);
  const leavesOf = (key: string): string[] => {
    const below = children.get(key);
    return below ? below.flatMap((child) => leavesOf(child.key)) : [key];
  };
  return leavesOf;
}
