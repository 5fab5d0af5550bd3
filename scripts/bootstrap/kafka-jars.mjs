// @ts-check
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { kafkaJarsFolder, kafkaVersion } from './cache-folder.mjs'
import { BootstrapFailure } from './failure.mjs'
import { run } from './run.mjs'
import { withStartLock } from './start-lock.mjs'

const fetchingPrefix = 'fetching-'
const dependencyPlugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1'

/**
 * Fetches Apache Kafka's jars into the cache folder. The folder appears by one rename, so whoever
 * finds it finds all of it.
 * @param {string} cache
 * @returns {Promise<void>}
 */
export async function fetchKafkaJars(cache) {
  const target = kafkaJarsFolder(cache)
  mkdirSync(cache, { recursive: true, mode: 0o755 })
  await withStartLock(join(cache, 'kafka.lock'), async () => {
    if (existsSync(target)) return
    removeUnfinishedFetches(cache)
    const temporary = mkdtempSync(join(cache, fetchingPrefix))
    try {
      await copyDependencies(temporary)
      // mkdtemp closes its folder to others, but the services may run as another user.
      chmodSync(join(temporary, 'jars'), 0o755)
      renameSync(join(temporary, 'jars'), target)
    } finally {
      rmSync(temporary, { recursive: true, force: true })
    }
  })
}

/**
 * A killed fetch could not put its folder away. Who holds the lock knows that nobody else
 * fetches. @param {string} cache
 */
function removeUnfinishedFetches(cache) {
  for (const name of readdirSync(cache)) {
    if (!name.startsWith(fetchingPrefix)) continue
    rmSync(join(cache, name), { recursive: true, force: true })
  }
}

/** @param {string} folder */
async function copyDependencies(folder) {
  const pom = join(folder, 'pom.xml')
  writeFileSync(pom, pomText)
  const jars = join(folder, 'jars')
  const goal = `${dependencyPlugin}:copy-dependencies`
  const options = ['-B', '-q', '-C', '-f', pom, goal, '-DincludeScope=runtime']
  const { code, how, output } = await run('mvn', [...options, `-DoutputDirectory=${jars}`])
  if (code === 0 && existsSync(join(jars, `kafka_2.13-${kafkaVersion}.jar`))) return
  throw new BootstrapFailure(
    `Kafka ${kafkaVersion} could not be fetched, mvn ${how}:\n${output.trim()}`,
    `mvn dependency:get -Dartifact=org.apache.kafka:kafka_2.13:${kafkaVersion}`,
  )
}

const pomText = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>plumbline</groupId>
  <artifactId>kafka-jars</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${kafkaVersion}</version>
    </dependency>
  </dependencies>
</project>
`
