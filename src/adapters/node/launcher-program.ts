/**
 * The text of the launcher: a small Perl program that starts children for the engine. Starting a
 * process copies the page tables of whoever does it; the launcher has 5 MB to copy, the engine a
 * hundred and more. It also waits for them by wait4(2), which tells their processor time and memory.
 *
 * A request is four numbers of 32 bits (its own, how many words the command has, how many names the
 * environment is without, how many bytes follow) and then words, each ended by a NUL: log, folder,
 * program and arguments, names that are not in the environment, and what is in it as `NAME=value`.
 * Both say how it differs from the environment of request 0, which starts nothing. Answers are lines: `ready`, `started ID PID`,
 * `refused ID ERRNO` where there is no process at all, and `ended ID STATUS MICROSECONDS KIB LEFT`,
 * where LEFT is 0 when nothing of the group was left; with ERRNO and STEP behind it for a process
 * that could not become the program. What has started is told with the next line, or a moment later:
 * the engine has nothing to do about it. It ends when its input does.
 */
export const LAUNCHER_PROGRAM = String.raw`
use strict;
my ($wait4, $execve) = @ARGV;
my ($input, $output, $problems) = ('', '', '');
my (%children, %problem, %env);
$SIG{CHLD} = sub {};
$SIG{$_} = 'IGNORE' for qw(INT TERM HUP);
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
    if (!defined $count) { next if $!{EINTR}; exit 0 }
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
sub reap {
  my $ended = 0;
  while (1) {
    my ($status, $usage) = (pack('i', 0), "\0" x 256);
    my $pid = syscall($wait4, -1, $status, 1, $usage);
    last if $pid <= 0;
    my $id = delete $children{$pid};
    next if !defined $id;
    $status = unpack('i', $status);
    my ($us, $uu, $ss, $su, $kib) = unpack('l!5', $usage);
    my $micros = ($us + $ss) * 1000000 + $uu + $su;
    my $left = kill(0, -$pid) ? 1 : 0;
    # Only what gave up ends like this, and what somebody killed.
    hear_problems() if ($status & 0x7f) == 9;
    my $problem = delete $problem{$id};
    $output .= "ended $id $status $micros $kib $left" . (defined $problem ? " $problem" : '') . "\n";
    $ended = 1;
  }
  flush() if $ended;
}
sub change {
  my ($names, @words) = @_;
  delete $env{$_} for splice(@words, 0, $names);
  $env{substr($_, 0, index($_, '='))} = $_ for @words;
}
sub launch {
  my ($id, $count, $names, $payload) = @_;
  if ($id == 0) { return change($names, split /\0/, $payload) }
  my $pid = fork();
  if (!defined $pid) { $output .= "refused $id " . ($! + 0) . "\n"; return flush() }
  if ($pid == 0) {
    $SIG{$_} = 'DEFAULT' for qw(INT TERM HUP);
    setpgrp(0, 0);
    my ($log, $folder, @words) = split /\0/, $payload, -1;
    pop @words;
    my @command = splice(@words, 0, $count);
    open(STDOUT, '>>', $log) or give_up($id, 'log');
    open(STDERR, '>&', \*STDOUT) or give_up($id, 'log');
    chdir $folder or give_up($id, 'exec');
    change($names, @words);
    # Perl's own way copies every variable before it calls the system.
    syscall($execve, $command[0], pack('p*', @command, undef), pack('p*', values %env, undef))
      if index($command[0], '/') >= 0;
    # And it knows what to do with a script that does not name its shell.
    %ENV = map { split /=/, $_, 2 } values %env;
    { no warnings; exec { $command[0] } @command }
    give_up($id, 'exec');
  }
  # Also here, so that whoever is told the number finds a group, however late the child is.
  setpgrp($pid, $pid);
  $children{$pid} = $id;
  $output .= "started $id $pid\n";
}
$output = "ready\n";
flush();
my $bits = '';
vec($bits, fileno($requests), 1) = 1;
while (1) {
  reap();
  my $ready = $bits;
  # A child that ends just before the wait begins would not end it; so it is never a long one.
  my $wait = $output ne '' ? 0.01 : %children ? 0.05 : undef;
  my $count = select($ready, undef, undef, $wait);
  if ($count == 0) { flush(); next }
  next if $count < 0;
  my $bytes = sysread($requests, $input, 65536, length $input);
  if (!defined $bytes) { next if $!{EINTR}; last }
  last if $bytes == 0;
  while (length($input) >= 16) {
    my ($id, $words, $names, $length) = unpack('N4', $input);
    last if length($input) < 16 + $length;
    my $payload = substr($input, 16, $length);
    substr($input, 0, 16 + $length) = '';
    launch($id, $words, $names, $payload);
  }
}
`
