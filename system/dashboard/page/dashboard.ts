import { businessTimeOf } from './business-time.ts'
import { byId, h, setText } from './dom.ts'
import { formatTime } from '../model/format.ts'
import { ConnectionMark } from './connection.ts'
import { FrameLoop } from './frame-loop.ts'
import { applyFrame } from './frames.ts'
import { createGroups } from './groups.ts'
import type { Group } from './groups.ts'
import { Announcements } from './announcements.ts'
import { Poller } from './poller.ts'
import type { Session } from './session.ts'
import type { Source } from './source.ts'
import { createSources, everySource } from './sources.ts'
import { SessionAttempts } from './session-attempts.ts'
import { Stream } from './stream.ts'
import type { StreamEvents } from './stream.ts'

export interface RunningDashboard {
  stop(): void
}

const secondMs = 1_000

export interface DashboardEvents {
  /** The server no longer takes the token. */
  readonly onDenied: (problem: string) => void
  /** The server has opened a session for a user who had none. */
  readonly onSession: (session: Session) => void
}

export function runDashboard(
  session: Session,
  { onDenied, onSession }: DashboardEvents,
): RunningDashboard {
  const sources = createSources()
  const all = everySource(sources)
  const groups = createGroups(sources, new FrameLoop())
  lay(groups)
  const announcements = new Announcements(byId('announcer'))
  const connection = new ConnectionMark(sources.realtime, announcements)
  const poller = new Poller(all, session, onDenied)
  const effects = {
    expire(...expired: readonly Source<unknown>[]) {
      for (const source of expired) {
        source.expire()
      }
    },
    announce(text: string) {
      announcements.say(text)
    },
  }
  const live = createLive(session, onSession, {
    onState(state) {
      connection.set(state)
    },
    onFrame(frame) {
      applyFrame(frame, sources, effects)
    },
    onResync() {
      effects.expire(...all)
      poller.tick()
    },
  })
  const everySecond = (): void => {
    const nowMs = businessTimeOf(Date.now())
    setText(byId('clock'), nowMs === undefined ? '' : formatTime(nowMs))
    connection.draw()
    for (const panel of groups.flatMap(({ panels }) => panels)) {
      panel.touch()
    }
  }
  const wake = (): void => {
    poller.tick()
    live.retryNow()
  }
  const listening = new AbortController()
  const { signal } = listening
  document.addEventListener('visibilitychange', wake, { signal })
  globalThis.addEventListener('online', wake, { signal })
  byId('retry').addEventListener('click', wake, { signal })
  const ticking = setInterval(everySecond, secondMs)
  everySecond()
  poller.start()
  live.start()
  return {
    stop() {
      clearInterval(ticking)
      listening.abort()
      poller.stop()
      live.stop()
      byId('connection').dataset['state'] = 'signed-out'
      setText(byId('connection-text'), 'Signed out')
      byId('retry').hidden = true
    },
  }
}

/** Live events, or where there is no session yet, what may get one. */
function createLive(
  session: Session,
  onSession: DashboardEvents['onSession'],
  events: StreamEvents,
): Pick<Stream, 'start' | 'stop' | 'retryNow'> {
  if (session.kind === 'session') {
    return new Stream(session, events)
  }
  events.onState({ kind: 'none' })
  return new SessionAttempts(session, onSession)
}

function lay(groups: readonly Group[]): void {
  const links = groups.map(({ id, title }) => h('li', {}, h('a', { href: `#${id}` }, title)))
  byId('sections').replaceChildren(h('ul', {}, ...links))
  byId('content').replaceChildren(
    ...groups.map(({ id, title, panels }) =>
      h(
        'section',
        { class: 'group', id, 'aria-labelledby': `${id}-heading` },
        h('h2', { id: `${id}-heading` }, title),
        ...panels.map(({ element }) => element),
      ),
    ),
  )
}
