/** For bash: the engine's process id as `$ENGINE`. It is the parent of a child, or of what started that. */
export const FIND_ENGINE =
  "ENGINE=$PPID; case $(tr -d '\\0' < /proc/$ENGINE/cmdline) in *perl*) ENGINE=$(cut -d' ' -f4 /proc/$ENGINE/stat);; esac"
