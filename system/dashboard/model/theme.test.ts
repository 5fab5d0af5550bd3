import { expect, test } from 'vitest'
import { nextTheme, themeOf } from './theme.ts'

test('what was stored counts if it is a theme, else the device decides', () => {
  expect(['dark', 'plaid', null].map(themeOf)).toEqual(['dark', 'system', 'system'])
})

test('the switch goes round', () => {
  expect([nextTheme('system'), nextTheme('light'), nextTheme('dark')]).toEqual([
    'light',
    'dark',
    'system',
  ])
})
