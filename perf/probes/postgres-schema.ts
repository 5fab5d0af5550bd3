import type { Client } from 'pg'
import type { SchemaChange } from '../result/evidence.ts'

export type SchemaObject = Pick<SchemaChange, 'kind' | 'table' | 'name'> & {
  readonly definition: string
}

const tables = `
  from pg_class t join pg_namespace n on n.oid = t.relnamespace
 where t.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`

const of = (relation: string) =>
  `${tables.replace('from pg_class t', `from pg_class t ${relation}`)}`

/**
 * All that decides what a statement costs and is not data: of the database that `client` is
 * connected to.
 */
export async function readSchema(client: Client): Promise<SchemaObject[]> {
  const answer = await client.query<SchemaObject>(`
    select 'index' as kind, t.relname as "table", i.relname as name,
           pg_get_indexdef(i.oid) as definition
      ${of('join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid')}
    union all
    select 'trigger', t.relname, g.tgname, pg_get_triggerdef(g.oid)
      ${of('join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal')}
    union all
    select 'constraint', t.relname, c.conname, pg_get_constraintdef(c.oid)
      ${of("join pg_constraint c on c.conrelid = t.oid and c.contype in ('c', 'f', 'x')")}
    union all
    select 'column', t.relname, a.attname, format_type(a.atttypid, a.atttypmod)
      ${of('join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped')}
    union all
    select 'storage', t.relname, t.relname, array_to_string(t.reloptions, ', ')
      ${tables} and t.reloptions is not null`)
  return answer.rows
}

export function schemaChanges(
  base: readonly SchemaObject[],
  head: readonly SchemaObject[],
): SchemaChange[] {
  const keyOf = ({ kind, table, name }: SchemaObject) => `${kind} ${table} ${name}`
  const [ours, theirs] = [base, head].map(
    (objects) => new Map(objects.map((object) => [keyOf(object), object])),
  )
  return [...new Map([...(ours ?? []), ...(theirs ?? [])])].flatMap(
    ([key, { kind, table, name }]) => {
      const [was, is] = [ours?.get(key)?.definition ?? null, theirs?.get(key)?.definition ?? null]
      return was === is ? [] : [{ kind, table, name, base: was, head: is }]
    },
  )
}
