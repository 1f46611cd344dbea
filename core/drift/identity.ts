/** The largest value of each type that an identity column can have. */
const largest: Readonly<Record<string, string>> = {
  smallint: '32767',
  integer: '2147483647',
  bigint: '9223372036854775807',
};

function usual(type: string): string {
  return `START 1 INCREMENT 1 MINVALUE 1 MAXVALUE ${largest[type] ?? largest['bigint']} CACHE 1`;
}

/** How an identity column counts, by its sequence's definition; empty where it counts as every new one does. */
export function identityOptions(type: string, definition: string): string {
  const options = definition.replace(/^AS \S+ /, '');
  return options === usual(type) ? '' : options;
}

/** What makes an identity column that is there count so: `SET START 1 SET INCREMENT 2 …`. */
export function identityChange(type: string, options: string): string {
  const wanted = options === '' ? usual(type) : options;
  const cycle = wanted.endsWith(' CYCLE') ? 'SET CYCLE' : 'SET NO CYCLE';
  const parts = wanted.replace(/ CYCLE$/, '').matchAll(/(\w+) (-?\d+)/g);
  return [...[...parts].map(([, word, value]) => `SET ${word} ${value}`), cycle].join(' ');
}
