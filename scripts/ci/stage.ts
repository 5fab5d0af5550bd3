import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { NetworkStandIns } from './network-stand-ins.ts'

const script = resolve(import.meta.dirname, '../../.ci/run')

/** .ci/run itself, with stand-ins for the programs that it starts. */
export class Stage implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'ci-run-'))
  readonly network: NetworkStandIns

  constructor() {
    const { folder } = this
    mkdirSync(join(folder, 'bin'))
    for (const name of ['debootstrap', 'iptables']) this.put(name, '')
    this.put('sudo', 'shift; exec "$@"')
    this.network = new NetworkStandIns(folder, (name, body) => this.put(name, body))
    this.put('docker', `test -e ${folder}/engine-up`)
    // Like the real one: writes its pid, answers, and goes away when told to, but for its network.
    this.put(
      'dockerd',
      `trap 'rm -f ${folder}/engine-up; echo stopped >> ${folder}/engine.log; exit 0' TERM
echo $$ > "$2"
echo "$*" > ${folder}/engine-arguments
echo started >> ${folder}/engine.log
${this.network.toEngines}
touch ${folder}/engine-up
while :; do sleep 0.1; done`,
    )
  }

  put(name: string, body: string): void {
    const file = join(this.folder, 'bin', name)
    writeFileSync(file, `#!/bin/sh\n${body}\n`)
    chmodSync(file, 0o755)
  }

  npm(onTest: string): void {
    this.put('npm', `echo "npm $* CI=$CI"\nif [ "$1" = test ]; then\n${onTest}\nfi`)
  }

  engineLog(): string {
    const file = join(this.folder, 'engine.log')
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  }

  start() {
    const child = spawn(script, [], {
      env: { ...process.env, PATH: `${join(this.folder, 'bin')}:${process.env['PATH']}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk: Buffer): void => {
      output += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const ended = once(child, 'close').then(([code]: unknown[]) => code)
    return { child, ended, lines: () => output.trim().split('\n'), output: () => output }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
