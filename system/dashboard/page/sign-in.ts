import { ask, openSession } from './api.ts'
import { byId, setText } from './dom.ts'
import type { Session } from './session.ts'

/** Asks until the server takes the token for the tenant. @param problem why it is asked again */
export async function askForSession(problem = ''): Promise<Session> {
  const dialog = byId<HTMLDialogElement>('sign-in')
  const form = byId<HTMLFormElement>('sign-in-form')
  const token = byId<HTMLInputElement>('token')
  const tenant = byId<HTMLInputElement>('tenant-name')
  const told = byId('sign-in-problem')
  const entered = Promise.withResolvers<Session>()
  const submit = async (): Promise<void> => {
    setText(told, '')
    const session = {
      kind: 'bearer',
      token: token.value.trim(),
      tenant: tenant.value.trim(),
    } as const
    const answer = await ask(session, '/payments?page_size=1')
    if (answer.kind === 'denied' || answer.kind === 'failed') {
      setText(told, `Not signed in: ${answer.message}.`)
      token.focus()
      return
    }
    entered.resolve(await openSession(session))
  }
  form.onsubmit = (event) => {
    event.preventDefault()
    void submit()
  }
  // There is nothing behind it to go back to.
  dialog.oncancel = (event) => {
    event.preventDefault()
  }
  token.value = ''
  setText(told, problem === '' ? '' : `Signed out: ${problem}.`)
  if (!dialog.open) {
    dialog.showModal()
  }
  token.focus()
  try {
    return await entered.promise
  } finally {
    token.value = ''
    dialog.close()
  }
}
