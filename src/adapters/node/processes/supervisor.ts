/**
 * A command of the user's that is waited for: a small Perl program starts it, ends it when its time is over,
 * and ends whatever it has left behind, also when the engine is gone. It ends as scenarios do.
 *
 * It speaks by descriptor 3, whose other end is the engine's: one line when everything has ended, which is
 * `ended STATUS` (as of wait(2)), `timeout`, `stopped` or `refused ERRNO`; then the ids of what it may not end.
 */
import { spawnSync } from "node:child_process"
import { getSystemErrorName } from "node:util"
import { END_ALL_PERL } from "./end-all-perl.ts"
import { launcherProgram } from "./launcher-perl.ts"

/** Where the line is read. */
export const SUPERVISOR_FD = 3

/** What is said where the line is missing: nobody knows how the command ended. */
export const LOST_SUPERVISOR = "what had started it was ended while it ran"

const SUPERVISOR_PERL = String.raw`
${END_ALL_PERL}
my ($limit, $names);
($clock, $prctl, $limit, $names, my @command) = @ARGV;
$ENV{substr($_, 0, index($_, '='))} = substr($_, index($_, '=') + 1) for splice(@command, 0, $names);
adopt_orphans();
my $stopped = 0;
$SIG{$_} = sub { $stopped = 1 } for qw(TERM INT HUP);
$SIG{CHLD} = sub {};
$SIG{PIPE} = 'IGNORE';
open(my $engine, '+<&=', 3) or exit 1;
pipe(my $told, my $teller) or exit 1;
my $pid = fork();
if (defined $pid && $pid == 0) {
  $SIG{$_} = 'DEFAULT' for qw(TERM INT HUP PIPE);
  setpgrp(0, 0);
  close $engine;
  { no warnings; exec { $command[0] } @command }
  syswrite($teller, $! + 0);
  kill 'KILL', $$;
}
my $refused = defined $pid ? '' : $! + 0;
close $teller;
$children{$pid} = 1 if defined $pid;
my $deadline = running(0) + $limit * 1000;
my $how = defined $pid ? '' : "refused $refused";
while ($how eq '') {
  if (waitpid($pid, 1) == $pid) {
    my $status = $?;
    sysread($told, $refused, 16);
    $how = $refused eq '' ? "ended $status" : "refused $refused";
  }
  elsif ($stopped) { $how = 'stopped' }
  elsif (running(1) >= $deadline) { $how = 'timeout' }
  else {
    my $ready = '';
    vec($ready, fileno($engine), 1) = 1;
    # The engine writes nothing: what can be read is its end.
    $how = 'stopped' if select($ready, undef, undef, 0.02) > 0 && !sysread($engine, my $end, 1);
  }
}
my @left = end_all();
syswrite($engine, join(' left ', $how, @left) . "\n");
`

/** What Perl itself would heed, such as modules to load, and what it complains of where it knows no such place. */
const HEEDED = /^(?:PERL|LANG|LC_)/u

/** A Perl that is not done by then does not work. */
const PROOF_MS = 2_000

/** A command that is waited for. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** The command under its supervisor; null where there is no Perl that works. */
export function supervised(
  command: Command & { readonly timeoutMs: number },
  path: string | undefined,
  findLauncher: typeof launcherProgram = launcherProgram,
): Command | null {
  const launcher = findLauncher(path)
  if (launcher === null || !works(launcher.file)) return null
  const { file, args, timeoutMs } = command
  const [clock = "", prctl = ""] = launcher.calls.slice(2)
  const heeded = Object.entries(command.env).filter(([name]) => HEEDED.test(name))
  const env = Object.entries(command.env).filter(([name]) => !HEEDED.test(name))
  const variables = heeded.map(([name, value]) => `${name}=${value}`)
  const told = [clock, prctl, String(Math.ceil(timeoutMs)), String(variables.length), ...variables]
  const words = ["-e", SUPERVISOR_PERL, ...told, file, ...args]
  return { file: launcher.file, args: words, env: Object.fromEntries(env) }
}

const proved = new Map<string, boolean>()

/** One that cannot be started, hangs or answers wrongly must not cost or make up what a command says. */
function works(perl: string): boolean {
  const known = proved.get(perl)
  if (known !== undefined) return known
  const { stdout } = spawnSync(perl, ["-e", "print 6 * 7"], {
    env: {},
    encoding: "latin1",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: PROOF_MS,
    killSignal: "SIGKILL",
  })
  const answers = stdout === "42"
  proved.set(perl, answers)
  return answers
}

/** How a supervised command ended. */
export type SupervisedEnd =
  | { readonly how: "ended"; readonly exitCode: number | null; readonly signal: number | null }
  | { readonly how: "timeout" | "stopped" }
  | { readonly how: "refused"; readonly code: string }

/** Reads the line of a supervisor; null where nothing whole was said. */
export function readSupervisor(
  text: string,
): { readonly end: SupervisedEnd; readonly left: readonly number[] } | null {
  const [, said, number = "0", ids = ""] =
    /^(ended|timeout|stopped|refused)(?: (\d+))?((?: left \d+)*)\n$/u.exec(text) ?? []
  if (said === undefined) return null
  const left = [...ids.matchAll(/\d+/gu)].map(([id]) => Number(id))
  return { end: endOf(said as SupervisedEnd["how"], number), left }
}

function endOf(how: SupervisedEnd["how"], number: string): SupervisedEnd {
  if (how === "timeout" || how === "stopped") return { how }
  if (how === "refused") return { how, code: getSystemErrorName(-Number(number)) }
  const signal = Number(number) & 0x7f
  return signal === 0
    ? { how, exitCode: Number(number) >> 8, signal: null }
    : { how, exitCode: null, signal }
}
