import { gitMaybe } from './git.ts'

/**
 * Makes git forget the worktrees whose folders have gone, and only those. `git worktree prune` also
 * takes one that another run is adding at this moment: it has a folder in `.git/worktrees` before
 * anything is in it.
 */
export async function forgetLostWorktrees(repository: string): Promise<void> {
  const options = { cwd: repository }
  const list = await gitMaybe(['worktree', 'list', '--porcelain'], options)
  if (list === undefined) return
  for (const folder of lostWorktrees(list)) {
    // Another run that forgets it first is as well.
    await gitMaybe(['worktree', 'remove', '--force', folder], options)
  }
}

/** Of the output of `git worktree list --porcelain`: one paragraph a worktree, its path first. */
function lostWorktrees(list: string): string[] {
  return list.split('\n\n').flatMap((paragraph) => {
    const [first = '', ...attributes] = paragraph.split('\n')
    const lost = attributes.some((attribute) => /^prunable\b/.test(attribute))
    return lost ? [first.replace(/^worktree /, '')] : []
  })
}
