export interface PackageSource {
  readonly mirror: string
  /** Code name of the release, e.g. "bookworm". */
  readonly suite: string
  readonly components: readonly string[]
}

/** Ubuntu keeps Redis and some Java packages in universe. */
const componentsOf: Readonly<Record<string, readonly string[]>> = {
  debian: ['main'],
  ubuntu: ['main', 'universe'],
}

/**
 * Where this machine gets its own packages: the first source that carries its release, in deb822
 * form (`URIs:`) or in lines (`deb …`). Throws when it is neither Debian nor Ubuntu, or names no
 * mirror.
 * @param readMirrorList returns the text of a list that a source names by `mirror+file:PATH`
 */
export function packageSource(
  osRelease: string,
  sources: readonly string[],
  readMirrorList: (file: string) => string = () => '',
): PackageSource {
  const field = (name: string): string =>
    new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? ''
  const components = componentsOf[field('ID')]
  const suite = field('VERSION_CODENAME')
  if (components === undefined || suite === '') {
    throw new Error(`images cannot be built on "${field('ID')}", expected Debian or Ubuntu`)
  }
  const named = sources.map((text) => mirrorOf(text, suite)).find((found) => found !== undefined)
  const mirror = named && firstMirror(named, readMirrorList)
  if (mirror === undefined) {
    throw new Error(`apt sources name no mirror of ${suite}, expected one in /etc/apt`)
  }
  return { mirror, suite, components }
}

function mirrorOf(text: string, suite: string): string | undefined {
  for (const stanza of text.split(/\n\s*\n/)) {
    const uri = /^URIs:\s*(\S+)/m.exec(stanza)?.[1]
    const suites = /^Suites:\s*(.*)$/m.exec(stanza)?.[1]?.split(/\s+/) ?? []
    if (uri !== undefined && suites.includes(suite)) return uri
  }
  const line = text
    .split('\n')
    .map((candidate) => /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/.exec(candidate))
    .find((match) => match?.[2] === suite)
  return line?.[1]
}

/**
 * apt chooses from such a list by itself, debootstrap takes one address: the first, which is
 * preferred.
 */
function firstMirror(named: string, readMirrorList: (file: string) => string): string | undefined {
  const file = /^mirror\+file:(.*)$/.exec(named)?.[1]
  return file === undefined ? named : /^https?:\S+/m.exec(readMirrorList(file))?.[0]
}
