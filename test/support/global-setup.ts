import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { removal } from './removal.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where clusters to be copied are kept during one run of the tests, and the password of their superusers. */
    readonly clusters: { readonly folder: string; readonly password: string };
  }
}

const prefix = 'cutover-clusters-';

/** Longer than any run of the tests. */
const leftoverAfterMs = 4 * 3_600_000;

/** Of runs that were killed. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const path = join(tmpdir(), name);
    const found = name.startsWith(prefix) ? statSync(path, { throwIfNoEntry: false }) : undefined;
    if (found && found.uid === process.getuid?.() && Date.now() - found.mtimeMs > leftoverAfterMs)
      rmSync(path, removal);
  }
}

/** Before the first test, in the process that starts the workers; gives what is done after the last one. */
export function setup(project: TestProject): () => void {
  // A developer's own servers are none of the tests' business.
  for (const name of Object.keys(process.env)) if (name.startsWith('PG')) delete process.env[name];
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  project.provide('clusters', { folder, password: randomBytes(18).toString('hex') });
  return () => rmSync(folder, removal);
}
