import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
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

/** Before the first test, in the process that starts the workers; gives what is done after the last one. */
export function setup(project: TestProject): () => void {
  // A developer's own servers are none of the tests' business.
  for (const name of Object.keys(process.env)) if (name.startsWith('PG')) delete process.env[name];
  const folder = mkdtempSync(join(tmpdir(), 'cutover-clusters-'));
  // Root's servers run as another account, which copies from here.
  chmodSync(folder, 0o755);
  project.provide('clusters', { folder, password: randomBytes(18).toString('hex') });
  return () => rmSync(folder, removal);
}
