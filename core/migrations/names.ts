import { CutoverError } from '../errors.ts';

/** What the name of a migration file says. */
export interface MigrationName {
  /** Digits; `YYYYMMDDHHMMSS` (UTC) where the name is in form. */
  readonly version: string;
  /** What stands behind the version, without `.sql`. */
  readonly description: string;
}

const fileForm = /^([0-9]+)_(.+)\.sql$/;
const versionForm = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/;
const descriptionForm = /^[a-z0-9]+(?:_[a-z0-9]+)*$/;

/** Version and description of a file, by its name alone; undefined for what Supabase would not take as a migration. */
export function parseFileName(file: string): MigrationName | undefined {
  const [, version, description] = fileForm.exec(file) ?? [];
  return version === undefined || description === undefined ? undefined : { version, description };
}

/** What is out of form in a name that {@link parseFileName} takes, in the operator's words; undefined where it is in form. */
export function nameComplaint({ version, description }: MigrationName): string | undefined {
  const [, year, month, day, hour, minute, second] = (versionForm.exec(version) ?? []).map(Number);
  if (year === undefined || month === undefined) return 'does not begin with YYYYMMDDHHMMSS';
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (versionOf(at) !== version) return `begins with ${version}, which is no time of any calendar`;
  if (!descriptionForm.test(description)) return 'has a description with other than a-z, 0-9 and single underscores';
  return undefined;
}

/** `20261121140322` of a time, in UTC. */
export function versionOf(at: Date): string {
  return at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
}

/** `2026-11`, the folder of what was applied then. */
export function monthOf(at: Date): string {
  return at.toISOString().slice(0, 7);
}

const longestDescription = 80;

/** Words as an operator types them, in the form of a file's name: `Add "status" to orders` is `add_status_to_orders`. */
export function slugOf(words: string): string {
  const slug = words
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, longestDescription)
    .replaceAll(/^_+|_+$/g, '');
  if (slug !== '') return slug;
  throw new CutoverError('config.invalid', `'${words}' leaves nothing that a file could be called`, {
    hint: 'Name the change in a few words: cutover migrations new add status to orders.',
  });
}
