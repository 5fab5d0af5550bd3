import { gitMaybe } from './git.ts'

/** What the main branch may be called here. */
export const mainNames: readonly string[] = ['main', 'master']

/** Where a clone may have it; the remote's own word comes first. */
export const mainBranches = ['origin/HEAD', 'origin/main', 'main', 'origin/master', 'master']

/** Whether a main branch of this clone, its own or the remote's, has the commit. */
export async function isOnMainBranch(commit: string, cwd: string): Promise<boolean> {
  for (const branch of mainBranches) {
    const isAncestor = await gitMaybe(['merge-base', '--is-ancestor', commit, branch], { cwd })
    if (isAncestor !== undefined) return true
  }
  return false
}
