const key = process.env['INPUT_KEY'] ?? ''
if (!process.env['INPUT_PATH']) throw new Error('cache has no path')
// hashFiles of patterns that match nothing is empty, and the key would never change again.
if (!/-[0-9a-f]{64}$/.test(key)) throw new Error(`cache key is ${key}, expected a hash at its end`)
