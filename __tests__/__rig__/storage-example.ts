/**
 * Runs examples/storage-matrix, all of it or a part, and tells what its stub tool saw.
 */
import { cpSync, readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Project } from "./project.ts"

const EXAMPLE = fileURLToPath(new URL("../../examples/storage-matrix", import.meta.url))

/** The keys in the order in which they were set up and torn down, and what is left of the tool's state. */
export async function runStorageMatrix(args: readonly string[]) {
  const project = new Project({})
  cpSync(EXAMPLE, project.root, { recursive: true })
  const state = `${project.root}/state`
  const ran = await project.run(["run", "--out", "run", ...args], { STATE: state })
  const results = project.results("run/results.json")
  const folder = `state/${results.run.id}`
  const lines = (name: string) => project.read(`${folder}/${name}`).trim().split("\n")
  return {
    ...{ ran, results, created: lines("created"), deleted: lines("deleted") },
    left: readdirSync(`${project.root}/${folder}`).toSorted(),
    survivors: project.survivors(),
  }
}
