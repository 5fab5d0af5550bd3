import type { HubEvent } from '../../platform/websocket/hub.ts'

/** What reporting asks of the hub. */
export interface LiveHub {
  publish(tenant: string, event: HubEvent): void
  publishHere(tenant: string, event: HubEvent): void
  listening(): ReadonlySet<string>
}

export interface ReportingNeeds {
  readonly hub: LiveHub
  /** Whether a bank, by its BIC, clears at an instant. */
  readonly isOpen: (bic: string, atMs: number) => boolean
  /** The totals of a tenant as of now, as the API answers them. @throws DependencyUnavailable */
  readonly realtime: (tenant: string) => Promise<object>
}
