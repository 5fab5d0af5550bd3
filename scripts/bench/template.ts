import type { Environment } from '../../perf/environment/environment.ts'
import { createDatabase, databaseUrl, withConnection } from '../../perf/target/databases.ts'
import { runSystemCommand } from '../../perf/target/system-process.ts'
import type { Bench } from './bench.ts'

/**
 * Migrates and seeds once. Unlike a comparison's template this one keeps autovacuum: the benchmark
 * asks what a running system does, and there autovacuum is on.
 */
export async function prepareTemplate(
  bench: Bench,
  environment: Environment,
  armFolder: string = bench.repository,
): Promise<string> {
  const { adminUrl } = environment.postgres
  const name = bench.nextStageName()
  await withConnection(adminUrl, (admin) => createDatabase(admin, name))
  const url = databaseUrl(adminUrl, name)
  const address = {
    host: '127.0.0.1',
    port: 0,
    databaseUrl: url,
    redisUrl: `${environment.redis.url}/0`,
    kafkaBrokers: environment.kafka.brokers,
    namespace: `${name}-`,
    token: 'unused-by-commands',
  }
  const { ledger } = bench
  for (const command of ['migrate', 'seed'] as const) {
    bench.say(`${command}: the database that every row starts from`)
    await runSystemCommand({ armName: 'benchmarked', armFolder, address, ledger }, command)
  }
  // What autovacuum would do within its first minute.
  await withConnection(url, (client) => client.query('vacuum (analyze)'))
  return name
}
