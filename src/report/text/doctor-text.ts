/**
 * What `doctor` found, for people: each finding with its place and the next action.
 */
import type { Finding } from "../../formats/doctor.ts"
import { countOf, neutraliseLine } from "../lines/neutralise.ts"
import { paletteFor } from "../lines/palette.ts"

/** The findings, what could not be looked at, and a last line that sums up; without a line end. */
export function renderFindings(
  of: { readonly findings: readonly Finding[]; readonly unseen: readonly string[] },
  options: { readonly color: boolean },
): string {
  const { findings, unseen } = of
  const palette = paletteFor(options.color)
  const blocks = findings.map(({ code, level, message, file, line, fix }) => {
    const paint = level === "error" ? palette.bad : palette.warn
    const place = file === null ? "" : `${file}${line === null ? "" : `:${line}`}: `
    const head = `${paint(level)} ${neutraliseLine(`${place}${message}`)} ${palette.quiet(`[${code}]`)}`
    const next = fix.kind === "diff" ? "fix, for `git apply`:" : "next:"
    const text = fix.text.trimEnd().split("\n")
    return [head, `  ${next}`, ...text.map((one) => `    ${neutraliseLine(one)}`)].join("\n")
  })
  const errors = findings.filter(({ level }) => level === "error").length
  const counts = [
    errors > 0 ? countOf(errors, "error") : "",
    findings.length > errors ? countOf(findings.length - errors, "warning") : "",
  ].filter((text) => text !== "")
  const notes = unseen.map((one) => `not looked at: ${neutraliseLine(one)}`)
  const last = counts.length === 0 ? "nothing is wrong" : counts.join(", ")
  return [...blocks, ...(notes.length === 0 ? [] : [notes.join("\n")]), last].join("\n\n")
}
