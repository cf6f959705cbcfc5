# Sourced, after install.sh and processes.sh. A PostgreSQL cluster that lives as long as the script.

# start_postgres FOLDER: sets postgres_url, to which a test appends the name of the database it has made.
#
# fsync is off: these tests ask whether statements are right and races are lost by nobody. That an acknowledged answer
# survives a power cut is not theirs to show on PostgreSQL.
start_postgres() {
    local folder=$1 programs user=() password port
    programs=$(postgres_folder)
    mkdir -p "$folder/socket"
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    echo "$password" >"$folder/password"
    if ((EUID == 0)); then
        # PostgreSQL refuses to run as root, and rightly.
        user=(setpriv --reuid=postgres --regid=postgres --clear-groups)
        chown -R postgres: "$folder"
    fi
    "${user[@]}" "$programs/initdb" --pgdata="$folder/data" --username=khao --pwfile="$folder/password" \
        --auth=password --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=vi --no-sync >"$folder.log"

    # Another process may take the port between the look and the start.
    local attempt
    for attempt in 1 2 3 4 5; do
        port=$(free_port)
        "${user[@]}" "$programs/postgres" -D "$folder/data" -k "$folder/socket" -p "$port" \
            -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync=off >>"$folder.log" 2>&1 &
        if wait_until 30 $! "$programs/pg_isready" -q -h 127.0.0.1 -p "$port"; then
            # INT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
            remember $! INT
            postgres_url="postgres://khao:$password@127.0.0.1:$port/"
            return
        fi
    done
    echo "PostgreSQL did not start (attempt $attempt); its log:" >&2
    tail -n 30 "$folder.log" >&2
    return 1
}
