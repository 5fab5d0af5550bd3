import type { Database } from '../../platform/postgres/database.ts'
import type { ComplianceAlert, PendingReview } from './schemas.ts'
import { countReviews, listAlerts, listReviews } from './statements.ts'

interface Paging {
  readonly page: number
  readonly page_size: number
}

interface Page<Item> {
  readonly items: Item[]
  readonly page: number
  readonly pageSize: number
  readonly hasMore: boolean
}

type Queries = Pick<Database, 'query'>

export async function pageOfReviews(
  database: Queries,
  tenant: string,
  paging: Paging,
): Promise<Page<PendingReview> & { readonly waiting: number }> {
  const [rows, counted] = await Promise.all([
    database.query<PendingReview>(listReviews, [tenant, ...limits(paging)]),
    database.query<{ waiting: number }>(countReviews, [tenant]),
  ])
  return { ...pageOf(rows, paging), waiting: counted[0]?.waiting ?? 0 }
}

export async function pageOfAlerts(
  database: Queries,
  tenant: string,
  { reason, ...paging }: Paging & { readonly reason?: string },
): Promise<Page<ComplianceAlert>> {
  const values = [tenant, reason ?? null, ...limits(paging)]
  return pageOf(await database.query<ComplianceAlert>(listAlerts, values), paging)
}

/** One row more than asked for tells whether there is a next page, without counting the table. */
function limits({ page, page_size: pageSize }: Paging): readonly [number, number] {
  return [pageSize + 1, (page - 1) * pageSize]
}

/** What is null in the database is absent in the answer. */
function pageOf<Item extends object>(
  rows: readonly Item[],
  { page, page_size: pageSize }: Paging,
): Page<Item> {
  const items = rows.slice(0, pageSize).map((row) => {
    const members = Object.entries(row).filter(([, value]) => value !== null)
    return Object.fromEntries(members) as Item
  })
  return { items, page, pageSize, hasMore: rows.length > pageSize }
}
