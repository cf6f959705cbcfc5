# Sourced. Installs what the tests need: Debian packages when root, Python tools at fixed versions into tests/.tools.

tools_folder=$PWD/tests/.tools
package_lists_are_fresh=false

# need CHECK PACKAGE…: installs the packages unless the check, a command of single words, succeeds.
need() {
    local check=$1
    shift
    if $check >/dev/null 2>&1; then
        return
    fi
    if ((EUID != 0)); then
        echo "tests/run needs Debian's $* (or its like): sudo apt-get install --no-install-recommends $*" >&2
        exit 1
    fi
    if ! $package_lists_are_fresh; then
        apt-get update -q </dev/null
        package_lists_are_fresh=true
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" </dev/null
}

install_postgres() {
    need postgres_folder postgresql
}

# Prints the folder of the newest PostgreSQL's programs; Debian keeps them out of the search path.
postgres_folder() {
    local server
    server=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
    server=${server:-$(command -v initdb)}
    [[ -n $server ]] && dirname "$(readlink -f "$server")"
}

install_browser() {
    need "command -v chromium" chromium
    need "command -v chromedriver" chromium-driver
}

# Sets axe_path. The stamp names the versions, so that a changed list is installed afresh.
install_python_tools() {
    need "python3 -m ensurepip --version" python3 python3-venv
    local lists=(tests/tools/contract.txt tests/tools/browser.txt) stamp
    stamp=$(cat "${lists[@]}" | cksum)
    if [[ ! -f $tools_folder/stamp || $(<"$tools_folder/stamp") != "$stamp" ]]; then
        rm -rf "$tools_folder"
        python3 -m venv "$tools_folder/python"
        "$tools_folder/python/bin/pip" install -q --disable-pip-version-check -r tests/tools/contract.txt
        # Only its axe.min.js is wanted, not the browsers it would bring along.
        "$tools_folder/python/bin/pip" install -q --disable-pip-version-check --no-deps -r tests/tools/browser.txt
        echo "$stamp" >"$tools_folder/stamp"
    fi
    axe_path=$(find "$tools_folder/python" -name axe.min.js | head -n 1)
}
