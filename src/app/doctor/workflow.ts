/**
 * A workflow file of GitHub Actions as `doctor` reads it: its jobs, its steps that use this action, and
 * the edits that put it right.
 */
import { objectOf, textOf } from "../../core/json/foreign.ts"
import type { Json, JsonObject } from "../../core/json/json.ts"
import { type LocatedDocument, type Path, readDocument } from "../../scenario/text/document.ts"
import { type Edit, toPatch } from "./patch.ts"

/** What a step or a job asks of the action. */
export type UsedAs = "all" | "plan" | "run" | "aggregate" | "publish" | "workflow"

/** A step, or a job that calls a reusable workflow. */
export interface Use {
  readonly as: UsedAs
  readonly job: string
  /** Of the mapping that holds `uses`. */
  readonly path: Path
  readonly owner: string
  readonly ref: string
  readonly with: JsonObject
}

const ACTION = /^([\w.-]+)\/parallel-smoke(?:\/(plan|run|aggregate|publish))?@(.+)$/u
const REUSABLE = /^([\w.-]+)\/parallel-smoke\/\.github\/workflows\/[\w.-]+@(.+)$/u

/** One workflow file. */
export class Workflow {
  readonly path: string
  readonly document: LocatedDocument
  readonly uses: readonly Use[]

  constructor(path: string, text: string) {
    this.path = path
    this.document = readDocument({ path, text })
    this.uses = Object.keys(this.jobs).flatMap((job) => this.#usesOf(job))
  }

  /** Mentions the action, also where it does not parse. */
  get concerns(): boolean {
    return this.uses.length > 0 || (this.document.broken && this.#text.includes("parallel-smoke"))
  }

  get jobs(): JsonObject {
    return objectOf(this.at(["jobs"]))
  }

  /** The value at a path; null where there is none. */
  at(path: Path): Json {
    let value: Json = this.document.value
    for (const key of path) {
      value = (Array.isArray(value) ? value[Number(key)] : objectOf(value)[String(key)]) ?? null
    }
    return value
  }

  /** The 1-based line of a key or an entry. */
  lineOf(path: Path): number {
    return this.document.lineOf(this.document.locateKey(path))
  }

  /** A patch that puts `line` first into the mapping at a path, which must be there. */
  addMember(path: Path, line: string): string {
    const { start } = this.document.locate(path).range
    if (this.#text[start] === "{" && Object.keys(objectOf(this.at(path))).length > 0)
      return this.#within(start, `{ ${line}, `)
    const [first] = Object.keys(objectOf(this.at(path)))
    if (first === undefined) return this.replace(path, `{ ${line} }`)
    const at = this.lineOf([...path, first])
    const column = this.#columnOf([...path, first])
    const text = this.#line(at)
    // The first key of an entry of a list stands behind its dash.
    if (text.slice(0, column).trim() === "-") {
      const rest = text.slice(column)
      return this.#patch({
        line: at,
        remove: 1,
        insert: [`${text.slice(0, column)}${line}`, `${" ".repeat(column)}${rest}`],
      })
    }
    return this.#patch({ line: at, remove: 0, insert: [`${" ".repeat(column)}${line}`] })
  }

  /** A patch that gives a step or a called workflow an input; the value is written as it is. */
  setInput({ path, with: inputs }: Use, name: string, value: string): string {
    const given = [...path, "with"]
    const input = `${name}: ${value}`
    if (inputs[name] !== undefined) return this.replace([...given, name], value)
    if (Object.hasOwn(objectOf(this.at(path)), "with")) return this.addMember(given, input)
    const uses = [...path, "uses"]
    const indent = " ".repeat(this.#columnOf(uses))
    const insert = [`${indent}with:`, `${indent}  ${input}`]
    return this.#patch({ line: this.lineOf(uses) + 1, remove: 0, insert })
  }

  /** A patch that puts lines before the line of a key or an entry, indented as that is. */
  addBefore(path: Path, lines: readonly string[]): string {
    const at = this.lineOf(path)
    const indent = /^ */u.exec(this.#line(at))?.[0] ?? ""
    return this.#patch({ line: at, remove: 0, insert: lines.map((line) => indent + line) })
  }

  /** A patch that writes other text for a value that stands in one line. */
  replace(path: Path, by: string): string {
    if (this.at(path) === null) {
      const key = this.lineOf(path)
      const insert = [this.#line(key).replace(/:.*$/u, `: ${by}`)]
      return this.#patch({ line: key, remove: 1, insert })
    }
    const { start, end } = this.document.locate(path).range
    const at = this.document.lineOf(this.document.locate(path))
    const text = this.#line(at)
    const column = start - (this.#text.lastIndexOf("\n", start - 1) + 1)
    const rest = text.slice(column + (end - start))
    return this.#patch({ line: at, remove: 1, insert: [text.slice(0, column) + by + rest] })
  }

  #within(start: number, by: string): string {
    const at = this.#text.slice(0, start).split("\n").length
    const column = start - (this.#text.lastIndexOf("\n", start - 1) + 1)
    const text = this.#line(at)
    const rest = text.slice(column + 1).trimStart()
    return this.#patch({ line: at, remove: 1, insert: [text.slice(0, column) + by + rest] })
  }

  #patch(edit: Edit): string {
    return toPatch({ path: this.path, text: this.#text }, edit)
  }

  get #text(): string {
    return this.document.file.text
  }

  #line(number: number): string {
    return (this.#text.split("\n")[number - 1] ?? "").replace(/\r$/u, "")
  }

  #columnOf(path: Path): number {
    const { start } = this.document.locateKey(path).range
    return start - (this.#text.lastIndexOf("\n", start - 1) + 1)
  }

  #usesOf(job: string): readonly Use[] {
    const base = ["jobs", job]
    const called = REUSABLE.exec(textOf(this.at([...base, "uses"])))
    if (called !== null) {
      const [, owner = "", ref = ""] = called
      return [
        { as: "workflow", job, path: base, owner, ref, with: objectOf(this.at([...base, "with"])) },
      ]
    }
    const steps = this.at([...base, "steps"])
    if (!Array.isArray(steps)) return []
    return steps.flatMap((_step, i): Use[] => {
      const path = [...base, "steps", i]
      const found = ACTION.exec(textOf(this.at([...path, "uses"])))
      if (found === null) return []
      const [, owner = "", sub, ref = ""] = found
      const given = objectOf(this.at([...path, "with"]))
      const as = (sub ?? (textOf(given["command"]) || "all")) as UsedAs
      return [{ as, job, path, owner, ref, with: given }]
    })
  }
}

/** One or several texts. */
export function listOf(value: Json): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : value === null ? [] : [textOf(value)]
}
