import type { Platform, SystemModule } from '../../platform/module.ts'
import { banks } from './banks.ts'
import type { BankLimits } from './limits.ts'
import type { BanksNeeds } from './needs.ts'
import { banksSchema } from './schemas.ts'
import { bankStatusAt } from './status.ts'
import { createClearingWindows } from './windows.ts'

/**
 * The banks as their users see them. What payments ask of banks is in `windows.ts` and `limits.ts`.
 */
export function createBanksModule(
  { clock }: Pick<Platform, 'clock'>,
  needs: BanksNeeds & {
    readonly limits: BankLimits
  },
): SystemModule {
  // Of its own: looking for the edge after the next would turn the lane's kept spans out.
  const windows = createClearingWindows()
  return {
    name: 'banks',
    register(api) {
      api.get(
        '/banks',
        {
          schema: {
            operationId: 'listBanks',
            tags: ['banks'],
            summary: 'Banks: whether they clear now, and what is left of their daily limits',
            response: { 200: banksSchema },
          },
        },
        async (request) => {
          const atMs = clock.nowMs()
          const at = new Date(atMs).toISOString()
          const today = [request.tenant, at.slice(0, 10)] as const
          const [sent, violations] = await Promise.all([
            needs.sentUsdMinor(...today),
            needs.violations(...today),
          ])
          return {
            at,
            banks: banks.map((bank) => ({
              ...bankStatusAt(bank, windows, atMs),
              dailyLimitUsdMinor: needs.limits.dailyLimitUsdMinor(bank.bic),
              sentTodayUsdMinor: sent.get(bank.bic) ?? 0,
              violations: violations.get(bank.bic) ?? 0,
            })),
          }
        },
      )
    },
    async start() {},
    async stop() {},
    quiescent: async () => ({ idle: true, numbers: {} }),
  }
}
