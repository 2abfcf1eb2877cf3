# What the launchers share: find a JDK, build when something changed, start the program.
#
# Sourced, not run, by `boreas`, `cjdroute` and `dev`, which have set `home` (the folder they stand
# in, links followed). POSIX sh. Everything said here goes to stderr: stdout belongs to the program.

java_needed=25

# Whoever starts us may have closed a standard stream. Its number would go to the first file that is
# opened: a pipe of ours, or a file of the JVM, which would then be read as the configuration.
for stream in 0 1 2; do
    if [ -d /proc/self/fd ] && [ ! -h /proc/self/fd/$stream ]; then eval "exec $stream<>/dev/null"; fi
done

say() { printf '%s\n' "boreas: $*" >&2; }

# fail CODE TEXT...
fail() {
    fail_code=$1
    shift
    say "$*"
    exit "$fail_code"
}

# --- the JDK -------------------------------------------------------------------------------------

# The feature number of a JDK, from its release file: no java is started for the question.
jdk_feature() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || :; }

# Sets JAVA_HOME to the one named by JAVA_HOME if it is new enough, else to the newest one found.
# $1 is `javac` where a compiler is needed, else `java`.
find_jdk() {
    jdk_best='' jdk_best_version=$((java_needed - 1))
    jdk_on_path=$(command -v java 2>/dev/null || :)
    if [ -n "$jdk_on_path" ]; then jdk_on_path=$(readlink -f -- "$jdk_on_path"); fi
    for jdk in "${JAVA_HOME:-}" "${jdk_on_path%/bin/java}" /usr/lib/jvm/* /usr/local/lib/jvm/* \
        /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        [ -n "$jdk" ] && [ -x "$jdk/bin/$1" ] || continue
        jdk_version=$(jdk_feature "$jdk")
        [ "${jdk_version:-0}" -gt "$jdk_best_version" ] || continue
        jdk_best=$jdk jdk_best_version=$jdk_version
        if [ "$jdk" = "${JAVA_HOME:-}" ]; then break; fi
    done
    [ -n "$jdk_best" ] || return 1
    JAVA_HOME=$jdk_best
    export JAVA_HOME
}

need_jdk() {
    if find_jdk "$1"; then return 0; fi
    for jdk_package in openjdk-$java_needed-jdk-headless temurin-$java_needed-jdk; do
        if [ "$(id -u)" -eq 0 ] && apt_has "$jdk_package"; then
            apt_install "$jdk_package"
            if find_jdk "$1"; then return 0; fi
        fi
    done
    say "no JDK $java_needed or newer was found (looked at JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman and ~/.jdks)."
    say "If your distribution has it:  apt-get install openjdk-$java_needed-jdk-headless"
    fail 69 "Debian 12 and older have none: install Temurin $java_needed from the Adoptium packages, or unpack a JDK anywhere and set JAVA_HOME."
}

# --- packages ------------------------------------------------------------------------------------

apt_has() {
    command -v apt-cache >/dev/null 2>&1 || return 1
    apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [0-9]'
}

apt_install() {
    say "installing with apt-get: $*"
    apt_log=$(mktemp)
    if DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" \
        >"$apt_log" 2>&1 </dev/null ||
        { apt-get update -q >>"$apt_log" 2>&1 </dev/null &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" \
                >>"$apt_log" 2>&1 </dev/null; }; then
        rm -f "$apt_log"
        return 0
    fi
    tail -n 5 "$apt_log" >&2
    rm -f "$apt_log"
    say "apt-get could not install: $*"
    return 1
}

has_program() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || [ -x "/sbin/$1" ]; }

# need_packages WHAT-FOR PACKAGE:PROGRAM... installs those whose program is missing, as root; tells
# another user the line to type. Returns 1 when something is still missing.
need_packages() {
    need_what=$1
    shift
    need_missing=''
    for need in "$@"; do
        has_program "${need#*:}" || need_missing="$need_missing ${need%%:*}"
    done
    [ -n "$need_missing" ] || return 0
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        # shellcheck disable=SC2086  # a list of words
        apt_install $need_missing
        return $?
    fi
    say "$need_what needs packages that are missing; as root:  apt-get install$need_missing"
    return 1
}

# --- the program's files -------------------------------------------------------------------------

# Sets app to a folder of jars: the installed one beside the launcher, or the checkout's build.
find_app() {
    # Java divides its paths at colons, and knows no way to write one.
    case $home in
    *:*) fail 73 "$home has a ':' in its name, which Java cannot have in a path: move this folder to one without." ;;
    esac
    if [ ! -f "$home/pom.xml" ]; then
        app=$home/app
        [ -d "$app" ] || fail 70 "$home holds neither the program (app) nor its source (pom.xml)."
        return 0
    fi
    target=$home/target/launcher
    if is_stale; then
        choose_target
        if is_stale; then build; fi
    fi
    app=$(cd -- "$target/run" && pwd -P) || fail 70 "no build in $target"
}

# Sets target to where builds go: the checkout, or the user's cache when that cannot be written;
# builder to the user who builds: root on a checkout of another user builds as that user, so that
# nothing owned by root is left behind.
choose_target() {
    target=$home/target/launcher builder=''
    if [ "$(id -u)" -eq 0 ]; then
        choose_owner=$(stat -c %u -- "$home")
        if [ "$choose_owner" -ne 0 ] && command -v setpriv >/dev/null 2>&1; then
            builder=$choose_owner
            builder_group=$(stat -c %g -- "$home")
        fi
    fi
    if as_builder mkdir -p -- "$target" 2>/dev/null && as_builder test -w "$target"; then return 0; fi
    builder=''
    target=${XDG_CACHE_HOME:-${HOME:-/var/cache}/.cache}/boreas/$(printf %s "$home" | cksum | cut -d ' ' -f 1)
    mkdir -p -- "$target" || fail 73 "neither $home/target nor $target can be written."
}

as_builder() {
    # Java takes its home from the user data base, where a bare number may have none.
    if [ -z "$builder" ]; then
        env "MAVEN_OPTS=-Duser.home=${HOME:-$target} ${MAVEN_OPTS:-}" "$@"
        return
    fi
    as_home=$(getent passwd "$builder" | cut -d : -f 6)
    if [ ! -d "${as_home:-/nonexistent}" ]; then as_home=$target; fi
    setpriv --reuid="$builder" --regid="$builder_group" --clear-groups \
        env HOME="$as_home" "MAVEN_OPTS=-Duser.home=$as_home" "$@"
}

# Folders are compared too, so a deleted file counts.
is_stale() {
    [ ! -f "$target/run/.built" ] ||
        [ -n "$(find "$home/pom.xml" "$home/src/main" -newer "$target/run/.built" 2>/dev/null | head -n 1)" ]
}

# Builds under a lock into a folder of its own, then switches the link `run` to it: two first starts
# do not meet, and a node that runs from an older build keeps its files.
build() {
    need_jdk javac
    need_packages "building" maven:mvn || fail 69 "cannot build without maven."
    if [ -t 2 ]; then printf 'building ... ' >&2; else say "building (the first start takes about 20 seconds)"; fi
    as_builder touch -- "$target/build.log" "$target/build.lock"
    # The lock is held by this subshell's descriptor 9 and goes with it. In the background, since a
    # shell hears no signal while it waits for a child in the foreground: it would leave the build.
    (
        if command -v flock >/dev/null 2>&1; then flock 9; fi
        if ! is_stale; then exit 0; fi # somebody else has built it meanwhile
        build_stamp=$target/stamp.$$ build_run=$target/run-$(date +%s)-$$
        as_builder rm -f "$target"/stamp.* # of builds that were ended
        as_builder touch "$build_stamp"
        as_builder rm -rf -- "$target/app" # else a jar of an older version would stay beside the new one
        cd -- "$home" && as_builder mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true \
            "-Dboreas.target=$target" package \
            >"$target/build.log" 2>&1 </dev/null 9>&- || exit 1
        as_builder cp -R -- "$target/app" "$build_run" || exit 1
        as_builder touch -r "$build_stamp" "$build_run/.built"
        as_builder rm -f "$build_stamp"
        train "$build_run"
        as_builder ln -sfn "${build_run##*/}" "$target/run.$$"
        as_builder mv -fT "$target/run.$$" "$target/run"
        # Keep the two builds before this one: a running node may still open jars of its build.
        find "$target" -maxdepth 1 -name 'run-*' | sort -r | tail -n +4 | while IFS= read -r build_old; do
            as_builder rm -rf -- "$build_old"
        done
    ) 9>"$target/build.lock" 2>>"$target/build.log" & # where a shell's word on a killed child goes too
    build_pid=$!
    trap 'end_tree "$build_pid"; exit 129' HUP
    trap 'end_tree "$build_pid"; exit 130' INT
    trap 'end_tree "$build_pid"; exit 143' TERM
    build_result=0
    wait "$build_pid" || build_result=$?
    trap - HUP INT TERM
    if [ -t 2 ]; then printf '\r\033[K' >&2; fi
    if [ "$build_result" -ne 0 ]; then
        sed 's/ -> \[Help [0-9]*\]$//' "$target/build.log" | grep -v -e '\[Help' -e 're-run Maven' -e 'Re-run Maven' -e 'For more information' -e '^\[ERROR\] *$' \
            | tail -n 20 >&2
        fail 70 "the build failed; the whole log is $target/build.log"
    fi
}

# Ends a process and all that it has started.
end_tree() {
    for end_child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do end_tree "$end_child"; done
    kill "$1" 2>/dev/null || :
}

# Flags that must be the same when the cache is made and when it is used.
fixed_flags='--enable-native-access=boreas -XX:+UseCompactObjectHeaders'

# A cache of loaded and linked classes and of what the JVM learnt in a rehearsal. Without it all works.
train() {
    # shellcheck disable=SC2086  # a list of words
    as_builder "$JAVA_HOME/bin/java" $fixed_flags -XX:AOTCacheOutput="$1/boreas.aot" \
        -p "$1" -m boreas/boreas.cli.Rehearsal >/dev/null 2>&1 </dev/null 9>&- || :
}

# --- rights --------------------------------------------------------------------------------------

# Sets java_prefix so that the JVM begins with no more rights than a node may need until it is up;
# which of them it keeps then, and in which thread, is its own business: docs/security.md. Before the
# JVM, since afterwards rights belong to threads.
#
# BOREAS_USER names the user to start it as, with these rights and no others; without it root stays
# root, for `setuser` of the configuration.
confine() {
    if [ "$(id -u)" -ne 0 ]; then return 0; fi
    confine_rights=+setuid,+net_bind_service,+net_admin,+net_raw,+sys_chroot
    if [ -z "${BOREAS_USER:-}" ] || [ "$BOREAS_USER" = root ]; then
        confine_rights=$confine_rights,+setgid,+chown,+fowner,+dac_override,+dac_read_search
        confined="setpriv --no-new-privs --inh-caps=-all --bounding-set=-all,$confine_rights"
        # Not everywhere may root give up what it could have.
        if $confined true 2>/dev/null; then java_prefix=$confined; fi
        return 0
    fi
    confine_group=$(id -g -- "$BOREAS_USER" 2>/dev/null) ||
        fail 67 "BOREAS_USER: there is no user '$BOREAS_USER' on this machine."
    confined="setpriv --reuid=$BOREAS_USER --regid=$confine_group --clear-groups --no-new-privs
        --inh-caps=-all,$confine_rights --ambient-caps=-all,$confine_rights --bounding-set=-all,$confine_rights"
    confine_said=$($confined true 2>&1) ||
        fail 71 "cannot start as $BOREAS_USER: setpriv (of util-linux) says '$confine_said'."
    for confine_file in "$app"/*.jar "$JAVA_HOME/bin/java"; do
        $confined test -r "$confine_file" || fail 77 "$BOREAS_USER may not read $confine_file: install the program and a JDK where all may read them (boreas install-service does the first)."
    done
    # As udev has it: the right to make devices is another matter.
    if [ -c /dev/net/tun ] && ! $confined test -w /dev/net/tun; then chmod 666 /dev/net/tun; fi
    if [ -z "${STATE_DIRECTORY:-}" ]; then
        STATE_DIRECTORY=/var/lib/boreas
        export STATE_DIRECTORY
        (umask 077 && mkdir -p -- "$STATE_DIRECTORY")
        # What root has made there by hand too, such as the notes of `boreas site up`.
        chown -hR -- "$BOREAS_USER:$confine_group" "$STATE_DIRECTORY"
    fi
    java_prefix=$confined
}

# --- starting ------------------------------------------------------------------------------------

# start_java KIND ARGS... replaces this process by the program. KIND is `node` (long-lived, all
# compilers), `world` (many nodes, half of the machine's memory) or `tool` (short, quick compiler
# only). main_class, java_prefix and java_properties are
# the caller's.
start_java() {
    start_kind=$1 start_heap=-Xmx${BOREAS_HEAP:-64m} start_collector=-XX:+UseSerialGC
    shift
    set -- -m "boreas/boreas.cli.${main_class:-Main}" "$@"
    case $start_kind in
    node) # A packet allocates nothing, so little room for what is young is enough. A packet that comes
        # alone finds cold caches: its code lies close together, on huge pages where the kernel has them.
        # What the compilers are done with, up to 30 MB after the first load, goes back to the kernel.
        MALLOC_TRIM_THRESHOLD_=131072
        export MALLOC_TRIM_THRESHOLD_
        set -- -Xmn8m -XX:TrimNativeHeapInterval=2000 -XX:-SegmentedCodeCache -XX:+UseTransparentHugePages \
            -XX:+ExitOnOutOfMemoryError "$@"
        ;;
    world) # What a world knows grows all the time: a heap that grows by small steps is walked for each.
        # Nearly all else dies young: with room for that, a collection is half as frequent.
        if [ -z "${BOREAS_HEAP:-}" ]; then
            start_heap=-XX:MaxRAMPercentage=50
            set -- -XX:NewSize=256m "$@"
        fi
        start_collector=-XX:+UseParallelGC
        set -- -XX:MinHeapFreeRatio=60 -XX:-UseAdaptiveSizePolicy "$@"
        ;;
    *) set -- -XX:TieredStopAtLevel=1 "$@" ;;
    esac
    if [ -f "$app/boreas.aot" ]; then set -- "-XX:AOTCache=$app/boreas.aot" "$@"; fi
    # A node: serial collector and a small heap, as the packet path allocates nothing. The JVM itself stays
    # silent and writes no files; what it must say goes to stderr.
    # shellcheck disable=SC2086  # lists of words
    exec ${java_prefix:-} "$JAVA_HOME/bin/java" $fixed_flags $start_collector \
        "$start_heap" -XX:-UsePerfData -XX:+DisplayVMOutputToStderr \
        -XX:+ErrorFileToStderr -Xlog:disable -Xlog:aot=off -Xlog:cds=off \
        "-Dboreas.program=$0" ${java_properties:-} ${BOREAS_JAVA_OPTIONS:-} -p "$app" "$@"
}

# start_in_background ARGS... starts the node in a session of its own and waits for its word on a
# pipe: `ready` (this process ends with 0, the node goes on), `foreground` (the configuration wants
# us to stay until it ends), or nothing (it ended; its error is on stderr, its exit code is ours).
start_in_background() {
    # The node opens it anew, and may be another user; the folder is closed to all.
    start_dir=$(mktemp -d) && mkfifo -m 666 "$start_dir/word" || fail 73 "no pipe in ${TMPDIR:-/tmp}."
    # A background child of a shell reads /dev/null unless told otherwise: hand stdin on as 3.
    exec 3<&0
    java_properties='-Dboreas.ready=/proc/self/fd/9'
    if command -v setsid >/dev/null 2>&1; then java_prefix="setsid ${java_prefix:-}"; fi
    (start_java node "$@") <&3 3<&- 9>"$start_dir/word" &
    start_pid=$!
    trap 'kill "$start_pid" 2>/dev/null' INT TERM
    # At a terminal it means the end; else that the node shall read its configuration again.
    start_hup=HUP
    if (: </dev/tty) 2>/dev/null; then start_hup=TERM; fi
    trap 'kill -s "$start_hup" "$start_pid" 2>/dev/null' HUP
    exec 3<"$start_dir/word"
    rm -rf -- "$start_dir"
    start_word=''
    IFS= read -r start_word <&3 || :
    exec 3<&-
    if [ "$start_word" = ready ]; then exit 0; fi
    while :; do
        start_code=0
        # Not the shell's own word (`Terminated`) on a JVM that a signal ended before it could.
        wait "$start_pid" 2>/dev/null || start_code=$?
        # A signal to us ends `wait` early; the trap has handed it on.
        kill -0 "$start_pid" 2>/dev/null || break
    done
    # An orderly end by a signal is a success, but not of a start: 143 is what SIGTERM looks like.
    if [ "$start_code" -eq 0 ] && [ "$start_word" != foreground ]; then start_code=143; fi
    exit "$start_code"
}
