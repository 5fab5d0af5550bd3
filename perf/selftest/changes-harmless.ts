import { paymentsRun, type PlantedChange } from './planted-change.ts'

/** What reviewers see every day and no user ever feels: whoever is alarmed by it is wrong. */
const harmless = (name: string, plants: string, quick = false): PlantedChange => ({
  name,
  plants,
  harmful: false,
  scenarios: paymentsRun,
  gates: [],
  causes: [],
  ...(quick ? { quick } : {}),
})

export const harmlessChanges: readonly PlantedChange[] = [
  harmless('renamed-file', 'a file on the hot path that has another name', true),
  harmless('comment', 'comments that shift every line below them'),
  harmless('reordered-import', 'the imports of a hot file in the reverse order'),
  // The arms then have dependency folders of their own, one install each that the cache keeps.
  harmless('dependency-bump', 'another patch version of a package that the system never loads'),
]
