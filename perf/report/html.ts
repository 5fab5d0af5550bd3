import type { RunResult } from '../result/document.ts'
import { plainText } from './escape.ts'
import { headlineOf } from './headline.ts'
import { html } from './html/markup.ts'
import { findings, masthead, runAndMachine } from './html/overview.ts'
import { scenarioSection } from './html/scenario-section.ts'
import { style } from './html/style.ts'

/**
 * The whole run as one page: no script, no font, no image from elsewhere, and a policy that would
 * refuse them if hostile text ever got through.
 */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

export function renderHtml(result: RunResult): string {
  const sections = result.scenarios.map((scenario) =>
    scenarioSection(scenario, result.kind === 'self-check'),
  )
  // The policy's quotes and the style sheet are ours, and must not be escaped.
  const ours = { policy: { markup: policy }, style: { markup: style } }
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${ours.policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${plainText(headlineOf(result).text, 120)}</title>
        <style>
          ${ours.style}
        </style>
      </head>
      <body>
        ${masthead(result)}
        <main>${findings(result)}${sections}${runAndMachine(result)}</main>
        <footer>
          Written by Plumbline from ${result.schema}. Every figure on this page is in result.json
          beside it.
        </footer>
      </body>
    </html> `
  return page.markup
}
