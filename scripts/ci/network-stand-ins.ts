import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What there is of a network before an engine, by the program that tells it. */
export const network = {
  links: '1: lo: <LOOPBACK,UP>\n2: eth0: <BROADCAST,UP>\n',
  iptables: `*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -i eth0 -p tcp --dport 23 -j DROP
COMMIT
`,
  ip6tables: `*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -i eth0 -p udp --dport 53 -j DROP
COMMIT
`,
  forwarding: '0\n',
}

export const withEngine = {
  links: `${network.links}3: docker0: <NO-CARRIER,BROADCAST,UP>\n`,
  iptables: `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:DOCKER - [0:0]
:DOCKER-ISOLATION-STAGE-1 - [0:0]
:DOCKER-USER - [0:0]
-A INPUT -i eth0 -p tcp --dport 23 -j DROP
-A FORWARD -j DOCKER-USER
-A FORWARD -j DOCKER-ISOLATION-STAGE-1
-A FORWARD -o docker0 -j DOCKER
-A FORWARD -i docker0 ! -o docker0 -j ACCEPT
-A DOCKER-USER -j RETURN
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
-A DOCKER -i docker0 -j RETURN
COMMIT
`,
  ip6tables: `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:DOCKER - [0:0]
:DOCKER-USER - [0:0]
-A INPUT -i eth0 -p udp --dport 53 -j DROP
-A FORWARD -j DOCKER-USER
-A FORWARD -o docker0 -j DOCKER
-A DOCKER-USER -j RETURN
COMMIT
`,
  forwarding: '1\n',
}

type Network = typeof network

/** Files in place of the machine's own network, which is neither read nor changed. */
export class NetworkStandIns {
  /** Shell: what an engine does to the network. */
  readonly toEngines: string
  readonly #folder: string

  constructor(folder: string, put: (name: string, body: string) => void) {
    this.#folder = join(folder, 'network')
    const withEngineFolder = join(folder, 'with-engine')
    this.toEngines = `cp ${withEngineFolder}/* ${this.#folder}`
    write(this.#folder, network)
    write(withEngineFolder, withEngine)
    const file = (name: keyof Network): string => join(this.#folder, name)
    put(
      'ip',
      `case "$*" in
"-o link show") cat ${file('links')} ;;
"link delete docker0") grep -q docker0 ${file('links')} && sed -i /docker0/d ${file('links')} ;;
esac`,
    )
    for (const firewall of ['iptables', 'ip6tables'] as const) {
      put(`${firewall}-save`, `cat ${file(firewall)}`)
      put(
        `${firewall}-restore`,
        `cat > ${folder}/restored; mv ${folder}/restored ${file(firewall)}`,
      )
    }
    put(
      'sysctl',
      `case "$*" in
"-n net.ipv4.ip_forward") cat ${file('forwarding')} ;;
"-q -w net.ipv4.ip_forward=0") echo 0 > ${file('forwarding')} ;;
esac`,
    )
  }

  get now(): Record<string, string> {
    return Object.fromEntries(
      Object.keys(network).map((name) => [name, readFileSync(join(this.#folder, name), 'utf8')]),
    )
  }

  set now(files: Network) {
    write(this.#folder, files)
  }
}

function write(folder: string, files: Network): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}
