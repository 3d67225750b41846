/**
 * Images of Debian's packages, made without a registry, under the names that suites give to the official ones.
 * They are in a store of their own, so that no podman of this machine takes them for those.
 */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { findProgram, type Layer } from "./layers.ts"
import { PODMAN, podman, podmanEnvironment } from "./podman.ts"

/** What podman finds in its environment: how it runs here, and where its images are. */
export interface Store {
  readonly CONTAINERS_CONF: string
  readonly CONTAINERS_STORAGE_CONF: string
}

/** Podman, and what makes a root folder of Debian's packages. */
export const DEBIAN_IMAGES: Layer = {
  name: "mmdebstrap",
  find: () => {
    const podman = PODMAN.find()
    return "missing" in podman ? podman : findProgram("mmdebstrap")
  },
}

/** The image that the others are made from. */
const DEBIAN = "localhost/smoke-test-debian:1"

const PACKAGES =
  "postgresql-15,postgresql-client-15,redis-server,redis-tools,bash,dash,coreutils,grep,sed,util-linux,perl-base"

/** The part of what packages do when they are configured that is needed, and without what takes only room. */
const FINISH = `ln -s dash "$1/bin/sh"
rm -rf "$1"/usr/share/doc "$1"/usr/share/man "$1"/usr/share/locale "$1"/usr/share/i18n \
  "$1"/usr/lib/x86_64-linux-gnu/libLLVM* "$1"/usr/lib/postgresql/15/lib/bitcode`

const USERS = `root:x:0:0::/root:/bin/bash
postgres:x:999:999::/var/lib/postgresql:/bin/bash
`

/**
 * As the official image starts: the first start fills the database while only a socket inside answers, and then
 * PostgreSQL starts again for all.
 */
const START_POSTGRES = `#!/bin/bash
set -eu
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /var/run/postgresql && chown -R postgres "$PGDATA" /var/run/postgresql
  exec setpriv --reuid 999 --regid 999 --clear-groups "$0" "$@"
fi
[ -n "\${POSTGRES_PASSWORD:-}" ] || { echo "POSTGRES_PASSWORD is not set" >&2; exit 1; }
printf %s "$POSTGRES_PASSWORD" > /tmp/password
initdb -D "$PGDATA" -U postgres --pwfile=/tmp/password -A scram-sha-256 --auth-local trust > /dev/null
rm /tmp/password
echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
for file in /docker-entrypoint-initdb.d/*.sql; do
  [ ! -e "$file" ] || psql -v ON_ERROR_STOP=1 -U postgres -f "$file"
done
sleep 1
pg_ctl -D "$PGDATA" -m fast -w stop
exec postgres -D "$PGDATA" -c "listen_addresses=*"
`

const POSTGRES = `FROM ${DEBIAN}
COPY passwd /etc/
COPY start-postgres /usr/local/bin/
ENV PATH=/usr/local/bin:/usr/lib/postgresql/15/bin:/usr/bin:/bin PGDATA=/var/lib/postgresql/data LC_ALL=C
STOPSIGNAL SIGINT
EXPOSE 5432
ENTRYPOINT ["start-postgres"]
`

const REDIS = `FROM ${DEBIAN}
EXPOSE 6379
ENTRYPOINT ["redis-server", "--protected-mode", "no", "--save", ""]
`

/** Makes a store with the image of Debian's packages. */
export function debianStore(): { readonly env: Store; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "smoke-store-"))
  const conf = join(folder, "storage.conf")
  const places = `graphroot = "${folder}/graph"\nrunroot = "${folder}/run"\n`
  writeFileSync(conf, `[storage]\ndriver = "overlay"\n${places}`)
  const env: Store = { ...podmanEnvironment(), CONTAINERS_STORAGE_CONF: conf }
  const remove = () => {
    podman(env, "rm", "--all", "--force", "--time", "0")
    podman(env, "rmi", "--all", "--force")
    // Podman keeps its layers in a mount of their own.
    spawnSync("umount", [`${folder}/graph/overlay`])
    for (const path of [folder, dirname(env.CONTAINERS_CONF)]) rmSync(path, { recursive: true })
  }
  const words = ["--quiet", "--variant=extract", `--include=${PACKAGES}`]
  const tar = join(folder, "debian.tar")
  const apt = ["--aptopt=APT::Install-Recommends false", `--customize-hook=${FINISH}`]
  execFileSync("mmdebstrap", [...words, ...apt, "bookworm", tar], { stdio: "pipe" })
  podman(env, "import", "--quiet", tar, DEBIAN)
  rmSync(tar)
  return { env, remove }
}

/** Makes images with the names of the official ones for PostgreSQL and Redis. */
export function makeServices(env: Store): void {
  const files = { passwd: USERS, "start-postgres": START_POSTGRES }
  buildImage(env, { tag: "docker.io/library/postgres:16", containerfile: POSTGRES, files })
  buildImage(env, { tag: "docker.io/library/redis:7", containerfile: REDIS, files: {} })
}

/** Makes an image with the Node that runs the tests; the result is its name. */
export function makeNode(env: Store): string {
  const tag = "localhost/smoke-test-node:1"
  const containerfile = `FROM ${DEBIAN}\nCOPY node /usr/local/bin/\n`
  buildImage(env, { tag, containerfile, files: { node: readFileSync(process.execPath) } })
  return tag
}

/** Makes an image of a text and files. */
function buildImage(
  env: Store,
  of: {
    readonly tag: string
    readonly containerfile: string
    /** Beside it; all can be executed. */
    readonly files: Readonly<Record<string, string | Uint8Array>>
  },
) {
  const folder = mkdtempSync(join(tmpdir(), "smoke-build-"))
  for (const [name, text] of Object.entries({ ...of.files, Containerfile: of.containerfile })) {
    writeFileSync(join(folder, name), text, { mode: 0o755 })
  }
  podman(env, "build", "--quiet", "--pull=never", "--tag", of.tag, folder)
  rmSync(folder, { recursive: true })
}
