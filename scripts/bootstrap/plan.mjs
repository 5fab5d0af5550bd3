// @ts-check

export const oldestJavaMajor = 17

/**
 * One Debian package to install: the first of `names` that the machine's sources carry.
 * @typedef {{ names: readonly string[], why: string }} WantedPackage
 * @typedef {{ packages: readonly WantedPackage[], fetchKafka: boolean }} Plan
 * @typedef {{ services: boolean, images: boolean, valgrind?: boolean, tests?: boolean }} Wanted
 */

/**
 * What is missing on this machine, and why it is wanted. Takes facts, returns a plan, touches
 * nothing.
 * @param {Wanted} wanted
 * @param {import('./machine.mjs').Facts} facts
 * @returns {Plan}
 */
export function planFor(wanted, facts) {
  return {
    packages: [
      ...(wanted.services ? servicePackages(facts) : []),
      ...(wanted.images ? imagePackages(facts) : []),
      ...(wanted.valgrind === true || wanted.tests === true ? valgrindPackage(facts) : []),
      ...(wanted.tests === true ? [...pipPackage(facts), ...browserPackage(facts)] : []),
    ],
    fetchKafka: (wanted.services || wanted.images) && !facts.kafkaJars,
  }
}

/** @param {import('./machine.mjs').Facts} facts @returns {WantedPackage[]} */
function servicePackages(facts) {
  /** @type {WantedPackage[]} */
  const packages = []
  if (!facts.redisServer) {
    packages.push({
      names: ['redis-server'],
      why: 'redis-server is not on PATH; a run starts a Redis of its own from it',
    })
  }
  if (facts.javaMajor === undefined || facts.javaMajor < oldestJavaMajor) {
    packages.push({
      names: ['openjdk-17-jre-headless', 'openjdk-21-jre-headless', 'openjdk-25-jre-headless'],
      why: `Java is ${facts.javaMajor ?? 'not on PATH'}; Kafka runs on ${oldestJavaMajor} or newer`,
    })
  }
  return [...packages, ...mavenPackage(facts)]
}

/** @param {import('./machine.mjs').Facts} facts @returns {WantedPackage[]} */
function imagePackages(facts) {
  /** @type {WantedPackage[]} */
  const packages = []
  if (!facts.docker || (!facts.engineAnswers && !facts.dockerd)) {
    packages.push({ names: ['docker.io'], why: 'no Docker engine answers and none is installed' })
  }
  if (!facts.engineAnswers && !facts.iptables) {
    packages.push({ names: ['iptables'], why: "the engine's container network is made with it" })
  }
  if (!facts.debootstrap) {
    packages.push({ names: ['debootstrap'], why: 'the base image is made with it' })
  }
  return [...packages, ...mavenPackage(facts)]
}

/** @param {import('./machine.mjs').Facts} facts @returns {WantedPackage[]} */
function valgrindPackage(facts) {
  if (facts.valgrind) return []
  return [{ names: ['valgrind'], why: 'valgrind is not on PATH; instructions are counted with it' }]
}

/** @param {import('./machine.mjs').Facts} facts @returns {WantedPackage[]} */
function pipPackage(facts) {
  if (facts.pip) return []
  return [
    {
      names: ['python3-pip'],
      why: 'pip3 is not on PATH; it brings the tools that check the workflows',
    },
  ]
}

/** @param {import('./machine.mjs').Facts} facts @returns {WantedPackage[]} */
function browserPackage(facts) {
  if (facts.browser) return []
  return [{ names: ['chromium'], why: 'no Chromium is on PATH; the dashboard is tested in it' }]
}

/** @param {import('./machine.mjs').Facts} facts @returns {WantedPackage[]} */
function mavenPackage(facts) {
  if (facts.kafkaJars || facts.maven) return []
  return [{ names: ['maven'], why: "Kafka's jars are not cached; Maven fetches them once" }]
}

/**
 * The command that a person would type.
 * @param {readonly string[]} packages
 * @param {boolean} root
 * @returns {string}
 */
export function installCommand(packages, root) {
  return `${root ? '' : 'sudo '}apt-get install -y --no-install-recommends ${packages.join(' ')}`
}
