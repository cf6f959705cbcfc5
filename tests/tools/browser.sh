# Sourced, after processes.sh. The WebDriver that browser tests talk to.

# start_chromedriver FOLDER: sets chromedriver_url. Logs and the browsers' profiles go to FOLDER.
#
# A driver that is told to end leaves its browsers behind when a test has not closed them: hence a group of its own.
start_chromedriver() {
    local port
    port=$(free_port)
    mkdir -p "$1"
    TMPDIR=$1 setsid chromedriver --port="$port" --log-path="$1/log" >/dev/null 2>&1 &
    remember_group $!
    chromedriver_url="http://127.0.0.1:$port"
    if ! wait_until 30 $! driver_is_ready "$port"; then
        echo "chromedriver did not start; its log:" >&2
        tail -n 30 "$1/log" >&2
        return 1
    fi
}

driver_is_ready() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
