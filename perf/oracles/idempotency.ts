import type { InvariantResult } from '../result/document.ts'
import { withConnection } from '../target/databases.ts'
import { finding, type OracleAnswer, type OracleContext, payAt } from './oracle.ts'
import { type ProbeOrder, probeOrders } from './probe-orders.ts'

/** What a load may have used up; to say so is right. */
const limitCodes: ReadonlySet<unknown> = new Set([
  'bank-limit-exceeded',
  'daily-limit-exceeded',
  'insufficient-liquidity',
])

/** Settled, or held. */
export const isRecorded = ({ status }: Pick<OracleAnswer, 'status'>): boolean =>
  status === 201 || status === 202
const isBeyondLimit = ({ status, body }: OracleAnswer): boolean =>
  status === 422 && limitCodes.has(body['code'])

/** What was paid, and what the client was told of it. */
export interface Probe extends ProbeOrder {
  readonly answer: OracleAnswer
}

/**
 * Pays orders that nobody has paid before, all at once. @returns all but those that are beyond a
 * limit that the load before has used up
 */
export async function payProbes(context: OracleContext, count: number): Promise<readonly Probe[]> {
  const probes = await Promise.all(
    probeOrders(count).map(async (probe) => ({
      ...probe,
      answer: await payAt(context, probe.key, probe.order),
    })),
  )
  return probes.filter(({ answer }) => !isBeyondLimit(answer))
}

/** O-I2: what was told is what was asked for and what is stored; a canned answer is neither. */
export async function echoedIsStored(
  { databaseUrl }: OracleContext,
  probes: readonly Probe[],
): Promise<InvariantResult> {
  const stored = await withConnection(databaseUrl, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(storedByKey, [
      probes.map(({ key }) => key),
    ])
    return new Map(rows.map((row) => [row['idempotency_key'], row]))
  })
  const wrong = probes.flatMap(({ key, order, answer }) => {
    const row = stored.get(key)
    const asked = Object.entries(order).filter(([name, value]) => answer.body[name] !== value)
    if (!isRecorded(answer)) return [`${key}: answered ${answer.status}`]
    if (row === undefined) return [`${key}: acknowledged and not stored`]
    if (asked.length > 0) return [`${key}: told another ${asked.map(([name]) => name).join(', ')}`]
    const same =
      row['id'] === answer.body['id'] &&
      Number(row['amount_minor']) === order.amountMinor &&
      row['debtor'] === order.debtorAccount &&
      row['creditor'] === order.creditorAccount
    return same ? [] : [`${key}: stored as ${JSON.stringify(row)}`]
  })
  return finding('echoed-is-stored', 'what a client was told is what is stored (O-I2)', wrong)
}

const storedByKey = `
select payment.id, idempotency_key, amount_minor, debtor.number as debtor, creditor.number as creditor
from payment join account as debtor on debtor.id = debtor_id
join account as creditor on creditor.id = creditor_id
where idempotency_key = any($1::text[])`

/**
 * O-I3: the same order with the same key again is the same payment, says so, and makes no other.
 */
export async function replaysAreAnswered(
  context: OracleContext,
  probes: readonly Probe[],
): Promise<InvariantResult> {
  const again = await Promise.all(probes.map(async ({ key, order }) => payAt(context, key, order)))
  const wrong = probes.flatMap(({ key, answer }, index) => {
    const replay = again[index]
    if (replay === undefined || replay.status !== answer.status) {
      return [`${key}: ${answer.status}, then ${replay?.status}`]
    }
    if (replay.body['id'] !== answer.body['id']) return [`${key}: paid twice`]
    return replay.isReplay ? [] : [`${key}: a replay that does not say so`]
  })
  return finding('replays-answered', 'a replay is the same payment and says so (O-I3)', wrong)
}

/** O-I4: a key that was used for another order is refused. */
export async function keysStandForOneOrder(
  context: OracleContext,
  probes: readonly Probe[],
): Promise<InvariantResult> {
  const answers = await Promise.all(
    probes.map(async ({ key, order }) =>
      payAt(context, key, { ...order, amountMinor: order.amountMinor + 1 }),
    ),
  )
  const wrong = probes.flatMap(({ key }, index) => {
    const status = answers[index]?.status
    return status === 422 || status === 409 ? [] : [`${key}: another order got ${status}`]
  })
  return finding('keys-of-one-order', 'a key stands for one order (O-I4)', wrong)
}

const firstUses = 50
const firstUsesTitle = 'concurrent first uses are one payment (O-I5)'

/** O-I5: fifty who use a key for the first time at once get one payment, and one answer. */
export async function firstUsesAgree(context: OracleContext): Promise<InvariantResult> {
  const [probe] = probeOrders(1)
  const { key, order } = probe as ProbeOrder
  const answers = await Promise.all(
    Array.from({ length: firstUses }, async () => payAt(context, key, order)),
  )
  if (answers.every(isBeyondLimit)) {
    return finding('first-uses-agree', firstUsesTitle, [])
  }
  const ids = new Set(answers.map(({ body }) => body['id']))
  const firsts = answers.filter((answer) => isRecorded(answer) && !answer.isReplay).length
  const [stored] = await withConnection(context.databaseUrl, async (client) => {
    const sql = 'select count(*)::int as payments from payment where idempotency_key = $1'
    return (await client.query<{ payments: number }>(sql, [key])).rows
  })
  const wrong = [
    ...(ids.size === 1 ? [] : [`${firstUses} first uses were told ${ids.size} payments`]),
    ...(answers.every(isRecorded) ? [] : ['a first use got no payment']),
    ...(firsts === 1 ? [] : [`${firsts} of ${firstUses} answers say that they are the first`]),
    ...(stored?.payments === 1 ? [] : [`${stored?.payments} payments are stored`]),
  ]
  return finding('first-uses-agree', firstUsesTitle, wrong)
}
