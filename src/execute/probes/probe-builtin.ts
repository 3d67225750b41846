/**
 * Probes that need no declaration: this machine, its graphics processors, Docker, and any program by
 * its name.
 */
import { versionArguments } from "../../capability/builtin.ts"
import { parseNvidiaSmi, renderNodes } from "../../capability/gpu.ts"
import { findVersion } from "../../capability/version.ts"
import { formatQuantity } from "../../core/quantities/quantity.ts"
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

/** What tells a version says little. */
const MAX_OUTPUT_BYTES = 1 << 20

/** Probes a built-in capability, or a program of that name. */
export async function probeBuiltin(
  name: string,
  call: ProbeCall,
  ports: ProbePorts,
): Promise<Finding> {
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
      ? "there is no nvidia-smi"
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
    return present(`${command}: ${line === "" ? "it said nothing" : line}`, version)
  }
  return present(`${command} ${howEnded(answer.value)}; it is there, its version is not known`)
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
