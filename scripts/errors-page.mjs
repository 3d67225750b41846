// docs/errors.md: exit codes, failures and diagnostics, from src/core.
import { armComments, memberComments } from "./doc-comments.mjs"

const HEAD = `<!-- Made by \`npm run generate\`; change the sources in src/core instead. -->

# Errors and exit codes
`

const EXIT_INTRO = `
## Exit codes

When several hold, the first of this order decides: 70, 130, 143, 2, 4, 1, 3, 0. The text of the
report names them all.

| code | name | meaning |
|---:|---|---|
`

const FAILURE_INTRO = `
## Failures

What makes a command give up. Everything below is expected; a bug of the program itself ends with
exit code 70.

| reason | meaning | exit code |
|---|---|---:|
`

const PROBLEM_INTRO = `
## Problems of a merged run

What is wrong with a run beyond its scenarios: each stands in \`problems\` of \`results.json\`. With exit
code 4 something of the run is missing or doubtful; with 1 it is all there and has failed.

| code | meaning | exit code |
|---|---|---:|
`

const DIAGNOSTIC_INTRO = `
## Diagnostics

Problems of suite files and scripts. Each is printed with file, line and column, and all of them in
one run. Codes are never reused for something else.

| code | meaning |
|---|---|
`

const DOCTOR_INTRO = `
## Findings of doctor

What \`doctor\` finds wrong with the set-up of a repository. Each comes with a command or a patch.

| code | meaning |
|---|---|
`

function cell(text, name) {
  if (!text) throw new Error(`${name} has no doc comment`)
  return text.replaceAll("|", "\\|")
}

/** The page as Markdown. */
export async function errorsPage() {
  const { EXIT_CODES } = await import("../src/core/problems/exit-code.ts")
  const { exitNameOf } = await import("../src/core/problems/failure.ts")
  const { exitNameOfProblem } = await import("../src/core/problems/merge-problem.ts")
  const { DOCTOR_CODES } = await import("../src/formats/doctor.ts")
  const { DIAGNOSTIC_CODES } = await import("../src/core/problems/diagnostic.ts")
  const sentences = memberComments("src/core/problems/exit-code.ts").get("EXIT_CODES")
  const exits = Object.entries(EXIT_CODES).map(
    ([name, code]) => `| ${code} | ${name} | ${cell(sentences.get(name), name)} |\n`,
  )
  const failures = armComments("src/core/problems/failure.ts", "reason").map(
    ({ value, sentence }) => {
      const code = EXIT_CODES[exitNameOf({ reason: value })]
      return `| \`${value}\` | ${cell(sentence, value)} | ${code} |\n`
    },
  )
  const problems = armComments("src/core/problems/merge-problem.ts", "code").map(
    ({ value, sentence }) => {
      const code = EXIT_CODES[exitNameOfProblem({ code: value })]
      return `| \`${value}\` | ${cell(sentence, value)} | ${code} |\n`
    },
  )
  const rowsOf = (codes) =>
    Object.entries(codes).map(([code, sentence]) => `| \`${code}\` | ${cell(sentence, code)} |\n`)
  const failed = [FAILURE_INTRO, ...failures, PROBLEM_INTRO, ...problems]
  const found = [
    ...[DIAGNOSTIC_INTRO, ...rowsOf(DIAGNOSTIC_CODES)],
    ...[DOCTOR_INTRO, ...rowsOf(DOCTOR_CODES)],
  ]
  return [HEAD, EXIT_INTRO, ...exits, ...failed, ...found].join("")
}
