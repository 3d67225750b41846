/**
 * Probes that a suite declares: something outside that is asked whether it is there, and how much.
 */
import posix from "node:path/posix"
import { versionArguments } from "../../capability/builtin.ts"
import { parseNvidiaSmi, renderNodes } from "../../capability/gpu.ts"
import { clusterUnit, countPods, parseCluster } from "../../capability/kubernetes.ts"
import { findVersion } from "../../capability/version.ts"
import { unreachable } from "../../core/problems/unreachable.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import { formatQuantity, parseQuantity } from "../../core/quantities/quantity.ts"
import type { ProbeHow } from "../../formats/capability.ts"
import {
  absent,
  counted,
  type Finding,
  howEnded,
  type ProbeCall,
  type ProbePorts,
  present,
} from "./probe-finding.ts"
import { probeCpu, probeMemory } from "./probe-limits.ts"

/** What a command prints is a number or a version. */
const MAX_OUTPUT_BYTES = 1 << 20

type HowOf<K extends ProbeHow["kind"]> = Extract<ProbeHow, { kind: K }>

/** Probes as the suite says; never fails, at worst it is absent. */
export function probe(call: ProbeCall, ports: ProbePorts): Promise<Finding> | Finding {
  const { how } = call.spec
  const { env } = call.place
  switch (how.kind) {
    case "builtin":
      return probeBuiltin(how.name, call, ports)
    case "tcp":
      return probeTcp(how, call, ports)
    case "http":
      return probeHttp(how, call, ports)
    case "command":
      return probeCommand(how, call, ports)
    case "env":
      // The value may be a secret.
      if (env[how.name] === undefined) return absent(`${how.name} is not set`)
      return env[how.name] === "" ? absent(`${how.name} is empty`) : present(`${how.name} is set`)
    case "file":
      return ports.files.exists(posix.resolve(call.place.root, how.path))
        ? present(`${how.path} exists`)
        : absent(`${how.path} does not exist`)
    case "value":
      return counted(how.value, null, `the suite declares ${how.value}`)
    case "kubernetes":
      return how.pods === null ? probeNodes(how, call, ports) : probePods(how.pods, call, ports)
    default:
      return unreachable(how)
  }
}

async function probeTcp(
  { host, port }: HowOf<"tcp">,
  call: ProbeCall,
  { connections }: ProbePorts,
): Promise<Finding> {
  const opened = await connections.open({ host, port, signal: call.signal })
  const where = `${host}:${port}`
  if (opened.ok) return present(`${where} accepts connections`)
  return absent(`${where}: ${tooLate(call) ?? opened.error}`)
}

async function probeHttp(
  { url }: HowOf<"http">,
  call: ProbeCall,
  { http }: ProbePorts,
): Promise<Finding> {
  const answer = await http.send({
    url,
    method: "GET",
    headers: {},
    body: null,
    follow: true,
    maxBodyBytes: 0,
    signal: call.signal,
  })
  const shown = withoutCredentials(url)
  if (!answer.ok) return absent(`GET ${shown}: ${tooLate(call) ?? answer.error.message}`)
  const { status, statusText } = answer.value
  const said = `GET ${shown}: ${status} ${statusText}`
  return status >= 200 && status < 300 ? present(said) : absent(said)
}

/** What ends a connection or a request is its time. */
function tooLate({ signal, spec }: ProbeCall): string | null {
  return signal.aborted ? `it took longer than ${formatDuration(spec.timeoutMs)}` : null
}

/** An address as people may see it. */
function withoutCredentials(text: string): string {
  if (!URL.canParse(text)) return text
  const { origin, pathname } = new URL(text)
  return `${origin}${pathname}`
}

async function probeCommand(
  { run, as }: HowOf<"command">,
  { place, spec, signal }: ProbeCall,
  { programs }: ProbePorts,
): Promise<Finding> {
  const answer = await programs.ask({
    file: "bash",
    args: ["--noprofile", "--norc", "-eo", "pipefail", "-c", run],
    cwd: place.folder,
    env: place.env,
    timeoutMs: spec.timeoutMs,
    maxOutputBytes: MAX_OUTPUT_BYTES,
    signal,
  })
  if (!answer.ok) return absent(`${run}: ${answer.error.message}`)
  if (answer.value.exitCode !== 0) return absent(`${run}: it ${howEnded(answer.value)}`)
  const said = answer.value.stdout.trim()
  const evidence = `${run}: it printed ${JSON.stringify(said.slice(0, 100))}`
  switch (as) {
    case "presence":
      return present(`${run}: it ended with exit code 0`)
    case "count":
      return /^\d{1,15}$/u.test(said)
        ? counted(Number(said), null, evidence)
        : absent(`${evidence}, which is not a whole number`)
    case "quantity": {
      const quantity = parseQuantity(said)
      return quantity.ok
        ? counted(quantity.value, null, evidence)
        : absent(`${run}: ${quantity.error.message}`)
    }
    case "version": {
      const version = findVersion(said)
      return version === null
        ? absent(`${evidence}, which contains no version`)
        : present(evidence, version)
    }
    default:
      return unreachable(as)
  }
}

async function probeNodes(
  { selector, reserve }: HowOf<"kubernetes">,
  call: ProbeCall,
  { cluster }: ProbePorts,
): Promise<Finding> {
  const answer = await cluster.nodes({ selector, ...boundsOf(call) })
  if (!answer.ok) return absent(answer.error)
  const { text, command } = answer.value
  const parsed = parseCluster(text, reserve)
  if (!parsed.ok) return absent(`${command}: ${parsed.error}`)
  const { nodes, quantities, remarks } = parsed.value
  const kept =
    reserve === 0 ? "" : `, ${Math.round(reserve * 1_000) / 10} % of cpu and memory kept back`
  const noted = remarks.length === 0 ? "" : `; ${remarks.join("; ")}`
  const evidence = `${command}: ${formatQuantity(nodes, "nodes")} ready${kept}${noted}`
  const parts = Object.entries(quantities).map(([name, quantity]): [string, Finding] => {
    const unit = clusterUnit(name)
    const amount = `${formatQuantity(quantity, unit)} allocatable of ${formatQuantity(nodes, "nodes")}`
    return [name, counted(quantity, unit, `${command}: ${amount}${kept}`)]
  })
  return {
    ...counted(nodes, "nodes", evidence),
    parts: nodes === 0 ? {} : Object.fromEntries(parts),
  }
}

async function probePods(
  { selector, namespace }: NonNullable<HowOf<"kubernetes">["pods"]>,
  call: ProbeCall,
  { cluster }: ProbePorts,
): Promise<Finding> {
  const answer = await cluster.pods({ selector, namespace, ...boundsOf(call) })
  if (!answer.ok) return absent(answer.error)
  const { text, command } = answer.value
  const pods = countPods(text)
  if (!pods.ok) return absent(`${command}: ${pods.error}`)
  return counted(pods.value, "pods", `${command}: ${formatQuantity(pods.value, "pods")} ready`)
}

function boundsOf({ place, spec, signal }: ProbeCall) {
  return { cwd: place.root, env: place.env, timeoutMs: spec.timeoutMs, signal }
}

// Probes that need no declaration: this machine, its graphics processors, Docker, and any program by
// its name.

/** Probes a built-in capability, or a program of that name. */
async function probeBuiltin(name: string, call: ProbeCall, ports: ProbePorts): Promise<Finding> {
  const { host } = ports
  switch (name) {
    case "cpu":
      return probeCpu(ports)
    case "memory":
      return probeMemory(ports)
    case "disk":
      return probeDisk(call, ports)
    case "os":
      return present(`this program runs on ${host.os}`, host.os)
    case "arch":
      return present(`this program is built for ${host.arch}`, host.arch)
    case "gpu":
      return probeGpu(call, ports)
    case "docker":
      return probeDocker(call, ports)
    case "perl":
      return probePerl(call, ports)
    default:
      return probeProgram(name, call, ports)
  }
}

function probeDisk({ place }: ProbeCall, { host }: ProbePorts): Finding {
  const free = host.diskFreeBytes(place.root)
  if (!free.ok) return absent(free.error)
  return counted(
    free.value,
    "bytes",
    `${formatQuantity(free.value, "bytes")} free in ${place.root}`,
  )
}

async function probeGpu(call: ProbeCall, ports: ProbePorts): Promise<Finding> {
  const answer = await ask(call, ports, { file: "nvidia-smi", args: ["-L"] })
  if (answer.ok && answer.value.exitCode === 0) {
    const names = parseNvidiaSmi(answer.value.stdout)
    const listed = names.length === 0 ? "none" : names.join(", ")
    return counted(names.length, "gpus", `nvidia-smi -L lists ${listed}`)
  }
  const why = answer.ok
    ? `nvidia-smi ${howEnded(answer.value)}`
    : answer.error.code === "not-found"
      ? "nvidia-smi was not found"
      : `nvidia-smi: ${answer.error.message}`
  const nodes = renderNodes(ports.files.list("/dev/dri"))
  const dri = nodes.length === 0 ? "no render node" : nodes.join(", ")
  return counted(nodes.length, "gpus", `${why}; /dev/dri has ${dri}`)
}

async function probeDocker(call: ProbeCall, ports: ProbePorts): Promise<Finding> {
  const args = ["version", "--format", "{{.Server.Version}}"]
  const answer = await ask(call, ports, { file: "docker", args })
  if (!answer.ok) return absent(`docker: ${answer.error.message}`)
  const { exitCode, stdout } = answer.value
  const version = findVersion(stdout)
  if (exitCode !== 0) return absent(`docker version ${howEnded(answer.value)}`)
  return present(`the daemon is version ${stdout.trim()}`, version ?? undefined)
}

/** Perl runs the launcher; what its absence costs is in docs/cli.md. One that fails is none. */
async function probePerl(call: ProbeCall, ports: ProbePorts): Promise<Finding> {
  const args = versionArguments("perl")
  const command = ["perl", ...args].join(" ")
  const answer = await ask(call, ports, { file: "perl", args })
  const works = answer.ok && answer.value.exitCode === 0
  const version = works ? findVersion(answer.value.stdout) : null
  if (works && version !== null)
    return present(`${command}: ${answer.value.stdout.trim()}`, version)
  const why = answer.ok
    ? ` ${works ? "told no version" : howEnded(answer.value)}`
    : `: ${answer.error.message}`
  return absent(`${command}${why}; Node starts children, and orphans may outlive a run`)
}

/** There when it starts: some programs know no way to tell their version. */
async function probeProgram(name: string, call: ProbeCall, ports: ProbePorts): Promise<Finding> {
  const args = versionArguments(name)
  const command = [name, ...args].join(" ")
  const answer = await ask(call, ports, { file: name, args })
  if (!answer.ok) return absent(`${command}: ${answer.error.message}`)
  const { stdout, stderr, exitCode } = answer.value
  const said = stdout.trim() === "" ? stderr : stdout
  const version = findVersion(said) ?? undefined
  const line = said.trim().split("\n")[0] ?? ""
  if (exitCode === 0 || version !== undefined) {
    return present(`${command}: ${line === "" ? "it printed nothing" : line}`, version)
  }
  return present(`${command} ${howEnded(answer.value)}; it is present, its version is unknown`)
}

function ask(
  call: ProbeCall,
  { programs }: ProbePorts,
  what: { readonly file: string; readonly args: readonly string[] },
): ReturnType<ProbePorts["programs"]["ask"]> {
  const { place, spec, signal } = call
  return programs.ask({
    ...what,
    cwd: place.root,
    env: place.env,
    timeoutMs: spec.timeoutMs,
    maxOutputBytes: MAX_OUTPUT_BYTES,
    signal,
  })
}
