/**
 * Use case: what this machine and its surroundings offer, with the evidence of each.
 */
import { BUILT_INS } from "../../capability/builtin.ts"
import { builtinSpec, type Wanted, wantedProbes } from "../../capability/wanted.ts"
import { probeAll } from "../../execute/probes/probe.ts"
import type { ProbePorts } from "../../execute/probes/probe-finding.ts"
import { scrubEnvironment } from "../../execute/request/environment.ts"
import type { Capability } from "../../formats/capability.ts"
import type { Suite } from "../../scenario/model.ts"
import { suiteFolder } from "../suite/suite-folder.ts"

/** What was found, and what of it the suite cannot do without. */
export interface Probed {
  readonly capabilities: readonly Capability[]
  /** Names of what is absent and required. */
  readonly absent: readonly string[]
}

/** Probes the built-in capabilities, everything that a suite declares and what its scenarios name. */
export async function probeSurroundings(
  request: {
    readonly root: string
    /** Null asks for what is built in alone. */
    readonly suite: Suite | null
    readonly env: Readonly<Record<string, string>>
  },
  ports: ProbePorts,
): Promise<Probed> {
  const { root, suite } = request
  const probes = suite?.probes ?? {}
  const scenarios = (suite?.scenarios ?? []).map(({ definition, demand = {} }) => {
    return { requires: definition.requires ?? [], demand }
  })
  const wanted = new Map<string, Wanted>()
  for (const name of Object.keys(BUILT_INS)) wanted.set(name, { name, spec: builtinSpec(name) })
  for (const [name, spec] of Object.entries(probes)) wanted.set(name, { name, spec })
  for (const scope of ["runner", "run"] as const) {
    for (const each of wantedProbes({ scenarios, probes }, scope)) wanted.set(each.name, each)
  }
  const place = {
    root,
    folder: suiteFolder(root, suite?.file),
    env: scrubEnvironment(request.env),
  }
  const { signal } = new AbortController()
  const capabilities = await probeAll({ wanted: [...wanted.values()], place, signal }, ports)
  const absent = capabilities.flatMap(({ name, present }) =>
    !present && probes[name]?.required === true ? name : [],
  )
  return { capabilities, absent }
}
