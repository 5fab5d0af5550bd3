import { nextTheme, themeOf } from '../model/theme.ts'
import type { Theme } from '../model/theme.ts'
import { setText } from './dom.ts'

const key = 'plumbline.theme'
let followers: readonly { readonly element: Element; readonly follow: () => void }[] = []
const darkDevice = matchMedia('(prefers-color-scheme: dark)')

/** Drawings on a canvas do not follow the style sheet by themselves. */
export function onThemeChange(element: Element, follow: () => void): void {
  followers = [...followers, { element, follow }]
}

/** The switch in the header: as the device has it, light, dark. */
export function installThemeSwitch(button: HTMLElement): void {
  let theme = themeOf(localStorage.getItem(key))
  const apply = (chosen: Theme): void => {
    theme = chosen
    document.documentElement.dataset['theme'] = chosen
    setText(button, `Theme: ${chosen}`)
    // What has left the page follows no more.
    followers = followers.filter(({ element }) => element.isConnected)
    for (const { follow } of followers) {
      follow()
    }
  }
  button.addEventListener('click', () => {
    apply(nextTheme(theme))
    localStorage.setItem(key, theme)
  })
  darkDevice.addEventListener('change', () => {
    apply(theme)
  })
  apply(theme)
}

let probe: HTMLElement | undefined

/**
 * What a name of tokens.css stands for now. Asked of an element that wears it, because the property
 * itself still says light-dark(...).
 */
export function colour(name: string, property: 'color' | 'font-family' = 'color'): string {
  probe ??= document.body.appendChild(document.createElement('i'))
  probe.hidden = true
  probe.style.setProperty(property, `var(${name})`)
  return getComputedStyle(probe).getPropertyValue(property)
}
