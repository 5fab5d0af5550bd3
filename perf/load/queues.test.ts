import { expect, test } from 'vitest'
import { LinkedQueue, type Linked } from './linked-queue.ts'
import { NumberQueue } from './number-queue.ts'

class Item implements Linked<Item> {
  previous: Item | undefined
  next: Item | undefined
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

function drain(queue: LinkedQueue<Item>): string[] {
  const names: string[] = []
  for (let first = queue.first; first !== undefined; first = queue.first) {
    names.push(first.name)
    queue.remove(first)
  }
  return names
}

test('a linked queue keeps its order when an item leaves from its middle, head or tail', () => {
  for (const leaving of [0, 1, 2, 3]) {
    const names = ['a', 'b', 'c', 'd']
    const items = names.map((name) => new Item(name))
    const queue = new LinkedQueue<Item>()
    for (const item of items) queue.push(item)
    const gone = items[leaving] as Item
    queue.remove(gone)
    queue.push(gone)
    expect(drain(queue)).toEqual([...names.filter((name) => name !== gone.name), gone.name])
  }
})

test('a number queue returns numbers in order across many compactions', () => {
  const queue = new NumberQueue()
  let taken = 0
  for (let value = 0; value < 50_000; value += 1) {
    queue.push(value)
    if (value % 3 === 0) continue
    expect(queue.shift()).toBe(taken)
    taken += 1
  }
  expect(queue.length).toBe(50_000 - taken)
  expect(queue.first).toBe(taken)
  for (; queue.length > 0; taken += 1) expect(queue.shift()).toBe(taken)
  expect(taken).toBe(50_000)
  expect(queue.shift()).toBeUndefined()
})
