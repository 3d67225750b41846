import posix from "node:path/posix"

/** The folder of a suite file below the root, absolute; the root where there is no file. */
export function suiteFolder(root: string, suiteFile: string | undefined): string {
  return suiteFile === undefined ? root : posix.dirname(posix.join(root, suiteFile))
}
