/**
 * Flags that say which scenarios are meant; alike for every command that reads a suite.
 */
import { parseChoice, parseCount, parsePair } from "../core/flag-values.ts"
import { DEFAULT_MAX_SCENARIOS, HIGHEST_MAX_SCENARIOS } from "../core/quantities/scenario-limit.ts"
import type { Flag } from "./flag.ts"

/** How large the suite may be. */
export const MAX_SCENARIOS_FLAG: Flag = {
  flags: "--max-scenarios <n>",
  description: "refuse a suite that expands to more scenarios, before it is expanded",
  parse: (text) => parseCount(text, { min: 1, max: HIGHEST_MAX_SCENARIOS }),
  standard: String(DEFAULT_MAX_SCENARIOS),
}

/** Which scenarios. */
export const SELECTION_FLAGS: readonly Flag[] = [
  {
    flags: "--filter <pattern>",
    description: "only scenarios whose id matches; * stays inside a segment",
    repeatable: true,
  },
  {
    flags: "--exclude <pattern>",
    description: "not the scenarios whose id matches; wins over --filter",
    repeatable: true,
  },
  {
    flags: "--tags <tag,...>",
    description: "only scenarios with one of these tags",
    repeatable: true,
  },
  {
    flags: "--features <name,...>",
    description: "only scenarios with one of these features",
    repeatable: true,
  },
  {
    flags: "--component <name>",
    description: "only scenarios with this component: --meta component=NAME",
    repeatable: true,
  },
  {
    flags: "--version <version>",
    description: "only scenarios with this version: --meta version=VERSION",
    repeatable: true,
  },
  {
    flags: "--mode <mode>",
    description: "only scenarios with this mode: --meta mode=MODE",
    repeatable: true,
  },
  {
    flags: "--meta <key=value>",
    description: "only scenarios with this value in their metadata",
    parse: parsePair,
    repeatable: true,
  },
  {
    flags: "--matrix <name=value>",
    description: "only scenarios with this value of a dimension",
    parse: parsePair,
    repeatable: true,
  },
  {
    flags: "--where <condition>",
    description: "only scenarios for which the condition holds: contains(tags, 'quick')",
    repeatable: true,
  },
  {
    flags: "--last <verdict>",
    description:
      "only scenarios that ended so last: passed, failed (all that is not green), flaky, or new (never)",
    parse: (text) => parseChoice(text, ["passed", "failed", "flaky", "new"]),
    repeatable: true,
  },
  {
    flags: "--changed-since <ref>",
    description: "not the scenarios whose paths hold no file that changed since this commit",
  },
  {
    flags: "--profile <name>",
    description:
      "use a profile of the suite, also written --NAME; several combine from left to right",
    repeatable: true,
  },
  { flags: "--quick", description: "the same as --profile quick" },
  MAX_SCENARIOS_FLAG,
  {
    flags: "--no-deps",
    description: "refuse a selection that leaves out what its scenarios need",
  },
]
