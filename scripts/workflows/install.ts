import { cacheFolder } from './config.ts'
import { installTool, toolNames, toolPath } from './tools.ts'

// `node scripts/workflows/install.ts`: installs actionlint, act and zizmor where they are missing.
const folder = cacheFolder()
for (const name of toolNames) {
  const state = await installTool(name, folder)
  console.log(`${name}: ${state}, ${toolPath(name, folder)}`)
}
