/**
 * The negative control, which nothing of a change can touch: without it nobody could tell a slow
 * change from a slow machine, so every run of a group measures it.
 */
export const controlScenario = 'control'
