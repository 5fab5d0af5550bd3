import type { ServiceImages } from './environment.ts'

/**
 * The images of the testcontainers provider, the only place that names one. Official images first; on a
 * machine that can pull nothing, those that `npm run images` builds. Each can be overridden:
 * PLUMBLINE_POSTGRES_IMAGE, PLUMBLINE_REDIS_IMAGE, PLUMBLINE_KAFKA_IMAGE.
 */
export const officialImages: ServiceImages = {
  postgres: 'postgres:18.4-bookworm',
  redis: 'redis:7.4-bookworm',
  kafka: 'confluentinc/cp-kafka:8.0.0',
}

/** The Kafka tag is a Confluent version, because the module decides by it; inside is Apache Kafka. */
export const localImages: ServiceImages = {
  postgres: 'localhost/postgres:18',
  redis: 'localhost/redis:7',
  kafka: 'localhost/cp-kafka:8.0.0',
}
