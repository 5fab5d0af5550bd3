import { endSession } from './api.ts'
import { byId, h, setText } from './dom.ts'
import { runDashboard } from './dashboard.ts'
import type { RunningDashboard } from './dashboard.ts'
import { forgetSession, storedSession, storeSession } from './session.ts'
import type { Session } from './session.ts'
import { askForSession } from './sign-in.ts'
import { installThemeSwitch } from './theme.ts'

/**
 * The live dashboard: who looks, then everything there is to see. Figures come from the API under
 * `/api/v1` and from nowhere else; where there are none the page says why.
 */
let running: RunningDashboard | undefined
/** The only place where a user's own token is, and only where the server could open no session. */
let current: Session | undefined

async function signIn(problem?: string): Promise<void> {
  leave()
  forgetSession()
  show(await askForSession(problem))
}

function show(session: Session): void {
  current = session
  storeSession(session)
  byId('no-session').hidden = session.kind === 'session'
  byId('sign-out').hidden = false
  setText(byId('tenant'), session.tenant)
  running = runDashboard(session, {
    onDenied(problem) {
      void signIn(problem)
    },
    onSession(opened) {
      leave()
      show(opened)
    },
  })
}

function leave(): void {
  running?.stop()
  running = undefined
  current = undefined
  byId('sign-out').hidden = true
  byId('no-session').hidden = true
  setText(byId('tenant'), '')
  byId('sections').replaceChildren()
  byId('content').replaceChildren(h('p', { class: 'panel-message' }, 'Sign in to see the figures.'))
}

installThemeSwitch(byId('theme'))
byId('sign-out').addEventListener('click', () => {
  if (current?.kind === 'session') {
    void endSession(current)
  }
  void signIn()
})
const stored = storedSession()
if (stored === undefined) {
  void signIn()
} else {
  show(stored)
}
