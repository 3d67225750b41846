/**
 * The launcher: a small Perl program that starts every child for the engine and waits for it. To start
 * a process costs by the memory of the one that forks, and this one has 5 MB.
 *
 * A request is four numbers of 32 bits (its own, how many words the command has, how many names its
 * environment is without, how many bytes follow) and then words, each ended by a NUL: log, folder,
 * control group, file for stdout, file for stderr, how many bytes of these (each may be empty); program
 * and arguments; names that are not in the environment; what is in it as `NAME=value`. Both say how it
 * differs from the environment of request 0, which starts nothing and has only these.
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
import { END_ALL_PERL } from "./end-all-perl.ts"

export const LAUNCHER_PERL = String.raw`
${END_ALL_PERL}
my ($wait4, $execve);
($wait4, $execve, $clock, $prctl) = @ARGV;
adopt_orphans();
my ($input, $output, $problems) = ('', '', '');
my (%begun, %problem, %env);
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
sub change {
  my ($names, @words) = @_;
  delete $env{$_} for splice(@words, 0, $names);
  $env{substr($_, 0, index($_, '='))} = $_ for @words;
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
  my ($id, $count, $names, $payload) = @_;
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
    change($names, @words);
    # Perl's own way copies every variable before it calls the system.
    syscall($execve, $command[0], pack('p*', @command, undef), pack('p*', values %env, undef))
      if $execve && index($command[0], '/') >= 0;
    # And it knows what to do with a script that does not name its shell.
    %ENV = map { split /=/, $_, 2 } values %env;
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
    while (length($input) >= 16) {
      my ($id, $words, $names, $length) = unpack('N4', $input);
      last if length($input) < 16 + $length;
      my $payload = substr($input, 16, $length);
      substr($input, 0, 16 + $length) = '';
      if ($id == 0) { change($names, split /\0/, $payload) }
      else { launch($id, $words, $names, $payload) }
    }
  }
}
# Whether a child can be started and its end be heard at all is known before anybody relies on it.
launch(0, 1, 0, join("\0", '/dev/null', '/', '', '', '', '', '/bin/true', ''));
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
`
