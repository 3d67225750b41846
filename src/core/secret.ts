/**
 * Keeping secrets out of what leaves the machine: in which forms they are looked for.
 */

/** What stands in the place of a secret. */
export const REDACTED = "***"

/** A value shorter than this occurs everywhere by chance and hides more than it keeps. */
const MIN_SECRET_CHARS = 4

/** True for a value that can be kept secret at all. */
export function isSecret(value: string): boolean {
  return value.trim().length >= MIN_SECRET_CHARS
}

/**
 * Every text that gives a secret away: the value, each of its lines, its Base64 and URL forms and
 * its form in JSON; the longest first.
 */
export function secretForms(secrets: readonly string[]): string[] {
  const forms = new Set<string>()
  for (const secret of secrets) {
    for (const value of [secret, ...secret.split(/\r?\n/u)]) {
      if (!isSecret(value)) continue
      forms.add(value)
      forms.add(base64(value))
      forms.add(encodeURIComponent(value.toWellFormed()))
      forms.add(JSON.stringify(value).slice(1, -1))
    }
  }
  return [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
}

/** A function that takes every form out of a text. */
export function redactor(forms: readonly string[]): (text: string) => string {
  if (forms.length === 0) return (text) => text
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, REDACTED), text)
}

/** Without the padding, so that it is found inside a longer run, too. */
function base64(value: string): string {
  const bytes = new TextEncoder().encode(value)
  let binary = ""
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replace(/=+$/u, "")
}
