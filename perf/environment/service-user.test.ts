import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { serviceUser } from './service-user.ts'

const root = 'root:x:0:0:root:/root:/bin/bash\n'
const nobody = 'nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\n'
const postgres = 'postgres:x:105:111::/var/lib/postgresql:/bin/bash\n'

beforeEach(() => void vi.spyOn(process, 'getuid').mockReturnValue(0))
afterEach(() => vi.restoreAllMocks())

test('root hands Postgres to its own account, else to nobody', () => {
  expect(serviceUser(root + nobody + postgres)).toEqual({ uid: 105, gid: 111 })
  expect(serviceUser(root + nobody)).toEqual({ uid: 65_534, gid: 65_534 })
})

test('a user other than root runs Postgres as itself', () => {
  vi.spyOn(process, 'getuid').mockReturnValue(1000)
  expect(serviceUser(root + postgres)).toBeUndefined()
})

test('a machine without such an account is told what it lacks and how to get it', () => {
  expect(() => serviceUser(root)).toThrow(
    expect.objectContaining({
      code: 'prerequisite',
      message: expect.stringContaining('expected one of postgres, nobody'),
      remedy: expect.stringContaining('useradd'),
    }),
  )
})
