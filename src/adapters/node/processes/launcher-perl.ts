/**
 * The launcher: a small Perl program that starts every child for the engine and waits for it. To start
 * a process costs by the memory of the one that forks, and this one has 5 MB.
 *
 * A request is three numbers of 32 bits (its own, how many words the command has, how many bytes follow)
 * and then words, each ended by a NUL: log, folder, control group, file for stdout, file for stderr, how
 * many bytes of these (each may be empty); program and arguments; the environment as `NAME=value`. The
 * number 0 starts nothing: its command is what the launcher becomes once the engine is gone and all is ended,
 * and without words that is taken back.
 *
 * Answers are lines: `ready` once a first child of its own has ended; `started ID PID [COPIER]`;
 * `refused ID ERRNO [STEP]` where there is no process; `copied ID` when a captured stream has closed;
 * `ended ID STATUS CPU KIB WALL LEFT`, times in microseconds or `-` where unknown, WALL without what was
 * lost while the launcher itself was stopped, LEFT is 0 when nothing of the group was left; ERRNO and
 * STEP stand behind it when it could not become the program.
 *
 * On Linux it is a child subreaper (prctl(2)): what its children leave behind becomes its own child. It
 * ends when its input does, and before that ends whatever still runs below it.
 */
import { existsSync } from "node:fs"
import { findProgram } from "../files/find-program.ts"
import { END_ALL_PERL } from "./end-all-perl.ts"

const LAUNCHER_PERL = String.raw`
${END_ALL_PERL}
my ($wait4, $execve);
($wait4, $execve, $clock, $prctl) = @ARGV;
adopt_orphans();
my ($input, $output, $problems) = ('', '', '');
my (%begun, %problem, @will);
# A child that ends between a look and the wait that follows ends that wait by this pipe.
pipe(my $woken, my $waker) or exit 1;
$SIG{CHLD} = sub { syswrite($waker, '.') };
$SIG{$_} = 'IGNORE' for qw(INT TERM HUP PIPE);
# Perl ignores it, and only its own exec would put that right.
$SIG{FPE} = 'DEFAULT';
# Children have nothing to read; what they inherit is there once for all of them.
open(my $requests, '<&', \*STDIN) or exit 1;
open(my $answers, '>&', \*STDOUT) or exit 1;
open(STDIN, '<', '/dev/null') or exit 1;
binmode $requests;
pipe(my $told, my $teller) or exit 1;
sub flush {
  while (length $output) {
    my $count = syswrite($answers, $output);
    if (!defined $count) { next if $!{EINTR}; $output = ''; return }
    substr($output, 0, $count) = '';
  }
}
sub give_up {
  my ($id, $step) = @_;
  syswrite($teller, "$id " . ($! + 0) . " $step\n");
  kill 'KILL', $$;
}
sub hear_problems {
  my $ready = '';
  vec($ready, fileno($told), 1) = 1;
  return if select($ready, undef, undef, 0) <= 0;
  sysread($told, $problems, 65536, length $problems);
  while ($problems =~ s/^(\d+) (.*)\n//) { $problem{$1} = $2 }
}
# One child that has ended: its number, status and what it used.
sub wait_for_one {
  if (!$wait4) {
    my $pid = waitpid(-1, 1);
    return ($pid, $?, '-', '-');
  }
  my ($status, $usage) = (pack('i', 0), "\0" x 256);
  my $pid = syscall($wait4, -1, $status, 1, $usage);
  my ($us, $uu, $ss, $su, $kib) = unpack('l!5', $usage);
  return ($pid, unpack('i', $status), ($us + $ss) * 1000000 + $uu + $su, $kib);
}
sub reap {
  while (1) {
    my ($pid, $status, $cpu, $kib) = wait_for_one();
    last if $pid <= 0;
    my $copied = delete $copiers{$pid};
    if (defined $copied) { $output .= "copied $copied\n"; next }
    my $id = delete $children{$pid};
    next if !defined $id;
    my $wall = running(1) - delete $begun{$id};
    $wall = '-' if !$clock;
    my $left = kill(0, -$pid) || $!{EPERM} ? 1 : 0;
    # Only what gave up ends like this, and what somebody killed.
    hear_problems() if ($status & 0x7f) == 9;
    my $problem = delete $problem{$id};
    if ($id == 0) { $output .= "ready\n"; next }
    $output .= "ended $id $status $cpu $kib $wall $left" . (defined $problem ? " $problem" : '') . "\n";
  }
  flush();
}
# Copies a stream to the log, and as many bytes as are asked for to a file of its own.
sub copy {
  my ($from, $room, @paths) = @_;
  open(my $log, '>>', $paths[0]);
  open(my $own, '>>', $paths[1]);
  while (1) {
    my $count = sysread($from, my $piece, 65536);
    if (!defined $count) { next if $!{EINTR}; last }
    last if $count == 0;
    # A full disk costs output, as it does where children write themselves.
    syswrite($log, $piece);
    $room -= syswrite($own, substr($piece, 0, $room)) || 0 if $room > 0;
  }
  kill 'KILL', $$;
}
sub capture {
  my ($id, $log, $room, $path, $other) = @_;
  pipe(my $from, my $to) or return;
  my $pid = fork();
  if (defined $pid && $pid == 0) {
    close $_ for grep { defined } $to, $other, $requests, $answers, $told, $teller;
    setpgrp(0, 0);
    copy($from, $room, $log, $path);
  }
  $copiers{$pid} = $id if defined $pid;
  return defined $pid ? ($to, $pid) : ();
}
sub launch {
  my ($id, $count, $payload) = @_;
  my ($log, $folder, $group, $stdout, $stderr, $room, @words) = split /\0/, $payload, -1;
  pop @words;
  my ($out, $out_copier) = $stdout eq '' ? () : capture($id, $log, $room, $stdout);
  my ($err, $err_copier) = $stderr eq '' ? () : capture($id, $log, $room, $stderr, $out);
  my $pid = ($stdout ne '' && !$out) || ($stderr ne '' && !$err) ? undef : fork();
  if (!defined $pid) {
    $output .= "refused $id " . ($! + 0) . "\n";
    return flush();
  }
  if ($pid == 0) {
    $SIG{$_} = 'DEFAULT' for qw(INT TERM HUP PIPE);
    setpgrp(0, 0);
    my @command = splice(@words, 0, $count);
    if ($group ne '' && open(my $joined, '>', "$group/cgroup.procs")) { syswrite($joined, '0') }
    open(my $file, '>>', $log) or give_up($id, 'log');
    open(STDOUT, '>&', $out || $file) or give_up($id, 'log');
    open(STDERR, '>&', $err || $file) or give_up($id, 'log');
    chdir $folder or give_up($id, 'exec');
    # Perl's own way copies every variable before it calls the system.
    syscall($execve, $command[0], pack('p*', @command, undef), pack('p*', @words, undef))
      if $execve && index($command[0], '/') >= 0;
    # And it knows what to do with a script that does not name its shell.
    %ENV = map { split /=/, $_, 2 } @words;
    { no warnings; exec { $command[0] } @command }
    give_up($id, 'exec');
  }
  # Also here, so that the engine finds a group, however late the child is.
  setpgrp($pid, $pid);
  $begun{$id} = running(scalar %children);
  $children{$pid} = $id;
  $output .= join(' ', 'started', $id, $pid, grep { defined } $out_copier, $err_copier) . "\n";
}
# What has been asked for; false when the engine is gone.
sub take_in {
  while (1) {
    my $ready = '';
    vec($ready, fileno($requests), 1) = 1;
    return 1 if select($ready, undef, undef, 0) <= 0;
    my $bytes = sysread($requests, $input, 65536, length $input);
    if (!defined $bytes) { next if $!{EINTR}; return 0 }
    return 0 if $bytes == 0;
    while (length($input) >= 12) {
      my ($id, $words, $length) = unpack('N3', $input);
      last if length($input) < 12 + $length;
      my $payload = substr($input, 12, $length);
      substr($input, 0, 12 + $length) = '';
      if ($id == 0) { @will = $words ? ($words, $payload) : () }
      else { launch($id, $words, $payload) }
    }
  }
}
# Whether a child can be started and its end be heard at all is known before anybody relies on it.
launch(0, 1, join("\0", '/dev/null', '/', '', '', '', '', '/bin/true', ''));
$output = '';
# Before any end is looked at: nothing starts behind an engine that is gone.
while (take_in()) {
  reap();
  my $ready = '';
  vec($ready, fileno($requests), 1) = 1;
  # Perl runs handlers between its own steps, so a signal may come a moment too late for this wait: it is short.
  my $wait = %children || %copiers ? 0.05 : undef;
  running(scalar %children);
  vec($ready, fileno($woken), 1) = 1;
  my $found = select($ready, undef, undef, $wait);
  sysread($woken, my $drained, 4096) if $found > 0 && vec($ready, fileno($woken), 1);
}
end_all();
if (@will) {
  my ($count, $payload) = @will;
  my ($log, $folder, $group, $stdout, $stderr, $room, @words) = split /\0/, $payload, -1;
  pop @words;
  my @command = splice(@words, 0, $count);
  $SIG{$_} = 'DEFAULT' for qw(INT TERM HUP PIPE);
  open($_, '>', '/dev/null') for \*STDOUT, \*STDERR;
  chdir $folder;
  %ENV = map { split /=/, $_, 2 } @words;
  exec { $command[0] } @command;
}
`

/** How a launcher is started. */
export interface LauncherProgram {
  readonly file: string
  readonly args: readonly string[]
  /** Numbers of the system calls, as `CALLS` has them; none where they are not known. */
  readonly calls: readonly string[]
  /** It is a child subreaper (prctl(2)): what loses its parent below it becomes its own child. */
  readonly keepsOrphans: boolean
}

/** Numbers of wait4(2), execve(2), clock_gettime(2) and prctl(2) by processor (Linux). */
const CALLS: Readonly<Record<string, readonly number[]>> = {
  x64: [61, 59, 228, 157],
  arm64: [260, 221, 113, 167],
}

/** Every Debian, Ubuntu and macOS has it here; one of a version manager may be slow. */
const SYSTEM_PERL = "/usr/bin/perl"

/** The launcher of this machine; null where there is no Perl, and on Windows. */
export function launcherProgram(path: string | undefined): LauncherProgram | null {
  if (process.platform === "win32") return null
  const file = existsSync(SYSTEM_PERL) ? SYSTEM_PERL : findProgram("perl", path)
  if (!file.startsWith("/")) return null
  // Elsewhere Perl's own functions are used: nobody tells there what a child has used.
  const calls = process.platform === "linux" ? (CALLS[process.arch] ?? []) : []
  const numbers = calls.map(String)
  const args = ["-e", LAUNCHER_PERL, ...numbers]
  return { file, args, calls: numbers, keepsOrphans: calls.length > 0 }
}
