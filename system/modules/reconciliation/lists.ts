import type { Database, Statement } from '../../platform/postgres/database.ts'
import type { Deposit, DepositsQuery, Invoice, InvoicesQuery, Page } from './schemas.ts'
import { listDeposits, listInvoices } from './statements.ts'

interface Paging {
  readonly page: number
  readonly page_size: number
}

export async function pageOfDeposits(
  database: Database,
  tenant: string,
  query: DepositsQuery,
): Promise<Page<Deposit>> {
  return readPage<Deposit>(database, listDeposits, [tenant, query.status ?? null], query)
}

export async function pageOfInvoices(
  database: Database,
  tenant: string,
  query: InvoicesQuery,
): Promise<Page<Invoice>> {
  const filters = [tenant, query.customerId ?? null, query.status ?? null]
  return readPage<Invoice>(database, listInvoices, filters, query)
}

/** One row more than asked for tells whether there is a next page, without counting the table. */
async function readPage<Item extends object>(
  database: Database,
  statement: Statement,
  filters: readonly unknown[],
  { page, page_size: pageSize }: Paging,
): Promise<Page<Item>> {
  const rows = await database.query<Item>(statement, [
    ...filters,
    pageSize + 1,
    (page - 1) * pageSize,
  ])
  return { items: rows.slice(0, pageSize), page, pageSize, hasMore: rows.length > pageSize }
}
