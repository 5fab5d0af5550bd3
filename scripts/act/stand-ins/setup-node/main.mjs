if (process.env['INPUT_CACHE'] !== 'npm') throw new Error('setup-node caches nothing, expected npm')
if (!process.env['INPUT_NODE-VERSION']) throw new Error('setup-node has no node-version')
