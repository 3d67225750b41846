/**
 * Addresses `host:port` as suites write them.
 */

/** Host and port. */
export interface TcpAddress {
  readonly host: string
  readonly port: number
}

const ADDRESS = /^(?:tcp:\/\/)?(?:\[([0-9A-Fa-f:.]+)\]|([^\s:[\]/]+)):(\d{1,5})$/u

/** Null when it is no address. */
export function parseAddress(text: string): TcpAddress | null {
  const [, bracketed, plain, port = ""] = ADDRESS.exec(text.trim()) ?? []
  const host = bracketed ?? plain
  const number = Number(port)
  return host !== undefined && number >= 1 && number <= 65_535 ? { host, port: number } : null
}

/** What is wrong with a text that is no address. */
export function addressProblem(text: string): { readonly message: string; readonly hint: string } {
  const hint = /^\d+$/u.test(text.trim())
    ? `write the host too: \`localhost:${text.trim()}\``
    : "write host and port, such as `hive:9083` or `[::1]:9083`"
  return { message: `\`${text}\` is not \`host:port\``, hint }
}

/** Whether it is this machine. */
export function isLocal(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|::1?)$/iu.test(host)
}
