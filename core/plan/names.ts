import { createHash } from 'node:crypto';

/** PostgreSQL's NAMEDATALEN - 1, in bytes. */
const nameLimit = 63;

/**
 * `<schema>_before_<runId>`: what a schema that is in the way is called until finalize or rollback. A bucket's name has the
 * same limit, and bears none but ASCII.
 */
export function setAsideName(schema: string, runId: string): string {
  const suffix = `_before_${runId}`;
  if (Buffer.byteLength(schema) + suffix.length <= nameLimit) return `${schema}${suffix}`;
  // Two long names may share their beginning: a few digits of a hash keep them apart.
  const digits = createHash('sha256').update(schema).digest('hex').slice(0, 6);
  let head = schema;
  while (Buffer.byteLength(head) + digits.length + 1 + suffix.length > nameLimit)
    head = [...head].slice(0, -1).join('');
  return `${head}_${digits}${suffix}`;
}
