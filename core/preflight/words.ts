import { grouped } from '../numbers.ts';

export { counted } from '../numbers.ts';

/** The first few by name and the number of the rest: a verdict is read on one screen. */
export function listed(names: readonly string[], limit = 5): string {
  const shown = names.slice(0, limit).join(', ');
  return names.length > limit ? `${shown} and ${grouped(names.length - limit)} more` : shown;
}

/** Binary units, as PostgreSQL's own `pg_size_pretty` counts: `1.4 GB` is 1.4 x 1024³ bytes. */
export function sized(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** What an error says, as a sentence of a verdict: messages begin small and end without a stop. */
export function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1).replace(/\.$/, '')}.`;
}
