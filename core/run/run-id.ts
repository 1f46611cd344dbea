import { randomBytes } from 'node:crypto';

/**
 * Eight hexadecimal digits, a letter among them: see `reservedSchemaCondition`, which takes no project's
 * `orders_before_20240115` for something that a run has set aside.
 */
export function newRunId(): string {
  for (;;) {
    const id = randomBytes(4).toString('hex');
    if (/[a-f]/.test(id)) return id;
  }
}
