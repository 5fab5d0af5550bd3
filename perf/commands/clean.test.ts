import { expect, test } from 'vitest'
import { cleanedText } from './clean.ts'

const nothing = { processes: [], containers: [], databases: [], folders: [], notRemoved: [] }

test('a cleaning is told in a line for each run and each thing that stays', () => {
  const dead = { ...nothing, processes: ['postgres (pid 7)', 'redis (pid 8)'], folders: ['/tmp/a'] }
  const stuck = { ...nothing, notRemoved: ['container 4711: no Docker engine answers'] }
  const report = {
    swept: [
      { runId: 'dead', ...dead },
      { runId: 'stuck', ...stuck },
    ],
    live: ['live'],
    skipped: ['/runs/odd: its owner is in another pid namespace'],
  }
  expect(cleanedText(report)).toBe(`run dead: removed 2 processes, 1 folder
run stuck: removed nothing
run stuck: could not remove container 4711: no Docker engine answers
run live: alive, left alone
left alone: /runs/odd: its owner is in another pid namespace`)
})

test('no run at all is said as well', () => {
  expect(cleanedText({ swept: [], live: [], skipped: [] })).toBe('nothing to clean')
})
