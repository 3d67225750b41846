/**
 * What cannot work about a fixture, whatever runs: names that are the same in the environment, one address
 * for several instances, addresses and outputs that nothing could use.
 */
import { type Diagnostic, errorAt, warningAt } from "../../core/problems/diagnostic.ts"
import type { Location } from "../../core/text/source.ts"
import { matrixVariable, outputVariable } from "../expressions/contexts.ts"
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

/** An output or a port that a fixture declares. */
interface DeclaredVariable {
  readonly fixture: string
  readonly key: string
  readonly location: Location
}

/** What fixtures have declared so far. */
export interface Declared {
  /** Places of fixtures by full name. */
  readonly fixtures: Map<string, Location>
  /** By the name of the variable. */
  readonly variables: Map<string, DeclaredVariable[]>
}

/** Problems of a declared fixture, `declared` are those before it. */
export function checkFixture(
  text: FixtureText,
  place: Place,
  declared: Declared,
): readonly Diagnostic[] {
  return [
    ...checkName(place, declared.fixtures),
    ...checkAddresses(text, place),
    ...checkOutputs(text, place),
    ...checkVariables(text, place, declared.variables),
  ]
}

/** `a` with `B_C` and `a_b` with `C`: a leaseholder of both would get one of them alone. */
function checkVariables(
  { outputs = {}, ports = [] }: FixtureText,
  { document, path, name, fixtures }: Place,
  declared: Declared["variables"],
): readonly Diagnostic[] {
  const full = fixtures.get(name) ?? name
  const nearby = new Set(fixtures.values())
  const own = [
    ...[ports].flat().map((key, i) => {
      const at = [...path, "ports", ...(Array.isArray(ports) ? [i] : [])]
      return { fixture: full, key: String(key), location: document.locate(at) }
    }),
    ...Object.keys(outputs).map((key) => {
      const location = document.locateKey([...path, "outputs", key])
      return { fixture: full, key, location }
    }),
  ]
  return own.flatMap((one) => {
    const variable = outputVariable(name, one.key)
    const others = declared.get(variable) ?? []
    declared.set(variable, [...others, one])
    const isOther = ({ fixture, key }: DeclaredVariable) =>
      nearby.has(fixture) && (fixture === full ? key !== one.key : !isSameName(fixture, full))
    const other = others.find(isOther)
    if (other === undefined) return []
    const message = `\`${one.key}\` of \`${name}\` and \`${other.key}\` of \`${other.fixture}\` have the same variable \`${variable}\``
    const related = [{ message: "the other is here", location: other.location }]
    const hint = "rename one of them"
    return [errorAt(one.location, { code: "suite/value", message, hint, related })]
  })
}

/** That the fixtures are the same to the environment is reported once, and not for each output. */
function isSameName(a: string, b: string): boolean {
  return matrixVariable(a) === matrixVariable(b)
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
