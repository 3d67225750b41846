/**
 * The views of a run. Each is a function of results and fold; a new one is added here.
 */
export { type EndingInput, renderEnding } from "./ending.ts"
export { type LineContext, renderEventLine, toLineContext } from "./event-line.ts"
export { type FailureSection, toFailureSection } from "./failure-section.ts"
export { renderResultsJson } from "./json.ts"
export { type JunitInput, renderJunit } from "./junit.ts"
export { MAX_SUMMARY_BYTES, type MarkdownInput, renderMarkdown } from "./markdown.ts"
