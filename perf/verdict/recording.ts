/** The judge's input; its schema lives with the other documents, which import nothing of ours. */
export * from '../result/recording.ts'
