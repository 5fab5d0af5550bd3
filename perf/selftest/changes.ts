import { changesOfServices } from './changes-of-services.ts'
import { changesOfWork } from './changes-of-work.ts'
import { harmlessChanges } from './changes-harmless.ts'
import type { PlantedChange } from './planted-change.ts'

/**
 * `selftest/` judges the judge: it plants changes whose truth is known and keeps what a run says of
 * them.
 */
export const plantedChanges: readonly PlantedChange[] = [
  ...changesOfWork,
  ...changesOfServices,
  ...harmlessChanges,
]
