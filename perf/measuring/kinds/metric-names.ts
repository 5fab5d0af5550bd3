export { metricIds as metricNames } from '../../result/metric-id.ts'
