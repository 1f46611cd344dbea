import type { ObjectGrants } from '../../inventory/grants.ts';
import { isSupabaseRole } from '../../supabase/managed.ts';
import type { Item } from '../model.ts';
import type { CommentRow } from './extras.ts';

/** Rights by object: a fact for each role that was given any, an owner's own left out. */
export function grantItems(grants: readonly ObjectGrants[], ids: ReadonlySet<string>): Item[] {
  return grants.flatMap((object) => {
    if (object.kind === 'default-privileges') return defaultPrivileges(object);
    const of = ownId(object, ids);
    if (of === undefined) return [];
    const [schema = ''] = object.name.split('.');
    return {
      kind: 'grant',
      name: `${object.kind} ${object.name}`,
      path: [schema, object.kind, object.name],
      of,
      owner: object.owner,
      facts: rightsByRole(object),
    };
  });
}

/** Those of the platform's own roles are the platform's; `postgres` is the project's there. */
function defaultPrivileges(object: ObjectGrants): Item[] {
  if (isSupabaseRole(object.owner) && object.owner !== 'postgres') return [];
  return [
    { kind: 'default-privileges', name: object.name, path: [], owner: object.owner, facts: rightsByRole(object) },
  ];
}

function rightsByRole({ grants, owner }: ObjectGrants): Record<string, string> {
  const byRole = new Map<string, string[]>();
  for (const grant of grants) {
    const at = grant.lastIndexOf('=');
    const role = grant.slice(0, at);
    if (role === owner) continue;
    const known = byRole.get(role);
    if (known === undefined) byRole.set(role, [grant.slice(at + 1)]);
    else known.push(grant.slice(at + 1));
  }
  return Object.fromEntries([...byRole].map(([role, rights]) => [role, rights.sort().join(', ')]));
}

/** What the rights are on; undefined for an object that is not compared. */
function ownId({ kind, name }: ObjectGrants, ids: ReadonlySet<string>): string | undefined {
  const candidates: Readonly<Partial<Record<ObjectGrants['kind'], readonly string[]>>> = {
    schema: [`schema ${name}`],
    table: [`table ${name}`, `view ${name}`],
    sequence: [`sequence ${name}`],
    function: [`function ${name}`],
    type: [`enum ${name}`, `domain ${name}`, `type ${name}`],
    column: [`column ${name}`],
  };
  return candidates[kind]?.find((id) => ids.has(id));
}

/** Remarks on what is compared. */
export function commentItems(comments: readonly CommentRow[], ids: ReadonlySet<string>): Item[] {
  return comments
    .filter(({ of }) => ids.has(of))
    .map(({ kind, schema, identity, comment, of }) => ({
      kind: 'comment',
      name: `${kind} ${identity}`,
      path: [schema, kind, identity],
      of,
      facts: { comment },
    }));
}
