/**
 * A container as files hold it, in the words of Actions. Texts may hold `${{ }}`; they are evaluated when it is started.
 */
import * as s from "../core/schema/make.ts"

export const ContainerSchema = s.object({
  image: s.text(),
  env: s.record(s.text()),
  /** `SOURCE:TARGET[:MODE]`; a relative source is meant from `folder`. */
  volumes: s.list(s.text()),
  /** Folder of the suite file, relative to the root. */
  folder: s.text(),
  /** Words for the engine's `run`, as a shell would split them. */
  options: s.text(),
  /** Instead of the image's; a text is split as a shell would. */
  command: s.union(s.text(), s.list(s.text())).nullable(),
  entrypoint: s.text().nullable(),
  credentials: s.object({ username: s.text(), password: s.text() }).nullable(),
  cpus: s.number().moreThan(0).nullable(),
  memoryBytes: s.whole().min(1).nullable(),
  pull: s.words(["missing", "always", "never"]),
  /** Ports inside, as `80` or `53/udp`; each is published on a port of this machine. */
  ports: s.list(s.text()),
  /** The ports of this machine that are written for them; the others are allotted. */
  hostPorts: s.record(s.whole().min(1).max(65_535)),
})

export type ContainerSpec = s.Infer<typeof ContainerSchema>
