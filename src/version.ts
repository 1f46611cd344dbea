import { createRequire } from 'node:module';
import { z } from 'zod';

/** The version of this package, from its package.json: the same from src/ and from dist/. */
export function readToolVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('cutover/package.json');
  return z.object({ version: z.string() }).parse(manifest).version;
}
