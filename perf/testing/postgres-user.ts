import { randomBytes } from 'node:crypto'
import { withConnection } from '../target/databases.ts'

/**
 * A user of a test's own on the server that all tests share: the databases that its runs make there
 * are told from those of all others by who has them.
 */
export interface PostgresUser extends AsyncDisposable {
  /** To be given to a run in place of the server's own. */
  readonly adminUrl: string
  /** Names of the databases that are there now. */
  databases(): Promise<string[]>
}

export async function postgresUser(serverUrl: string): Promise<PostgresUser> {
  const name = `test_user_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  await administer(serverUrl, `create role ${name} superuser login password '${password}'`)
  const address = new URL(serverUrl)
  address.username = name
  address.password = password
  return {
    adminUrl: address.href,
    databases: () =>
      withConnection(serverUrl, async (admin) => {
        const { rows } = await admin.query<{ name: string }>(
          'select datname as name from pg_database where datdba = $1::regrole order by 1',
          [name],
        )
        return rows.map((row) => row.name)
      }),
    // Fails where it still has a database.
    [Symbol.asyncDispose]: () => administer(serverUrl, `drop role ${name}`),
  }
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  await withConnection(serverUrl, (admin) => admin.query(statement))
}
