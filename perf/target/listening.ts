import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * Whether this very process listens on a TCP port: an answer alone could come from somebody else
 * who has taken it. Source: proc_pid_net(5), tcp; its `st` 0A is LISTEN, and its inode names the
 * socket.
 */
export function listensOn(pid: number, port: number): boolean {
  const inodes = new Set(['tcp', 'tcp6'].flatMap((table) => listeners(pid, table, port)))
  return openFiles(pid).some((link) => inodes.has(link))
}

const listenState = '0A'

function listeners(pid: number, table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  return readLines(`/proc/${pid}/net/${table}`)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === listenState && local?.endsWith(`:${hexPort}`))
    .map((fields) => `socket:[${fields[9]}]`)
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1)
  } catch {
    // The process has gone, or the machine has no IPv6: nobody listens there.
    return []
  }
}

function openFiles(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`))
  } catch {
    return []
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    // Closed between the listing and the reading.
    return ''
  }
}
