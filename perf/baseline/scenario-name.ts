/** The name of a scenario and of its file. */
export const scenarioPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
