import type { Platform, SystemModule } from '../../platform/module.ts'
import type { MessageNeeds } from './needs.ts'
import { registerMessages } from './routes.ts'
import { readCreditTransfer } from './store.ts'

/**
 * Payments in the words of other banks: SWIFT MT103 and ISO 20022 pacs.008, made when they are
 * asked for.
 */
export function createMessagesModule(
  { database }: Pick<Platform, 'database'>,
  needs: MessageNeeds,
): SystemModule {
  return {
    name: 'messages',
    register(api) {
      registerMessages(api, async (tenant, id) => readCreditTransfer(database, needs, tenant, id))
    },
    async start() {},
    async stop() {},
    quiescent: async () => ({ idle: true, numbers: {} }),
  }
}
