/**
 * Settings as flags of a command line.
 */
import { ROWS, type Row } from "./table.ts"
import { type CommandName, nameOf } from "./value.ts"

/** One flag. A setting with an opposite has two. */
export interface Flag extends Row {
  /** `-c` and `--workers`. */
  readonly words: readonly string[]
  /** `<n>`; empty for a flag without a value. */
  readonly form: string
  readonly help: string
  /** What holds without it; empty where that goes without saying. */
  readonly otherwise: string
  /** The short help names it. */
  readonly common: boolean
  /** It says that the setting is not wanted. */
  readonly opposite: boolean
}

/** The flags of a command in the order of its help. */
export function flagsOf(command: CommandName): readonly Flag[] {
  return ROWS.filter(({ setting }) => setting.flags?.includes(command)).flatMap((row) =>
    toFlags(row, command),
  )
}

function toFlags(row: Row, command: CommandName): readonly Flag[] {
  const { key, setting } = row
  const { value, help, flag = {}, common = [] } = setting
  const own = flag.of?.[command] ?? {}
  const name = nameOf(key, setting)
  const said: Flag = {
    ...row,
    words: [...(flag.short === undefined ? [] : [flag.short]), `--${name}`],
    form: flag.form ?? value.form,
    help: own.help ?? help,
    otherwise: own.otherwise ?? flag.otherwise ?? setting.default ?? "",
    common: common.includes(command),
    opposite: false,
  }
  const { opposite } = flag
  if (opposite === undefined) return [said]
  return [said, { ...said, words: [`--no-${name}`], help: opposite, otherwise: "", opposite: true }]
}
