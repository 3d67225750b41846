/**
 * Runs examples/storage-matrix, all of it or a part, and tells what its stub tool saw.
 */
import { cpSync, existsSync, readdirSync } from "node:fs"
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

/** Ends the engine by a signal when so many keys are torn down, and tells what the tool saw. */
async function endedStorageMatrix(
  args: readonly string[],
  { signal, afterKeys }: { readonly signal: "SIGINT" | "SIGKILL"; readonly afterKeys: number },
) {
  const project = new Project({})
  cpSync(EXAMPLE, project.root, { recursive: true })
  const env = { STATE: `${project.root}/state` }
  const folder = () => `state/${existsSync(env.STATE) ? readdirSync(env.STATE)[0] : ""}`
  const lines = (name: string): readonly string[] => {
    const path = `${folder()}/${name}`
    return existsSync(`${project.root}/${path}`) ? project.read(path).trim().split("\n") : []
  }
  const running = project.start(["run", ...args], env)
  const deadline = performance.now() + 120_000
  while (lines("deleted").length < afterKeys && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  // A key is done with its last line; what a kill cuts is not.
  const done = lines("deleted")
  running.process.kill(signal)
  const ended = await running.ended
  const left = () => readdirSync(`${project.root}/${folder()}`).toSorted()
  return { project, env, lines, done, ended, left }
}

/** Interrupts the run when so many keys are torn down. */
export async function stopStorageMatrix(args: readonly string[], afterKeys: number) {
  const { project, lines, ended, left } = await endedStorageMatrix(args, {
    signal: "SIGINT",
    afterKeys,
  })
  const [created, deleted, cleaned] = ["created", "deleted", "cleaned"].map(lines)
  return { created, deleted, cleaned, left: left(), ended, survivors: project.survivors() }
}

/** Kills the engine when so many keys are torn down, resumes the run, and tells what the tool saw in all. */
export async function killStorageMatrix(args: readonly string[], afterKeys: number) {
  const killed = await endedStorageMatrix(args, { signal: "SIGKILL", afterKeys })
  const { project, env, lines, done } = killed
  const ran = await project.run(["run", "--resume", "last", "-o", "results.json"], env)
  return {
    ...{ done, ran, results: project.results("results.json") },
    ...{ created: lines("created"), deleted: lines("deleted"), survivors: project.survivors() },
  }
}
