/** Nothing is kept on disk: what Redis holds are projections that can be made again. */
export const redisArguments = ['--save', '', '--appendonly', 'no'] as const
