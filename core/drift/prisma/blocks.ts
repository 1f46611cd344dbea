/** What Prisma's own reading of a schema leaves out, and what is therefore taken from the text: plain data. */
export interface Block {
  readonly keyword: 'model' | 'view' | 'enum' | 'datasource';
  readonly name: string;
  /** `@@map` */
  readonly mapped: string | undefined;
  /** `@@schema` */
  readonly schema: string | undefined;
  /** `@@ignore` */
  readonly ignored: boolean;
  readonly fields: ReadonlyMap<string, BlockField>;
  /** The lines of a datasource, by key. */
  readonly settings: ReadonlyMap<string, string>;
}

export interface BlockField {
  /** `@map` */
  readonly mapped: string | undefined;
  /** `@ignore` */
  readonly ignored: boolean;
  /** `Unsupported("…")`: the type's name in the database. */
  readonly unsupported: string | undefined;
  readonly optional: boolean;
  /** `@relation(map: …)`, the name of the foreign key. */
  readonly foreignKey: string | undefined;
  readonly onUpdate: string | undefined;
}

const head = /^\s*(model|view|enum|datasource|generator|type)\s+(\w+)\s*\{/;
const blockAttribute = /^\s*@@(\w+)(?:\s*\(\s*(?:name:\s*)?"([^"]*)")?/;
const setting = /^\s*(\w+)\s*=\s*(.+?)\s*$/;

/** Reads the blocks of a schema that Prisma has accepted. A line is an attribute, a field, or of no interest. Pure. */
export function readBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let current: MutableBlock | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const line = withoutComment(raw);
    const [, keyword, name] = head.exec(line) ?? [];
    if (keyword !== undefined && name !== undefined) {
      current = {
        keyword,
        name,
        mapped: undefined,
        schema: undefined,
        ignored: false,
        fields: new Map(),
        settings: new Map(),
      };
      if (isWanted(current)) blocks.push(current);
    } else if (current !== undefined && line.trim().startsWith('}')) {
      current = undefined;
    } else if (current !== undefined) {
      readLine(line, current);
    }
  }
  return blocks;
}

type MutableBlock = { -readonly [Key in keyof Omit<Block, 'keyword' | 'fields' | 'settings'>]: Block[Key] } & {
  keyword: string;
  fields: Map<string, BlockField>;
  settings: Map<string, string>;
};

function isWanted(block: MutableBlock): block is MutableBlock & Block {
  return block.keyword !== 'generator' && block.keyword !== 'type';
}

function readLine(line: string, block: MutableBlock): void {
  const [, attribute, argument] = blockAttribute.exec(line) ?? [];
  if (attribute === 'ignore') block.ignored = true;
  if (attribute === 'map') block.mapped = argument;
  if (attribute === 'schema') block.schema = argument;
  if (attribute !== undefined) return;
  const [, key, value] = setting.exec(line) ?? [];
  if (block.keyword === 'datasource') {
    if (key !== undefined && value !== undefined) block.settings.set(key, value);
    return;
  }
  const [, field, type = ''] = /^\s*(\w+)\s+(\S.*)$/.exec(line) ?? [];
  if (field === undefined) return;
  const relation = /@relation\((.*)\)/.exec(type)?.[1] ?? '';
  block.fields.set(field, {
    mapped: /@map\(\s*(?:name:\s*)?"([^"]*)"/.exec(type)?.[1],
    ignored: /@ignore\b/.test(type),
    unsupported: /^Unsupported\("((?:[^"\\]|\\.)*)"\)/.exec(type)?.[1],
    optional: /^Unsupported\("(?:[^"\\]|\\.)*"\)\?/.test(type),
    foreignKey: /\bmap:\s*"([^"]*)"/.exec(relation)?.[1],
    onUpdate: /\bonUpdate:\s*(\w+)/.exec(relation)?.[1],
  });
}

/** `//` and what follows, outside of strings. */
function withoutComment(line: string): string {
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '\\' && quoted) at += 1;
    else if (line[at] === '"') quoted = !quoted;
    else if (!quoted && line.startsWith('//', at)) return line.slice(0, at);
  }
  return line;
}
