/**
 * The launcher in Python: `posix_spawn` starts a child without copying the page tables of whoever
 * does it, and without a fault for each page that both write to (measured: 166 a child in Perl).
 * It speaks as `launcher-program.ts` says.
 */
export const LAUNCHER_PYTHON = String.raw`
import os, sys, time, select, _signal
def micros():
    return time.monotonic_ns() // 1000
def serve():
    requests, answers = os.dup(0), os.dup(1)
    # Children have nothing to read, and what is open here is not theirs.
    null = os.open('/dev/null', os.O_RDWR)
    for number in (0, 1, 2): os.dup2(null, number)
    woken, waker = os.pipe()
    for number in (woken, waker): os.set_blocking(number, False)
    _signal.signal(_signal.SIGCHLD, lambda *_: None)
    _signal.set_wakeup_fd(waker)
    ignored = (_signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP)
    for number in ignored: _signal.signal(number, _signal.SIG_IGN)
    # Python itself ignores two more.
    usual = dict(setsigmask=(), setsigdef=ignored + (_signal.SIGPIPE, _signal.SIGXFSZ))
    begun, children, follower, leader, env = {}, {}, {}, {}, {}
    output = []
    append = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    def flush():
        data = b''.join(output)
        output.clear()
        while data: data = data[os.write(answers, data):]
    def say(text):
        output.append((text + '\n').encode())
    def change(env, names, words):
        for name in words[:names]: env.pop(name, None)
        for word in words[names:]:
            name, _, value = word.partition(b'=')
            env[name] = value
    # The number of a process and 0, or 0 and why there is none: an error's number and the step.
    def start(words, count, names):
        log, folder, group = words[:3]
        command, own = words[3:3 + count], env
        if len(words) > 3 + count:
            own = env.copy()
            change(own, names, words[3 + count:])
        file, step = -1, 'log'
        try:
            file = os.open(log, append, 0o666)
            step = 'exec'
            os.chdir(folder)
            if group: return fork(command, own, file, group)
            actions = [(os.POSIX_SPAWN_DUP2, file, 1), (os.POSIX_SPAWN_DUP2, file, 2)]
            spawn = os.posix_spawn if b'/' in command[0] else os.posix_spawnp
            for words in (command, [b'/bin/sh'] + command):
                try:
                    return spawn(words[0], words, own, file_actions=actions, setpgroup=0, **usual), 0
                # A script that does not name its shell (ENOEXEC).
                except OSError as problem:
                    if problem.errno != 8 or words is not command: raise
        except OSError as problem:
            return 0, '%d %s' % (problem.errno, step)
        finally:
            if file >= 0: os.close(file)
            os.chdir('/')
    # What is to be in a control group is there before its first instruction.
    def fork(command, own, file, group):
        told, teller = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.setpgid(0, 0)
                try:
                    joined = os.open(group + b'/cgroup.procs', os.O_WRONLY)
                    os.write(joined, b'0')
                except OSError: pass
                for number in usual['setsigdef']: _signal.signal(number, _signal.SIG_DFL)
                os.dup2(file, 1)
                os.dup2(file, 2)
                (os.execve if b'/' in command[0] else os.execvpe)(command[0], command, own)
            except OSError as problem: os.write(teller, b'%d' % problem.errno)
            finally: os._exit(127)
        os.close(teller)
        problem = os.read(told, 16)
        os.close(told)
        if not problem: return pid, 0
        os.waitpid(pid, 0)
        return 0, '%s exec' % problem.decode()
    def launch(id, count, names, payload):
        begun[id] = micros()
        pid, problem = start(payload.split(b'\0')[:-1], count, names)
        if pid:
            children[pid] = id
            say('started %d %d' % (id, pid))
            return
        del begun[id]
        say('refused %d %s' % (id, problem))
        hold_behind(id)
        flush()
    def hold(id):
        say('held %d' % id)
        hold_behind(id)
    def hold_behind(id):
        request = follower.pop(id, None)
        if request is None: return
        del leader[request[0]]
        hold(request[0])
    def take(id, after, count, names, payload):
        if id == 0: return change(env, names, payload.split(b'\0')[:-1])
        if count == 0:
            other = leader.pop(id, None)
            if other is None: return
            del follower[other]
        elif after == 0: return launch(id, count, names, payload)
        elif (after in begun or after in leader) and after not in follower:
            follower[after] = (id, count, names, payload)
            leader[id] = after
            return
        hold(id)
        flush()
    def left(pid):
        try: os.killpg(pid, 0)
        except ProcessLookupError: return 0
        except OSError: pass
        return 1
    def reap():
        while children:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if pid == 0: break
            id = children.pop(pid, None)
            if id is None: continue
            wall = micros() - begun.pop(id)
            rest = left(pid)
            # Told before the end of what it follows, so that whoever hears of that end knows.
            if status or rest: hold_behind(id)
            elif id in follower:
                request = follower.pop(id)
                del leader[request[0]]
                launch(*request)
            cpu = int((usage.ru_utime + usage.ru_stime) * 1000000)
            say('ended %d %d %d %d %d %d' % (id, status, cpu, usage.ru_maxrss, wall, rest))
        flush()
    # The engine is gone without having ended them, and nobody else will: TERM, the usual 4 s, KILL.
    def end_all():
        groups = list(children)
        for number, wait in ((_signal.SIGTERM, 4), (_signal.SIGKILL, 0)):
            for pid in groups:
                try: os.killpg(pid, number)
                except OSError: pass
            deadline = time.monotonic() + wait
            while groups and time.monotonic() < deadline:
                time.sleep(0.02)
                try:
                    while os.waitpid(-1, os.WNOHANG)[0]: pass
                except ChildProcessError: pass
                groups = [pid for pid in groups if left(pid)]
    say('ready')
    flush()
    poll = select.poll()
    for number in (requests, woken): poll.register(number, select.POLLIN)
    wanted = b''
    # Before any end is looked at: nothing starts that was taken back, or behind an engine that is gone.
    while True:
        events = dict(poll.poll(10 if output else None))
        if requests in events:
            data = os.read(requests, 65536)
            if not data: return end_all()
            wanted += data
            at, size = 0, len(wanted)
            while size - at >= 20:
                id, after, words, names, length = (
                    int.from_bytes(wanted[i:i + 4], 'big') for i in range(at, at + 20, 4))
                end = at + 20 + length
                if size < end: break
                take(id, after, words, names, wanted[at + 20:end])
                at = end
            wanted = wanted[at:]
            if len(data) == 65536: continue
        if woken in events:
            os.read(woken, 4096)
            reap()
        elif not events: flush()
try: serve()
except (BrokenPipeError, ConnectionError): pass
`
