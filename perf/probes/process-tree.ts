import { readdirSync, readFileSync } from 'node:fs'

/**
 * The pids of a process and all its descendants, as /proc shows them now. Source: proc(5),
 * `children`.
 */
export function processTree(rootPid: number): number[] {
  const found: number[] = []
  const queue = [rootPid]
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    found.push(pid)
    for (const task of tasksOf(pid)) queue.push(...childrenOf(pid, task))
  }
  return found
}

/** Thread ids of a process; empty when it is gone. */
export function tasksOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number)
  } catch {
    return []
  }
}

function childrenOf(pid: number, task: number): number[] {
  const text = readProc(`/proc/${pid}/task/${task}/children`)
  return text === undefined || text === '' ? [] : text.trim().split(' ').map(Number)
}

/** The text of a /proc file, or undefined when its process is gone. */
export function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
