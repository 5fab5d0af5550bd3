import type { SystemUnderTest } from '../../system/testing/system-process.ts'
import type { RetryingLoad } from './retrying-load.ts'

export interface Losses {
  readonly acknowledged: number
  /** Acknowledged and not stored. */
  readonly lost: number
  /**
   * Stored or answered more than once for one key, or stored for a key without having been
   * acknowledged.
   */
  readonly doubled: number
}

/** Counts, once a load has ended, what its clients were told against what is stored. */
export async function countLosses(system: SystemUnderTest, load: RetryingLoad): Promise<Losses> {
  const ids = load.acknowledged.map(({ id }) => id)
  const keys = load.acknowledged.map(({ key }) => key)
  const [row] = await system.rows<{ lost: string; doubled: string }>(
    `with told as (select * from unnest($1::text[], $2::text[]) as told(id, key))
     select
       (select count(*) from told left join payment on payment.id::text = told.id
         where payment.idempotency_key is distinct from told.key) as lost,
       (select count(*) from payment left join told on told.id = payment.id::text
         where payment.idempotency_key like $3 || '-%' and told.id is null) as doubled`,
    [ids, keys, load.prefix],
  )
  return { acknowledged: ids.length, lost: Number(row?.lost), doubled: Number(row?.doubled) }
}

/**
 * Asks again for the latest payments. @returns those that got another answer than the first time
 */
export async function changedOnReplay(
  system: SystemUnderTest,
  load: RetryingLoad,
  count: number,
): Promise<readonly string[]> {
  const latest = load.acknowledged.slice(-count)
  const answers = await Promise.all(latest.map(async ({ key, order }) => system.pay(key, order)))
  return latest
    .filter(({ id }, index) => {
      const answer = answers[index]
      return answer?.json['id'] !== id || answer.headers.get('idempotent-replayed') !== 'true'
    })
    .map(({ key }) => key)
}
