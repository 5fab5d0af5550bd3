import { readdirSync, statSync } from 'node:fs'

const folder = '/proc/self/fd'

/**
 * File descriptors of this process, of which a gateway under load has thousands: reading their
 * names one by one, as the default metric does, holds up everybody for 10 ms at each scrape. From
 * Linux 6.2 on the folder's size is their number (Documentation/filesystems/proc.rst, 3.8); before
 * that it is 0.
 */
export function countOpenFiles(): number {
  const { size } = statSync(folder)
  return size > 0 ? size : readdirSync(folder).length - 1 // the one that reads the folder
}
