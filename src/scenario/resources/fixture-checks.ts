/**
 * What cannot work about a fixture, whatever runs: names that are the same in the environment, one address
 * for several instances, addresses and outputs that nothing could use.
 */
import { type Diagnostic, errorAt, warningAt } from "../../core/problems/diagnostic.ts"
import type { Location } from "../../core/text/source.ts"
import { matrixVariable } from "../expressions/contexts.ts"
import { hasExpression } from "../expressions/template.ts"
import { checkEnv } from "../keys/scenario/environment.ts"
import type { FixtureText, ReadyText } from "../keys/sections/fixtures.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { addressProblem, isLocal, parseAddress, type TcpAddress } from "./addresses.ts"

/** A fixture in its file. */
interface Place {
  readonly document: LocatedDocument
  readonly path: Path
  readonly name: string
  /** Full names of the fixtures that may be named here. */
  readonly fixtures: ReadonlyMap<string, string>
}

/** Problems of a declared fixture; `declaredAt` are the places of those before it, by full name. */
export function checkFixture(
  text: FixtureText,
  place: Place,
  declaredAt: Map<string, Location>,
): readonly Diagnostic[] {
  return [
    ...checkName(place, declaredAt),
    ...checkAddresses(text, place),
    ...checkOutputs(text, place),
  ]
}

/** What a leaseholder of both gets of one would replace what it gets of the other. */
function checkName(
  { document, path, name, fixtures }: Place,
  declaredAt: Map<string, Location>,
): readonly Diagnostic[] {
  const location = document.locateKey(path)
  const same = [...fixtures].flatMap(([other, full]) => {
    const at = declaredAt.get(full)
    const isSame = other !== name && matrixVariable(other) === matrixVariable(name)
    return isSame && at !== undefined ? [{ other, at }] : []
  })
  declaredAt.set(fixtures.get(name) ?? name, location)
  return same.map(({ other, at }) => {
    const message = `\`${name}\` and \`${other}\` have the same variables in the environment`
    const hint = "rename one of them: capitals count as small letters, and `-` as `_`"
    const related = [{ message: `\`${other}\` is declared here`, location: at }]
    return errorAt(location, { code: "suite/value", message, hint, related })
  })
}

function checkAddresses(text: FixtureText, { document, path }: Place): readonly Diagnostic[] {
  const isList = Array.isArray(text.ready)
  const asked = [text.ready ?? []].flat().map((ready, i) => {
    const at = [...path, "ready", ...(isList ? [i] : [])]
    return { ready, at, fixed: fixedAddress(ready) }
  })
  const problems = asked.flatMap(({ ready: { tcp }, at }) => {
    if (tcp === undefined || hasExpression(tcp) || parseAddress(tcp) !== null) return []
    const location = document.locate([...at, "tcp"])
    return [errorAt(location, { code: "suite/value", ...addressProblem(tcp) })]
  })
  // What tells instances apart makes an address beside it that of something else.
  const shared = asked.every(({ fixed }) => fixed !== null)
    ? asked.find(({ fixed }) => fixed !== null && isLocal(fixed.host))
    : undefined
  const several = (text.instances ?? 1) > 1
  if (text.serve === undefined || shared?.fixed == null || !(several || text.key !== undefined)) {
    return problems
  }
  const { at, fixed } = shared
  const way = "tcp" in shared.ready ? "tcp" : "http"
  const who = several ? "several instances" : "instances of several keys"
  const message = `${who} cannot have the port ${fixed.port} at once`
  const hint =
    "add `ports: [PORT]`, let the command listen on `$PORT`, and write `${{ fixture.PORT }}` here"
  const location = document.locate([...at, way])
  // Keys may come one after another, in a group.
  const say = several ? errorAt : warningAt
  return [...problems, say(location, { code: "suite/value", message, hint })]
}

/** The address that is asked, where it is the same for every instance. */
function fixedAddress({ tcp, http }: ReadyText): TcpAddress | null {
  const url = typeof http === "string" ? http : http?.url
  const text = tcp ?? url
  if (text === undefined || hasExpression(text)) return null
  if (tcp !== undefined) return parseAddress(tcp)
  if (!URL.canParse(text)) return null
  const { protocol, hostname, port } = new URL(text)
  const standard = protocol === "https:" ? 443 : 80
  return { host: hostname.replace(/[[\]]/gu, ""), port: port === "" ? standard : Number(port) }
}

function checkOutputs({ outputs = {} }: FixtureText, place: Place): readonly Diagnostic[] {
  const { document } = place
  const path = [...place.path, "outputs"]
  const own = Object.keys(outputs).filter((name) => /^SMOKE_|^PATH$/u.test(name))
  return [
    ...checkEnv({ value: outputs, document, path }),
    ...own.map((name) => {
      const message = `\`${name}\` cannot be an output: scenarios get their own`
      const hint = "choose another name, such as `DATABASE_URL`"
      return errorAt(document.locateKey([...path, name]), { code: "suite/value", message, hint })
    }),
  ]
}
