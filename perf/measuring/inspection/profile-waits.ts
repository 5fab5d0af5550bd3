const resolutionMs = 5
const name = 'plumblineWaits'

/**
 * What a process can tell about its own waiting, as expressions for its inspector: they run inside
 * the system, in its global scope, and leave one object there between start and end.
 */
export const startInnerWaits = `(() => {
  const { monitorEventLoopDelay, PerformanceObserver, performance } = process.getBuiltinModule('node:perf_hooks')
  const delay = monitorEventLoopDelay({ resolution: ${resolutionMs} })
  const gc = { ms: 0, most: 0 }
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      gc.ms += duration
      gc.most = Math.max(gc.most, duration)
    }
  })
  observer.observe({ entryTypes: ['gc'] })
  delay.enable()
  globalThis.${name} = { delay, gc, observer, loop: performance.eventLoopUtilization() }
})()`

/** Gives `InnerWaits`. The timer's own interval is no delay, and is taken off. */
export const endInnerWaits = `(() => {
  const { performance } = process.getBuiltinModule('node:perf_hooks')
  const { delay, gc, observer, loop } = globalThis.${name}
  delete globalThis.${name}
  delay.disable()
  observer.disconnect()
  const ms = (ns) => Math.max(0, ns / 1e6 - ${resolutionMs})
  return {
    delayMsP50: ms(delay.percentile(50)),
    delayMsP99: ms(delay.percentile(99)),
    delayMsMax: ms(delay.max),
    gcMs: gc.ms,
    gcPauseMsMax: gc.most,
    loopUtilisation: performance.eventLoopUtilization(loop).utilization,
  }
})()`
