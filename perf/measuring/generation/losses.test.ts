import { expect, test } from 'vitest'
import { KnownFailure } from '../../errors.ts'
import { refusedLoss, scenarioFailure } from './losses.ts'

const died = new KnownFailure('target', 'the head system ended by itself', { arms: ['head'] })
const baseDied = new KnownFailure('target', 'the base system ended by itself', { arms: ['base'] })
const full = new KnownFailure('disk', 'the identifiers could not be written', { remedy: 'df -h' })

test('the first generation is not lost: its failure is that of the scenario, as it was', () => {
  expect(refusedLoss({ index: 0 }, [full])).toBe(full)
})

test('one later loss is borne', () => {
  expect(refusedLoss({ index: 3 }, [died])).toBeUndefined()
})

test('a second loss ends the scenario with both reasons, and the code and remedy of the latest', () => {
  expect(refusedLoss({ index: 5 }, [died, full])).toMatchObject({
    code: 'disk',
    remedy: 'df -h',
    message:
      '2 generations were lost, expected at most 1: the head system ended by itself; ' +
      'then the identifiers could not be written',
  })
})

test.each([
  ['one arm, both times', [died, died], ['head']],
  ['either arm once', [baseDied, died], ['base', 'head']],
  ['nobody of the two, once', [full, died], []],
] as const)('two losses are the doing of whose systems failed: %s', (_whose, losses, arms) => {
  expect(refusedLoss({ index: 5 }, losses)?.arms).toEqual(arms)
})

test('what the system of one arm failed at is recorded as that of the arm', () => {
  expect(scenarioFailure(died)).toEqual({ reason: 'the head system ended by itself', arm: 'head' })
})

test('what the systems of both arms failed at is recorded as that of neither', () => {
  const both = new KnownFailure('target', 'both ended by themselves', { arms: ['base', 'head'] })
  expect(scenarioFailure(both)).toEqual({ reason: 'both ended by themselves', arm: null })
})

test.each([full, new Error('a bug')])('what no system did is thrown on: %s', (failure) => {
  expect(() => scenarioFailure(failure)).toThrow(failure)
})
