/**
 * Requests against the description of the REST interface that GitHub publishes.
 */
import { readFileSync } from "node:fs"

/** The part of JSON Schema that the description uses for the operations of the fixture. */
interface ApiSchema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly maxLength?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, ApiSchema>>
  readonly required?: readonly string[]
  readonly items?: ApiSchema
  readonly anyOf?: readonly ApiSchema[]
  readonly additionalProperties?: boolean
}

interface Operation {
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly schema: ApiSchema
  }[]
  readonly body?: ApiSchema
}

const FIXTURE = new URL("../__fixtures__/github-api/operations.json", import.meta.url)
const { operations }: { operations: Readonly<Record<string, Operation>> } = JSON.parse(
  readFileSync(FIXTURE, "utf8"),
)

const KNOWN = Object.entries(operations).map(([key, operation]) => {
  const [method = "", path = ""] = key.split(" ")
  return { method, path: new RegExp(`^${path.replaceAll(/\{\w+\}/gu, "[^/]+")}$`, "u"), operation }
})

/** What is wrong with a request; null where the description has no such operation. */
export function requestProblems(request: {
  readonly method: string
  readonly url: URL
  readonly body: unknown
}): readonly string[] | null {
  const { method, url, body } = request
  const found = KNOWN.find((one) => one.method === method && one.path.test(url.pathname))
  if (found === undefined) return null
  const { parameters, body: schema } = found.operation
  const query = [...url.searchParams].flatMap(([name, text]) => {
    const parameter = parameters.find((one) => one.in === "query" && one.name === name)
    if (parameter === undefined) return [`?${name} is not known`]
    const isNumber = parameter.schema.type === "integer" && /^\d+$/u.test(text)
    return problemsOf(parameter.schema, isNumber ? Number(text) : text, `?${name}`)
  })
  return [...query, ...(schema === undefined ? [] : problemsOf(schema, body, "body"))]
}

function problemsOf(schema: ApiSchema, value: unknown, at: string): string[] {
  const types = [schema.type ?? []].flat()
  if (types.length > 0 && !types.includes(typeOf(value)) && !isWhole(types, value)) {
    return [`${at} is no ${types.join(" or ")}`]
  }
  const problems: string[] = []
  const { maxLength = Number.POSITIVE_INFINITY, maxItems = Number.POSITIVE_INFINITY } = schema
  if (schema.enum !== undefined && !schema.enum.includes(value)) problems.push(`${at}: ${value}`)
  if (typeof value === "string" && value.length > maxLength) problems.push(`${at} is too long`)
  if (Array.isArray(value)) {
    if (value.length > maxItems) problems.push(`${at} has too many items`)
    const { items } = schema
    if (items !== undefined) {
      problems.push(...value.flatMap((item, i) => problemsOf(items, item, `${at}[${i}]`)))
    }
  } else if (value !== null && typeof value === "object") {
    problems.push(...memberProblems(schema, value as Record<string, unknown>, at))
  }
  const { anyOf } = schema
  if (anyOf?.every((one) => problemsOf(one, value, at).length > 0)) {
    problems.push(`${at} is none of what it may be`)
  }
  return problems
}

function memberProblems(schema: ApiSchema, value: Record<string, unknown>, at: string): string[] {
  const { properties, required = [], additionalProperties = false } = schema
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${at} has no ${name}`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const own = properties?.[name]
      if (own !== undefined) return problemsOf(own, inner, `${at}.${name}`)
      return additionalProperties || properties === undefined ? [] : [`${at}.${name} is not known`]
    }),
  ]
}

function typeOf(value: unknown): string {
  if (value === null) return "null"
  return Array.isArray(value) ? "array" : typeof value
}

function isWhole(types: readonly string[], value: unknown): boolean {
  return types.includes("integer") && Number.isInteger(value)
}
