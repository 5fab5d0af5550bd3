/**
 * Lets a command go on whose reader has gone, as that of `| head`: it finishes, writes its files
 * and keeps its verdict. Whatever else keeps output from being written, as a full disk does, is
 * thrown, and ends the process as every error does that nobody caught.
 */
export function outliveReader(output: NodeJS.EventEmitter): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}
