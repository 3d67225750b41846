/**
 * Problem matchers for the output of common tools, in GitHub's own terms. Of several that find
 * something in one line the last counts, as in Actions.
 */
import { BUILT_IN, type BUILT_IN_NAMES, type ProblemMatcher } from "./problem-matcher.ts"

type Name = (typeof BUILT_IN_NAMES)[number]

const BATS_TEST = { regexp: "^not ok \\d+ (.+)$", message: 1 }
const BATS_HELPER = { regexp: "^# \\(from function .+ in file .+, line \\d+,$" }
const BATS_PLACE = { regexp: "^#  in test file (.+), line (\\d+)\\)$", file: 1, line: 2 }

const PYTEST_PLACE = { regexp: "^(\\S.*\\.py):(\\d+): in .+$", file: 1, line: 2 }
const PYTEST_SOURCE = { regexp: "^ {4}.+$" }
const PYTEST_ERROR = { regexp: '^E\\s+(?!File ")(\\S.*)$', message: 1 }

const MATCHERS: Readonly<Record<Name, readonly ProblemMatcher[]>> = {
  bats: [
    // What a middle pattern found is kept: there may be any number of callers in between.
    {
      owner: "bats-helpers",
      pattern: [BATS_TEST, BATS_HELPER, { regexp: "^#  from function .+,$" }, BATS_PLACE],
    },
    { owner: "bats-helper", pattern: [BATS_TEST, BATS_HELPER, BATS_PLACE] },
    {
      owner: "bats",
      pattern: [
        BATS_TEST,
        {
          regexp: "^# \\((?:from function .+ )?in test file (.+), line (\\d+)\\)$",
          file: 1,
          line: 2,
        },
      ],
    },
  ],
  pytest: [
    // `--tb=short`, and errors of collection: below the source there may be a line of carets.
    {
      owner: "pytest-short-carets",
      pattern: [PYTEST_PLACE, PYTEST_SOURCE, PYTEST_SOURCE, PYTEST_ERROR],
    },
    { owner: "pytest-short", pattern: [PYTEST_PLACE, PYTEST_SOURCE, PYTEST_ERROR] },
    {
      owner: "pytest-syntax",
      pattern: [
        { regexp: '^E\\s+File "(.+)", line (\\d+)$', file: 1, line: 2 },
        { regexp: "^E\\s.*$" },
        { regexp: "^E\\s+\\^+$" },
        { regexp: "^E\\s+(\\w+: .+)$", message: 1 },
      ],
    },
    // The first line of the error is kept, whatever its others say.
    {
      owner: "pytest",
      pattern: [
        { regexp: "^>\\s.*$" },
        { regexp: "^E\\s+(\\S.*)$", message: 1 },
        { regexp: "^$" },
        { regexp: "^(\\S.*\\.py):(\\d+): (\\w+)$", file: 1, line: 2, code: 3 },
      ],
    },
  ],
  go: [
    {
      owner: "go-panic",
      pattern: [{ regexp: "^((?:panic|fatal error): .+?)(?: \\[recovered.*\\])?$", message: 1 }],
    },
    {
      owner: "go-build",
      pattern: [
        {
          regexp: "^(?:vet: )?(\\S+\\.go):(\\d+):(\\d+): (.+)$",
          file: 1,
          line: 2,
          column: 3,
          message: 4,
        },
      ],
    },
    {
      owner: "go",
      pattern: [
        { regexp: "^\\s*--- FAIL: (\\S+) \\(.+\\)$", code: 1 },
        { regexp: "^\\s+(\\S+\\.go):(\\d+): (.+)$", file: 1, line: 2, message: 3, loop: true },
      ],
    },
  ],
  rust: [
    {
      owner: "rust-panic",
      pattern: [
        {
          regexp: "^thread '.+' (?:\\(\\d+\\) )?panicked at (.+):(\\d+):(\\d+):$",
          file: 1,
          line: 2,
          column: 3,
        },
        { regexp: "^(.+)$", message: 1 },
      ],
    },
    {
      owner: "rust",
      pattern: [
        { regexp: "^(error|warning)(?:\\[(\\w+)\\])?: (.+)$", severity: 1, code: 2, message: 3 },
        { regexp: "^\\s*--> (.+):(\\d+):(\\d+)$", file: 1, line: 2, column: 3 },
      ],
    },
  ],
  tsc: [
    { owner: "tsc-project", pattern: [{ regexp: "^error (TS\\d+): (.+)$", code: 1, message: 2 }] },
    {
      owner: "tsc",
      pattern: [
        {
          regexp: "^(\\S.*)(?:\\(|:)(\\d+)[,:](\\d+)(?:\\):| -) (error|warning) (TS\\d+): (.+)$",
          file: 1,
          line: 2,
          column: 3,
          severity: 4,
          code: 5,
          message: 6,
        },
      ],
    },
  ],
  eslint: [
    {
      owner: "eslint",
      pattern: [
        { regexp: "^(\\S.*)$", file: 1 },
        {
          regexp: "^\\s+(\\d+):(\\d+)\\s+(error|warning)\\s+(\\S.*?)(?:\\s{2,}(\\S+))?$",
          line: 1,
          column: 2,
          severity: 3,
          message: 4,
          code: 5,
          loop: true,
        },
      ],
    },
  ],
  gcc: [
    {
      owner: "gcc-linker",
      pattern: [
        {
          regexp:
            "^(?:\\S*ld(?:\\.\\w+)?: )?(\\S+?):(?:(\\d+)|\\(\\S+\\)): ((?:undefined reference|multiple definition) .+)$",
          file: 1,
          line: 2,
          message: 3,
        },
      ],
    },
    {
      owner: "gcc",
      pattern: [
        {
          regexp:
            "^(\\S.*?):(\\d+):(?:(\\d+):)? (?:fatal )?(error|warning): (.+?)(?: \\[(-W\\S+)\\])?$",
          file: 1,
          line: 2,
          column: 3,
          severity: 4,
          message: 5,
          code: 6,
        },
      ],
    },
  ],
}

/** The matchers that a plan names so; null for the path of a file. */
export function builtInMatchers(path: string): readonly ProblemMatcher[] | null {
  if (!path.startsWith(BUILT_IN)) return null
  return MATCHERS[path.slice(BUILT_IN.length) as Name] ?? []
}
