import { execFileSync } from 'node:child_process'

const { ACT_ORIGIN: origin, GITHUB_SHA: sha, GITHUB_WORKSPACE: workspace } = process.env
if (process.env['INPUT_PERSIST-CREDENTIALS'] !== 'false') {
  throw new Error('checkout keeps credentials, expected persist-credentials: false')
}
if (!origin || !sha || !workspace)
  throw new Error('expected ACT_ORIGIN, GITHUB_SHA and a workspace')

const depth = process.env['INPUT_FETCH-DEPTH'] === '0' ? [] : ['--depth', '1']
const git = (...args) => execFileSync('git', args, { cwd: workspace, stdio: 'inherit' })
git('init', '--quiet')
git('remote', 'add', 'origin', `file://${origin}`)
git('fetch', '--quiet', ...depth, 'origin', sha, '+refs/heads/*:refs/remotes/origin/*')
git('checkout', '--quiet', '--detach', sha)
