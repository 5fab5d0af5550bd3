import { expect, test } from 'vitest'
import { loadScenario } from './load-scenario.ts'

test('a scenario with a journey can be loaded, by the one that is made for loads', async () => {
  expect(await loadScenario('payments')).toMatchObject({ name: 'payments', journey: 'pay' })
})

test.each([
  ['pay*', 'is a glob, of which this command takes none: it loads with one scenario'],
  ['fx,payments', 'is a glob, of which this command takes none: it loads with one scenario'],
  ['paymint', 'is no scenario (did you mean payments?)'],
  ['reconciliation', 'is a batch, expected a scenario with a journey to load with'],
])('"%s" is refused, with the names of those that can be loaded: %s', async (name, said) => {
  const failure = await loadScenario(name).catch((each: unknown) => each)
  expect(failure).toMatchObject({ code: 'usage' })
  const { message } = failure as Error
  expect(message).toContain(`--scenario "${name}" ${said}`)
  const named = message.split('one of ').at(-1)?.split(', ')
  expect(named).toContain('payments')
  expect(named).not.toContain('reconciliation')
})
