/**
 * The launcher in Perl, for machines without Python: a fork of 5 MB, and wait4(2) for what a child
 * used. It speaks as `launcher-program.ts` says.
 */
export const LAUNCHER_PERL = String.raw`
use strict;
my ($wait4, $execve, $clock) = @ARGV;
my ($input, $output, $problems) = ('', '', '');
my (%children, %begun, %problem, %follower, %leader, %env);
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
sub micros {
  my $time = "\0" x 16;
  syscall($clock, 1, $time);
  my ($seconds, $nanos) = unpack('q2', $time);
  return $seconds * 1000000 + int($nanos / 1000);
}
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
    my $cpu = ($us + $ss) * 1000000 + $uu + $su;
    my $wall = micros() - delete $begun{$id};
    my $left = kill(0, -$pid) ? 1 : 0;
    # Told before the end of what it follows, so that whoever hears of that end knows.
    if ($status != 0 || $left) { hold_behind($id) }
    elsif (my $request = delete $follower{$id}) {
      delete $leader{$request->[0]};
      launch(@$request);
    }
    # Only what gave up ends like this, and what somebody killed.
    hear_problems() if ($status & 0x7f) == 9;
    my $problem = delete $problem{$id};
    $output .= "ended $id $status $cpu $kib $wall $left" . (defined $problem ? " $problem" : '') . "\n";
    $ended = 1;
  }
  flush() if $ended;
}
sub change {
  my ($names, @words) = @_;
  delete $env{$_} for splice(@words, 0, $names);
  $env{substr($_, 0, index($_, '='))} = $_ for @words;
}
sub hold {
  my ($id) = @_;
  $output .= "held $id\n";
  hold_behind($id);
}
sub hold_behind {
  my ($id) = @_;
  my $request = delete $follower{$id};
  return if !defined $request;
  delete $leader{$request->[0]};
  hold($request->[0]);
}
sub take {
  my ($id, $after, $count, $names, $payload) = @_;
  if ($id == 0) { return change($names, split /\0/, $payload) }
  if ($count == 0) {
    my $other = delete $leader{$id};
    return if !defined $other;
    delete $follower{$other};
  }
  elsif ($after == 0) { return launch($id, $count, $names, $payload) }
  elsif ((exists $begun{$after} || exists $leader{$after}) && !exists $follower{$after}) {
    $follower{$after} = [$id, $count, $names, $payload];
    $leader{$id} = $after;
    return;
  }
  hold($id);
  flush();
}
sub launch {
  my ($id, $count, $names, $payload) = @_;
  $begun{$id} = micros();
  my $pid = fork();
  if (!defined $pid) {
    delete $begun{$id};
    $output .= "refused $id " . ($! + 0) . "\n";
    hold_behind($id);
    return flush();
  }
  if ($pid == 0) {
    $SIG{$_} = 'DEFAULT' for qw(INT TERM HUP);
    setpgrp(0, 0);
    my ($log, $folder, $group, @words) = split /\0/, $payload, -1;
    pop @words;
    my @command = splice(@words, 0, $count);
    if ($group ne '' && open(my $joined, '>', "$group/cgroup.procs")) { syswrite($joined, '0') }
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
# What has been asked for; false when the engine is gone.
sub take_in {
  while (1) {
    my $ready = $bits;
    return 1 if select($ready, undef, undef, 0) <= 0;
    my $bytes = sysread($requests, $input, 65536, length $input);
    if (!defined $bytes) { next if $!{EINTR}; return 0 }
    return 0 if $bytes == 0;
    while (length($input) >= 20) {
      my ($id, $after, $words, $names, $length) = unpack('N5', $input);
      last if length($input) < 20 + $length;
      my $payload = substr($input, 20, $length);
      substr($input, 0, 20 + $length) = '';
      take($id, $after, $words, $names, $payload);
    }
  }
}
# Before any end is looked at: nothing starts that was taken back, or behind an engine that is gone.
while (take_in()) {
  reap();
  my $ready = $bits;
  # A child that ends just before the wait begins would not end it; so it is never a long one.
  my $wait = $output ne '' ? 0.01 : %children ? 0.05 : undef;
  flush() if select($ready, undef, undef, $wait) == 0;
}
# The engine is gone without having ended them, and nobody else will: TERM, the usual 4 s, KILL.
my @groups = keys %children;
for my $step (['TERM', 4], ['KILL', 0]) {
  my ($signal, $wait) = @$step;
  kill($signal, -$_) for @groups;
  my $deadline = micros() + $wait * 1000000;
  while (@groups && micros() < $deadline) {
    select(undef, undef, undef, 0.02);
    1 while waitpid(-1, 1) > 0;
    @groups = grep { kill(0, -$_) } @groups;
  }
}
`
