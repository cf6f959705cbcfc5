# Sourced. What a script has started, and stops again: by process id, newest first.

started=()

# remember PID [SIGNAL]: SIGNAL is what asks the process to end, TERM unless told.
remember() {
    started+=("${2:-TERM}:$1")
}

# remember_group PID: PID leads a group (see setsid), which is ended with it.
remember_group() {
    started+=("TERM:-$1")
}

stop_processes() {
    local index signal target
    for ((index = ${#started[@]} - 1; index >= 0; index--)); do
        IFS=: read -r signal target <<<"${started[index]}"
        kill -s "$signal" -- "$target" 2>/dev/null || continue
        local end=$((SECONDS + 10))
        while kill -0 -- "$target" 2>/dev/null; do
            if ((SECONDS >= end)); then
                kill -s KILL -- "$target" 2>/dev/null || true
                break
            fi
            sleep 0.1
        done
    done
    started=()
}

# Prints a port of 127.0.0.1 that nobody listens on.
free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 30000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
}

# wait_until SECONDS PID COMMAND…: succeeds as soon as COMMAND does; fails when the time is over or PID has ended.
wait_until() {
    local seconds=$1 pid=$2 end
    shift 2
    end=$((SECONDS + seconds))
    until "$@" >/dev/null 2>&1; do
        if ((SECONDS >= end)) || ! kill -0 "$pid" 2>/dev/null; then
            return 1
        fi
        sleep 0.1
    done
}
