/**
 * What our Perl programs share: on Linux they adopt orphans (prctl(2), PR_SET_CHILD_SUBREAPER), and they
 * end everything below them: TERM once, the usual 4 s, KILL. What belongs to others is not waited for.
 */
export const END_ALL_PERL = String.raw`
use strict;
# Numbers of system calls, or nothing where they are not known.
my ($clock, $prctl);
# Children that lead groups, and processes of our own that end by themselves.
my (%children, %copiers);
sub adopt_orphans { syscall($prctl, 36, 1, 0, 0, 0) if $prctl }
sub micros {
  return time * 1000000 if !$clock;
  my $time = "\0" x 16;
  syscall($clock, 1, $time);
  my ($seconds, $nanos) = unpack('q2', $time);
  return $seconds * 1000000 + int($nanos / 1000);
}
# The time without what was lost: a look that comes half a second late comes from one who was stopped.
my ($seen, $lost) = (0, 0);
sub running {
  my ($waited) = @_;
  my $now = micros();
  $lost += $now - $seen if $waited && $now - $seen > 550000;
  $seen = $now;
  return $now - $lost;
}
sub below {
  my (%parent, @found);
  return map { kill(0, -$_) ? -$_ : () } keys %children if !opendir(my $all, '/proc');
  for my $pid (grep { /^\d+$/ } readdir $all) {
    open(my $file, '<', "/proc/$pid/stat") or next;
    my ($state, $up) = (readline($file) || '') =~ /^.*\) (\S) (\d+)/s or next;
    $parent{$pid} = $up if $state ne 'Z';
  }
  for my $pid (keys %parent) {
    my $up = $parent{$pid};
    $up = $parent{$up} while defined $up && $up > 1 && $up != $$;
    push @found, $pid if defined $up && $up == $$ && !exists $copiers{$pid};
  }
  return @found;
}
# What no signal of ours reaches (EPERM).
sub foreign { grep { !kill(0, $_) && $! == 1 } @_ }
sub end_all {
  my @left = below();
  kill('TERM', @left);
  kill('CONT', @left);
  for my $step (['', 4], ['KILL', 1]) {
    my ($signal, $wait) = @$step;
    # By the clock: on a busy machine a look takes longer than the wait for it.
    for (my $until = running(0) + $wait * 1000000; running(1) < $until;) {
      last if @left == foreign(@left);
      kill($signal, @left) if $signal ne '';
      select(undef, undef, undef, 0.02);
      1 while waitpid(-1, 1) > 0;
      @left = below();
    }
  }
  return foreign(@left);
}
`
