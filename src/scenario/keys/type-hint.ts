/**
 * Mends for values of the wrong type, where it is known what people mean by them.
 */
import type { Path } from "../text/document.ts"

/** What to write instead; undefined where nothing comes to mind. */
export function typeHint(path: Path, found: unknown): string | undefined {
  if (path.at(-1) === "retry" && typeof found === "number") {
    return `write \`retry: { max-attempts: ${found + 1} }\` for ${found} further attempts`
  }
  if (path.at(-1) === "quarantine" && found === true) {
    return "write the last day: `quarantine: { until: 2027-01-31 }`; without an end it is `continue-on-error: true`"
  }
  if (path.at(-1) === "run" && (typeof found === "boolean" || typeof found === "number")) {
    return `write the command in quotes: \`run: "${found}"\``
  }
  if (path.length === 1 && path[0] === "scenarios" && Array.isArray(found)) {
    return "write the id of each as its key, without `-`: `login: { run: ./login.sh }`"
  }
  if (path.at(-1) === "capabilities" && Array.isArray(found)) {
    return "write the amount of each: `{ gpu: 2, docker: true }`"
  }
  if (path.at(-1) === "ready" && typeof found === "string") {
    const key = /^https?:/u.test(found) ? "http" : "command"
    return `write \`ready: { ${key}: ${JSON.stringify(found)} }\``
  }
  if (path.at(-1) === "tcp" && typeof found === "number") {
    return `write the host too: \`tcp: "localhost:${found}"\``
  }
  if (path.at(-2) === "capabilities" && typeof found === "string") {
    return `write \`{ command: ${found} }\` for a command that must exit 0`
  }
  if (path.at(-2) === "runners") return "write `{ runs-on: ubuntu-latest }` with its labels"
  if (path.at(-2) === "fixtures" && typeof found === "string") {
    return "write `{ start: … }` for a command that ends, or `{ serve: … }` for one that stays"
  }
  if (path.at(-1) === "runs-on" && typeof found === "object") {
    return "write only the labels, such as `[self-hosted, gpu]`"
  }
  if (path.at(-2) === "requires" || path.at(-1) === "requires") {
    return "write a name, or a comparison as one text: `memory >= 8Gi`"
  }
  if (found === "true" || found === "false") return `write it without quotes: \`${found}\``
  const word = typeof found === "string" ? found.toLowerCase() : ""
  if (/^(?:yes|on|no|off)$/u.test(word)) {
    return `YAML 1.2 has true and false: write \`${/^(?:yes|on)$/u.test(word)}\``
  }
  if (path.at(-1) === "for-each" && typeof found === "string") {
    return `write \`for-each: { files: "${found}" }\``
  }
  return undefined
}
