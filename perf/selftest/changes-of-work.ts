import { paymentsRun, type PlantedChange, systemTime } from './planted-change.ts'

/**
 * Work of the system's own process. How long a loop has to be was tried out once, on a two-core
 * machine; what each planted change really comes to there and elsewhere is in the pairs of its
 * rounds in the record. Thirteen JSON copies of an order are 77,000 instructions under Valgrind, of
 * the 7.8 million of a journey: of 11 copies and of 3, each three hundred times, 65,200 and 21,700
 * were counted per time.
 */
const systemWork = [...systemTime, 'execution', 'instructions.system']

const checksum = (percent: number): PlantedChange => ({
  name: `cpu-${percent}`,
  plants: `a checksum in the authentication of each request: ${percent} % more CPU of the system`,
  size: { percent, of: 'CPU per request' },
  harmful: true,
  scenarios: paymentsRun,
  gates: systemWork,
  causes: [{ kinds: ['function', 'execution'], names: /checksum|auth\.ts/ }],
})

export const changesOfWork: readonly PlantedChange[] = [
  checksum(3),
  checksum(5),
  { ...checksum(10), quick: true },
  {
    name: 'native-cpu-5',
    plants: 'JSON copies of each order, in native code where no function is counted: 5 % more CPU',
    size: { percent: 5, of: 'CPU per request, in native code' },
    harmful: true,
    scenarios: paymentsRun,
    gates: [...systemTime, 'instructions.system', 'memory.allocated'],
    causes: [{ kinds: ['function', 'execution', 'garbage-collection'], names: /routes\.ts/ }],
  },
  {
    name: 'instructions-1',
    plants: 'thirteen JSON copies of each order: about 1 % more instructions of the system',
    size: { percent: 1, of: 'instructions' },
    harmful: true,
    scenarios: paymentsRun,
    gates: ['instructions.system', 'memory.allocated'],
    causes: [{ kinds: ['function', 'execution', 'garbage-collection'], names: /routes\.ts/ }],
  },
  {
    name: 'extra-loop',
    plants: 'one loop over the ten members of each payment that is answered',
    harmful: true,
    scenarios: paymentsRun,
    gates: ['execution', 'instructions.system'],
    causes: [{ kinds: ['execution', 'function'], names: /routes\.ts/ }],
  },
  {
    name: 'event-loop-block',
    plants: 'a timer that keeps the event loop for 30 ms in each second',
    harmful: true,
    scenarios: paymentsRun,
    gates: [...systemTime, 'execution'],
    causes: [{ kinds: ['event-loop', 'function', 'execution'], names: /self-test\.ts/ }],
  },
  {
    name: 'leak',
    plants: 'a list of every order that ever came in, 8 kB each',
    harmful: true,
    scenarios: paymentsRun,
    gates: ['memory.allocated', 'instructions.system', ...systemTime],
    causes: [{ kinds: ['garbage-collection', 'function', 'execution'], names: /routes\.ts/ }],
  },
  {
    name: 'doubled-response',
    plants: 'lists of payments indented by eight blanks, which doubles their bytes',
    harmful: true,
    scenarios: paymentsRun,
    gates: [
      'http.response-bytes',
      ...systemTime,
      'instructions.system',
      'memory.allocated',
      'execution',
    ],
    causes: [
      { kinds: ['response'], names: /payments/ },
      { kinds: ['function'], names: /routes\.ts/ },
    ],
  },
]
