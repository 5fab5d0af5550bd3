import { afterEach, beforeEach, expect, test } from 'vitest'
import { network, withEngine } from './network-stand-ins.ts'
import { Stage } from './stage.ts'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage[Symbol.dispose]())

const emptyNat = `*nat
:PREROUTING ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
COMMIT
`

const asBefore = { ...network, iptables: network.iptables + emptyNat }
const said = 'the network is not as it was before the engine; what failed is said above'

test('what the engine left in the network is taken away, on failure too', async () => {
  stage.npm('exit 1')
  expect(await stage.start().ended).toBe(1)
  expect(stage.network.now).toEqual(asBefore)
})

test('rules that somebody else made in the meantime stay', async () => {
  stage.npm(
    `sed -i '0,/^COMMIT/s//-A FORWARD -i tun0 -j DROP\\n&/' ${stage.folder}/network/iptables
echo "3 passed, 0 failed"`,
  )
  expect(await stage.start().ended).toBe(0)
  const own = network.iptables.replace('COMMIT', '-A FORWARD -i tun0 -j DROP\nCOMMIT')
  expect(stage.network.now).toEqual({ ...asBefore, iptables: own + emptyNat })
})

test('the bridge and the rules of an engine that was there before are left as they are', async () => {
  stage.network.now = withEngine
  stage.npm('echo "3 passed, 0 failed"')
  expect(await stage.start().ended).toBe(0)
  expect(stage.network.now).toEqual(withEngine)
})

test.each([
  { program: 'ip', left: 'links' },
  { program: 'iptables-restore', left: 'iptables' },
  { program: 'ip6tables-restore', left: 'ip6tables' },
  { program: 'sysctl', left: 'forwarding' },
] as const)(
  'what $program cannot put back is said before the totals',
  async ({ program, left }) => {
    const refuses = '#!/bin/sh\\ncat >/dev/null; echo "not permitted" >&2; exit 1\\n'
    stage.npm(
      `printf '${refuses}' > ${stage.folder}/bin/${program}
echo "3 passed, 0 failed"`,
    )
    const run = stage.start()
    expect(await run.ended).toBe(0)
    expect(run.lines().slice(-3)).toEqual(['not permitted', said, '3 passed, 0 failed'])
    expect(stage.network.now).toEqual({ ...asBefore, [left]: withEngine[left] })
  },
)

test('a machine that does not tell its network is no failure', async () => {
  for (const name of ['ip', 'iptables-save', 'ip6tables-save', 'sysctl']) stage.put(name, 'exit 1')
  stage.npm('echo "3 passed, 0 failed"')
  const run = stage.start()
  expect(await run.ended).toBe(0)
  expect(stage.network.now).toMatchObject(withEngine)
  expect(run.output()).not.toContain(said)
  expect(run.lines().at(-1)).toBe('3 passed, 0 failed')
})

test('an engine that had to be killed has ended before the network is put back', async () => {
  stage.put('sleep', 'exec /bin/sleep 0.1')
  // A kill takes its time here, as one does that finds the engine within a system call.
  stage.put('id', '[ "$1" = -u ] && echo 1000 || echo 1234')
  stage.put(
    'sudo',
    'shift; case "$*" in "kill -9"*) (/bin/sleep 1; exec "$@") & ;; *) exec "$@" ;; esac',
  )
  stage.put(
    'dockerd',
    `trap '' TERM
echo $$ > "$2"
${stage.network.toEngines}
touch ${stage.folder}/engine-up
while :; do echo 1 > ${stage.folder}/network/forwarding; /bin/sleep 0.1; done`,
  )
  stage.npm('echo "3 passed, 0 failed"')
  expect(await stage.start().ended).toBe(0)
  expect(stage.network.now).toEqual(asBefore)
})
