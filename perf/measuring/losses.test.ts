import { expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { refuseLoss } from './losses.ts'

const died = new KnownFailure('target', 'the head system ended by itself')
const full = new KnownFailure('disk', 'the identifiers could not be written', { remedy: 'df -h' })

test('the first generation is not lost: its failure is the failure of the run, as it was', () => {
  expect(() => refuseLoss({ index: 0 }, [full])).toThrow(full)
})

test('one later loss is borne', () => {
  expect(() => refuseLoss({ index: 3 }, [died])).not.toThrow()
})

test('a second loss ends the run with both reasons, and the code and remedy of the latest', () => {
  expect(() => refuseLoss({ index: 5 }, [died, full])).toThrow(
    expect.objectContaining({
      code: 'disk',
      remedy: 'df -h',
      message:
        '2 generations were lost, expected at most 1: the head system ended by itself; ' +
        'then the identifiers could not be written',
    }),
  )
})
