/**
 * The page of a run: reads its data out of the document and shows them.
 */
import { render } from "preact"
import { readRun } from "./data/run.ts"
import { Page } from "./page.tsx"
import "./style.css"

async function start(): Promise<void> {
  const element = document.getElementById("page")
  if (element === null) return
  try {
    const run = await readRun()
    document.title = `${run.results.run.suite}: ${run.sentence}`
    element.textContent = ""
    render(<Page run={run} />, element)
  } catch (error) {
    element.textContent = `The report cannot be shown: ${String(error)}`
  }
}

void start()
