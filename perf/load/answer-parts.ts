import { StringDecoder } from 'node:string_decoder'

interface Head {
  readonly statusCode: number
  readonly headers: readonly string[]
}

const noHead: Head = { statusCode: 0, headers: [] }

/**
 * What autocannon has of an answer while it comes, in place of its queue of requests: one request
 * is outstanding at most, and nobody reads the times and counts that it takes of each.
 */
export class AnswerParts {
  #head = noHead
  #body = ''
  /** A letter may come in two reads. */
  #letters = new StringDecoder('utf8')

  addByteCount(): void {}

  setHeaders(head: Head): void {
    this.#head = head
  }

  addBody(bytes: Buffer): void {
    this.#body += this.#letters.write(bytes)
  }

  /** The answer is whole. */
  terminateRequest() {
    const body = this.#body + this.#letters.end()
    const answer = { req: undefined, headers: this.#head, body, bytes: 0, duration: 0 }
    this.clear()
    return answer
  }

  clear(): void {
    this.#letters.end()
    this.#head = noHead
    this.#body = ''
  }
}
