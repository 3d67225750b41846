/**
 * Containers as suites declare them, checked as far as a file can be.
 */
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { parseQuantity } from "../../core/quantities/quantity.ts"
import { hasOpenQuote, splitWords } from "../../core/text/split-words.ts"
import type { ContainerSpec } from "../../formats/container.ts"
import { hasExpression } from "../expressions/template.ts"
import type { ContainerText } from "../keys/scenario/container.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { writtenText } from "../text/written.ts"

interface Place {
  readonly document: LocatedDocument
  readonly path: Path
  /** Folder of the suite file, relative to the root. */
  readonly folder: string
  readonly diagnostics: Diagnostic[]
}

/** Nothing is published then: a port inside is one of this machine. */
const HOST_NETWORK = /(?:^|\s)--net(?:work)?[\s=]host(?:\s|$)/u

/** Options of `run` that are this program's own. */
const OWN_OPTIONS = /^(?:-d|--detach|--name|--rm|--restart|--cidfile|--pull)(?:=|$)/u

/** A container of the plan; an image alone is one, too. */
export function containerOf(text: ContainerText | string, place: Place): ContainerSpec {
  const { image, ...rest } = typeof text === "string" ? { image: text } : text
  const given: Partial<ContainerText> = rest
  const { env, options = "", command, entrypoint, credentials, cpus, memory, pull } = given
  checkImage(image, place)
  checkOptions(options, place)
  checkCredentials(credentials, place)
  const at = (...steps: Path) => [...place.path, ...steps]
  const written = (value: string | number | boolean | null, ...steps: Path) =>
    writtenText(place.document, at(...steps), value)
  const listed = (value: ContainerText["volumes"], key: string) =>
    Array.isArray(value) ? value.map((one, i) => written(one, key, i)) : [value ?? []].flat()
  const bytes = memory === undefined ? null : parseQuantity(String(memory))
  return {
    image,
    env: Object.fromEntries(
      Object.entries(env ?? {}).map(([name, value]) => [name, written(value, "env", name)]),
    ),
    volumes: listed(given.volumes, "volumes").map(String),
    folder: place.folder,
    options,
    command: Array.isArray(command)
      ? command.map((one, i) => written(one, "command", i))
      : (command ?? null),
    entrypoint: entrypoint ?? null,
    credentials: credentials ?? null,
    cpus: cpus ?? null,
    memoryBytes: bytes?.ok === true ? Math.max(1, Math.round(bytes.value)) : null,
    pull: pull ?? "missing",
    ...portsOf(given.ports, { ...place, isHostNetwork: HOST_NETWORK.test(options) }),
  }
}

function portsOf(
  ports: ContainerText["ports"],
  place: Place & { readonly isHostNetwork: boolean },
): Pick<ContainerSpec, "ports" | "hostPorts"> {
  const hostPorts: Record<string, number> = {}
  const inside = [ports ?? []].flat().flatMap((value, i) => {
    const path = [...place.path, "ports", ...(Array.isArray(ports) ? [i] : [])]
    const written = writtenText(place.document, path, value)
    const [, host, port = "", protocol] = /^(?:(\d+):)?(\d+)(?:\/(tcp|udp))?$/u.exec(written) ?? []
    if (![host ?? port, port].every((one) => Number(one) > 0 && Number(one) < 65_536)) {
      const message = `\`${written}\` is not a port of a container`
      const hint =
        "write `5432`, `53/udp`, or `8080:80` for a port of this machine that never changes"
      place.diagnostics.push(
        errorAt(place.document.locate(path), { code: "suite/value", message, hint }),
      )
      return []
    }
    if (place.isHostNetwork) hostPorts[port] = Number(port)
    else if (host !== undefined) hostPorts[port] = Number(host)
    return [protocol === "udp" ? `${port}/udp` : port]
  })
  return { ports: inside, hostPorts }
}

/** Engines take images of other places by these: `oci-archive:FILE`. */
const TRANSPORT =
  /^(?:dir|docker|docker-archive|docker-daemon|oci|oci-archive|containers-storage):/u

function checkImage(image: string, { document, path, diagnostics }: Place): void {
  if (hasExpression(image) || TRANSPORT.test(image)) return
  const [own = "", host = "", repository = ""] = /^([^/]*[.:][^/]*\/)?([^:@]*)/u.exec(image) ?? []
  const isSpaced = /\s/u.test(image)
  if (!isSpaced && repository === repository.toLowerCase()) return
  const message = `\`${image}\` is not the name of an image`
  const hint = isSpaced
    ? "remove the white space; arguments are written as `options` or `command`"
    : `write \`${host + repository.toLowerCase() + image.slice(own.length)}\``
  // An image alone is the container.
  const written = document.locate([...path, "image"])
  diagnostics.push(errorAt(written, { code: "suite/value", message, hint }))
}

function checkOptions(options: string, { document, path, diagnostics }: Place): void {
  if (!hasExpression(options) && hasOpenQuote(options)) {
    const message = "a quote in `options` is not closed"
    const hint = "close it, or put `\\` before it inside of double quotes"
    const location = document.locate([...path, "options"])
    diagnostics.push(errorAt(location, { code: "suite/value", message, hint }))
    return
  }
  const own = splitWords(options).find((word) => OWN_OPTIONS.test(word))
  if (own === undefined) return
  const message = `\`${own}\` cannot be an option here: names, starts and ends of containers are decided by the run`
  const hint =
    "remove it; a container is found by its labels: `docker ps --filter label=smoke-run-id`"
  diagnostics.push(
    errorAt(document.locate([...path, "options"]), { code: "suite/value", message, hint }),
  )
}

/** The plan holds the texts, and everybody may read it. */
function checkCredentials(
  credentials: ContainerText["credentials"],
  { document, path, diagnostics }: Place,
): void {
  const password = credentials?.password ?? ""
  if (password === "" || hasExpression(password)) return
  const message = "a password stands in the suite file"
  const location = document.locate([...path, "credentials", "password"])
  const hint = "give it to the job as environment, and write `${{ env.NAME }}`"
  diagnostics.push(errorAt(location, { code: "suite/value", message, hint }))
}
