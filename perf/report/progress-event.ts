/**
 * What the measuring code tells whoever watches a run: the live view in a terminal, a log line per
 * event in CI. `atMs` is milliseconds since the run began, on one monotonic clock; a renderer never
 * reads a clock of its own to make sense of an event.
 */

/**
 * The run as a whole moves on: building a commit, starting services, judging. `title` is for
 * people.
 */
export type PhaseEvent = { kind: 'phase'; phase: string; title: string; atMs: number }

/** Scenario `index` of `total` (from 1). `generations` is how many it will measure, when known. */
export type ScenarioStartedEvent = {
  kind: 'scenario-started'
  scenario: string
  index: number
  total: number
  generations?: number
  atMs: number
}

/** Generation `index` of `total` (from 1) of this scenario. */
export type GenerationStartedEvent = {
  kind: 'generation-started'
  scenario: string
  index: number
  total: number
  atMs: number
}

/** `dropped` says why the pair does not count, else absent or null. */
export type GenerationFinishedEvent = {
  kind: 'generation-finished'
  scenario: string
  index: number
  total: number
  dropped?: string | null
  atMs: number
}

/**
 * `status` is the scenario's own: an invariant that broke makes it `failed`, whatever its speed.
 */
export type ScenarioFinishedEvent = {
  kind: 'scenario-finished'
  scenario: string
  index: number
  total: number
  status: 'measured' | 'failed' | 'invalid'
  atMs: number
}

/** Something worth a line: a warning, or what a long step is doing just now. */
export type NoteEvent = {
  kind: 'note'
  message: string
  scenario?: string
  level?: 'info' | 'warning'
  atMs: number
}

export type ProgressEvent =
  | PhaseEvent
  | ScenarioStartedEvent
  | GenerationStartedEvent
  | GenerationFinishedEvent
  | ScenarioFinishedEvent
  | NoteEvent
