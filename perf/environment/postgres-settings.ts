import type { DurabilityProfile } from './environment.ts'

/**
 * One set of Postgres settings for every provider that starts a server. Reasons are measurements:
 * buffers larger than what a load writes, and rare checkpoints, keep the disk out of what is
 * measured; jit compiles at moments of its own choosing; recycled WAL segments (min_wal_size) save
 * the first pass from allocating them. WAL is not compressed because the npm binaries have no lz4
 * and pglz costs processor time on every full page.
 */
const common = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
  'pg_stat_statements.max': '10000',
  shared_buffers: '2GB',
  max_wal_size: '4GB',
  min_wal_size: '1GB',
  checkpoint_timeout: '15min',
  wal_compression: 'off',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  jit: 'off',
  track_io_timing: 'on',
  track_wal_io_timing: 'on',
  max_connections: '200',
} as const

const fsync = { durable: 'on', 'process-crash': 'off', memory: 'off' } as const satisfies Record<
  DurabilityProfile,
  string
>

export function postgresSettings(durability: DurabilityProfile): Readonly<Record<string, string>> {
  return { ...common, fsync: fsync[durability] }
}

/** As arguments of the server, `-c name=value` each. */
export function postgresFlags(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/**
 * One collation everywhere, from the server itself: the machine's locales change index order and
 * cost.
 */
export const initdbArguments = [
  '--encoding=UTF8',
  '--locale=C.UTF-8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
] as const
