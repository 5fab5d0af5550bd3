import type { ServiceImages } from './environment.ts'

/**
 * The images of the services in testcontainers, the only place that names one (config.ts knows the
 * library's own helper). Official images first; on a machine that can pull nothing, those that
 * `npm run images` builds. Each can be overridden: PLUMBLINE_POSTGRES_IMAGE, PLUMBLINE_REDIS_IMAGE,
 * PLUMBLINE_KAFKA_IMAGE.
 */
export const officialImages: ServiceImages = {
  postgres:
    'postgres:18.4-bookworm@sha256:882236b897e39051d2368c5ccc6cda944904723506b2dfc97f2a8f5bc9afa382',
  redis:
    'redis:7.4.11-bookworm@sha256:c6eabf748fc7a61dbb5a705c78bcf3d6377b1127a97d0ce965c11c44ba46896f',
  // Confluent does not move a patch version's tag.
  kafka: 'confluentinc/cp-kafka:8.0.0',
}

/**
 * The Kafka tag is a Confluent version, because the module decides by it; inside is Apache Kafka.
 */
export const localImages: ServiceImages = {
  postgres: 'localhost/postgres:18',
  redis: 'localhost/redis:7',
  kafka: 'localhost/cp-kafka:8.0.0',
}
