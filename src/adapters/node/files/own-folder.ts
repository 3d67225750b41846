/**
 * Working in a folder that others may replace at any time: it is opened as a folder, never through a
 * link, and what is done in it is done in the folder that was opened.
 */
import { randomUUID } from "node:crypto"
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  unlinkSync,
} from "node:fs"
import { once } from "../../../core/once.ts"

const NUMBERS = "/proc/self/fd"

/** Only Linux leads by a number to what is in an open folder; elsewhere a short time is left for a swap. */
const hasNumbers = once(() => process.platform === "linux" && existsSync(NUMBERS))

/** Does something in a folder; throws where none is, also where a link leads to one. */
export function inFolder<T>(
  path: string | Buffer,
  use: (own: string | Buffer, stats: Stats) => T,
): T {
  if (!hasNumbers()) {
    const stats = lstatSync(path)
    if (!stats.isDirectory()) throw new Error(`${path} is no folder`)
    return use(path, stats)
  }
  const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants
  const fd = openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
  try {
    return use(`${NUMBERS}/${fd}`, fstatSync(fd))
  } finally {
    closeSync(fd)
  }
}

/** Which folder it is: differs when another has its place. Null where none is, or a link. */
export function folderId(path: string): string | null {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    return stats?.isDirectory() === true ? `${stats.dev} ${stats.ino}` : null
  } catch {
    return null
  }
}

/** Removes the plain files and links in a folder; false when anything else is or stays there. */
export function emptyFolder(path: string): boolean {
  try {
    return inFolder(path, (own, { mode }) => {
      for (const name of readdirSync(own)) unlinkSync(`${own}/${name}`)
      // One that its owner may not use is no use to the next.
      return (mode & 0o700) === 0o700
    })
  } catch {
    return false
  }
}

/**
 * Removes a file, a link or a whole folder, but nothing that a link leads to or that is mounted there.
 * What cannot be removed stays: it is never worth more than what goes on.
 */
export function removeTree(path: string): void {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats === undefined) return
    if (!stats.isDirectory()) unlinkSync(path)
    else if (hasNumbers()) removeFolder(path, once(mountPoints))
    else rmSync(path, { recursive: true, force: true })
  } catch {}
}

/** Folders that are open at once while one is removed: deeper ones are moved to its top first. */
const MOST_DEPTH = 64

interface Removal {
  readonly mounts: () => ReadonlySet<string>
  /** Moves a folder to the top. */
  readonly lift: (folder: Buffer) => void
}

function removeFolder(path: string, mounts: () => ReadonlySet<string>): void {
  let lifted = true
  const removal = (top: string | Buffer): Removal => ({
    mounts,
    lift: (folder) => {
      renameSync(folder, `${top}/${randomUUID()}`)
      lifted = true
    },
  })
  while (lifted) {
    lifted = false
    inFolder(path, (top) => clearFolder(top, removal(top), 1))
  }
  rmdirSync(path)
}

/** Removes what is in an open folder. Names are bytes: not all of them are text. */
function clearFolder(own: string | Buffer, removal: Removal, depth: number): void {
  if (isMounted(own, removal.mounts)) return
  for (const entry of readdirSync(own, { encoding: "buffer", withFileTypes: true })) {
    const inner = Buffer.concat([Buffer.from(`${own}/`), entry.name])
    try {
      if (!entry.isDirectory()) unlinkSync(inner)
      else if (depth < MOST_DEPTH) removeInner(inner, removal, depth)
      else removal.lift(inner)
    } catch {}
  }
}

function removeInner(path: Buffer, removal: Removal, depth: number): void {
  try {
    inFolder(path, (own) => clearFolder(own, removal, depth + 1))
  } catch {
    // One that cannot be opened may always have been empty.
  }
  rmdirSync(path)
}

function isMounted(own: string | Buffer, mounts: () => ReadonlySet<string>): boolean {
  try {
    return mounts().has(readlinkSync(own))
  } catch {
    // Its path is longer than the system tells, and than one that anybody mounts by.
    return false
  }
}

/** Where something is mounted. */
function mountPoints(): ReadonlySet<string> {
  const lines = readFileSync("/proc/self/mountinfo", "utf8").trimEnd().split("\n")
  return new Set(lines.map((line) => unquoted(line.split(" ")[4] ?? "")))
}

/** The system writes spaces, tabs, line ends and backslashes as three octal digits. */
function unquoted(text: string): string {
  const toCharacter = (_: string, code: string) => String.fromCharCode(Number.parseInt(code, 8))
  return text.replace(/\\([0-7]{3})/gu, toCharacter)
}
