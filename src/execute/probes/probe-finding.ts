/**
 * What every kind of probe works with, and how it says what it found.
 */
import { defined } from "../../core/defined.ts"
import { findFailureLine } from "../../core/text/failure-line.ts"
import { shownLines } from "../../core/text/terminal-text.ts"
import type { ProbeSpec } from "../../formats/capability.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Cluster } from "../../ports/cluster.ts"
import type { Files } from "../../ports/files.ts"
import type { Http } from "../../ports/http.ts"
import type { Connections, Host, ProgramAnswer, Programs } from "../../ports/probe.ts"

/** What probes need of the world. */
export interface ProbePorts {
  readonly programs: Programs
  readonly connections: Connections
  readonly host: Host
  readonly cluster: Cluster
  readonly http: Http
  readonly files: Pick<Files, "readText" | "list" | "exists">
  readonly clock: Clock
}

/** Where a probe runs. */
export interface ProbePlace {
  /** What paths are relative to; absolute. */
  readonly root: string
  /** The folder of the suite file, which commands run in; absolute. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
}

/** One probe under way. */
export interface ProbeCall {
  readonly name: string
  readonly spec: ProbeSpec
  readonly place: ProbePlace
  /** Its time is over, or the run stops. */
  readonly signal: AbortSignal
}

/** What a probe found, without its name. */
export interface Finding {
  readonly present: boolean
  readonly quantity?: number
  readonly unit?: string
  readonly value?: string
  readonly evidence: string
  /** Findings of its parts, by their names. */
  readonly parts?: Readonly<Record<string, Finding>>
}

/** More of a text is no evidence. */
const MAX_EVIDENCE = 300

/** Nothing is there, because. */
export function absent(evidence: string): Finding {
  return { present: false, evidence: oneLine(evidence) }
}

/** So much of it is there; none at all is absence. */
export function counted(quantity: number, unit: string | null, evidence: string): Finding {
  const found = { present: quantity > 0, quantity, unit: unit ?? undefined }
  return defined({ ...found, evidence: oneLine(evidence) })
}

/** It is there, with a version or a word where it has one. */
export function present(evidence: string, value?: string): Finding {
  return defined({ present: true, evidence: oneLine(evidence), value })
}

/** A text on one line, without what moves a cursor, cut where it says no more. */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()
  return line.length > MAX_EVIDENCE ? `${line.slice(0, MAX_EVIDENCE - 1)}…` : line
}

/** How a program ended, and what it says of it. */
export function howEnded({ exitCode, stderr, stdout }: ProgramAnswer): string {
  const how = exitCode === null ? "was ended by a signal" : `ended with exit code ${exitCode}`
  const said = findFailureLine(shownLines(stderr.trim() || stdout.trim()))
  return said === null ? how : `${how}: ${said.text}`
}
