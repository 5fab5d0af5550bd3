import { banks } from './modules/banks/banks.ts'
import { createBankLimits } from './modules/banks/limits.ts'
import { createBanksModule } from './modules/banks/module.ts'
import { createClearingViolations } from './modules/banks/violations.ts'
import { createClearingWindows } from './modules/banks/windows.ts'
import type { ComplianceModule } from './modules/compliance/module.ts'
import { convertMinor } from './modules/fx/convert.ts'
import type { FxModule } from './modules/fx/module.ts'
import { readBankUse } from './modules/payments/bank-use.ts'
import { createPaymentsModule } from './modules/payments/module.ts'
import type { PaymentsModule } from './modules/payments/module.ts'
import { createReportStore } from './modules/reporting/report-store.ts'
import type { Platform, SystemModule } from './platform/module.ts'

/**
 * Payments with all that their rules ask of other modules, and the banks with what they tell of
 * payments.
 */
export function composePayments(
  platform: Platform,
  { quotes }: FxModule,
  { rules }: ComplianceModule,
): { readonly payments: PaymentsModule; readonly banks: SystemModule } {
  const { config, database, log, telemetry } = platform
  const windows = createClearingWindows()
  const { bankLimitFactor } = config.payments
  const limits = createBankLimits(
    banks.map(({ bic, dailyLimitUsdMinor }) => ({
      bic,
      dailyLimitUsdMinor: dailyLimitUsdMinor * bankLimitFactor,
    })),
  )
  const violations = createClearingViolations(windows, telemetry.registry, log)
  const figures = createReportStore(database)
  const payments = createPaymentsModule(platform, {
    windows,
    limits,
    violations,
    review: rules,
    quotes,
    convert: convertMinor,
    figures,
  })
  const banksModule = createBanksModule(platform, {
    limits,
    sentUsdMinor: async (tenant, day) => readBankUse(database, tenant, day),
    violations: async (tenant, day) => figures.violationsOf(tenant, day),
  })
  return { payments, banks: banksModule }
}
