import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAst } from 'rolldown/parseAst';

/** The repository's root, as an absolute path. */
export const root = path.resolve(import.meta.dirname, '../..');

export interface Import {
  /** The importing file, relative to the root. */
  readonly from: string;
  /** As it is written. */
  readonly specifier: string;
  /** A file relative to the root for relative imports; else the package's name, `node:` modules included. */
  readonly to: string;
}

/** Files below a folder of the repository, relative to the root. */
export function filesBelow(folder: string, suffix: RegExp = /\.tsx?$/): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(file, suffix);
    return suffix.test(entry.name) ? [file] : [];
  });
}

/** Everything that a file imports or re-exports: static, dynamic, types, and `new URL('…', import.meta.url)`. */
export function importsOf(file: string, source = readFileSync(path.join(root, file), 'utf8')): Import[] {
  const program = parseAst(source, { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file);
  const found: Import[] = [];
  visit(program, (node) => {
    for (const specifier of specifiersOf(node)) found.push({ from: file, specifier, to: resolve(file, specifier) });
  });
  return found;
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return path.normalize(path.join(path.dirname(from), specifier));
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  if (!isNode(value)) return;
  see(value);
  for (const child of Object.values(value)) visit(child, see);
}

function specifiersOf(node: Node): string[] {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return [node['source'] ?? node['argument']].flatMap(literal);
    case 'NewExpression': {
      const [first, second] = Array.isArray(node['arguments']) ? (node['arguments'] as unknown[]) : [];
      const isModuleUrl = isNode(second) && second.type === 'MemberExpression';
      return isModuleUrl ? literal(first).filter((text) => /\.[cm]?[jt]sx?$/.test(text)) : [];
    }
    default:
      return [];
  }
}

function literal(node: unknown): string[] {
  if (!isNode(node)) return [];
  if (node.type === 'TSLiteralType') return literal(node['literal']);
  return typeof node['value'] === 'string' ? [node['value']] : [];
}
