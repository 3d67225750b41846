/**
 * A command of the user's that is waited for: a small Perl program starts it, ends it when its time is over,
 * and ends whatever it has left behind, also when the engine is gone. It ends as scenarios do.
 *
 * It speaks by descriptor 3, whose other end is the engine's: one line when everything has ended, which is
 * `ended STATUS` (as of wait(2)), `timeout`, `stopped` or `refused ERRNO`.
 */
import { getSystemErrorName } from "node:util"
import { END_ALL_PERL } from "./end-all-perl.ts"
import { launcherProgram } from "./launcher-program.ts"

/** Where the line is read. */
export const SUPERVISOR_FD = 3

const SUPERVISOR_PERL = String.raw`
${END_ALL_PERL}
my $limit;
($clock, $prctl, $limit, my @command) = @ARGV;
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
end_all();
syswrite($engine, "$how\n");
`

/** The command under its supervisor; null where there is no Perl. */
export function supervised(
  command: { readonly file: string; readonly args: readonly string[]; readonly timeoutMs: number },
  path: string | undefined,
): { readonly file: string; readonly args: readonly string[] } | null {
  const launcher = launcherProgram(path)
  if (launcher === null) return null
  const { file, args, timeoutMs } = command
  const [clock = "", prctl = ""] = launcher.calls.slice(2)
  const told = [clock, prctl, String(Math.ceil(timeoutMs)), file, ...args]
  return { file: launcher.file, args: ["-e", SUPERVISOR_PERL, ...told] }
}

/** How a supervised command ended; null where nothing whole was said. */
export type SupervisedEnd =
  | { readonly how: "ended"; readonly exitCode: number | null; readonly signal: number | null }
  | { readonly how: "timeout" | "stopped" }
  | { readonly how: "refused"; readonly code: string }
  | null

/** Reads the line of a supervisor. */
export function readSupervisor(text: string): SupervisedEnd {
  const [, how = "", number = "0"] =
    /^(ended|timeout|stopped|refused)(?: (\d+))?\n$/u.exec(text) ?? []
  if (how === "timeout" || how === "stopped") return { how }
  if (how === "refused") return { how, code: getSystemErrorName(-Number(number)) }
  if (how !== "ended") return null
  const signal = Number(number) & 0x7f
  return signal === 0
    ? { how, exitCode: Number(number) >> 8, signal: null }
    : { how, exitCode: null, signal }
}
