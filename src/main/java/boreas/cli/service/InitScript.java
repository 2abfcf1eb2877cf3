package boreas.cli.service;

import org.jspecify.annotations.Nullable;

/// Init scripts, for machines without systemd. POSIX sh; exit codes as the Linux Standard Base has
/// them, words as scripts of the field have them.
public final class InitScript {
    private final ServiceSettings settings;

    public InitScript(ServiceSettings settings) {
        this.settings = settings;
    }

    /// The node.
    public String node() {
        return NODE.replace("@NAME@", settings.name())
                .replace("@CONF@", settings.conf().toString())
                .replace("@PROGRAM@", settings.program().toString())
                .replace("@JAVA_HOME@", settings.javaHome().toString())
                .replace("@USER@", user(settings.user()))
                .replace("@START@", start());
    }

    /// The site, before the network is there.
    public String site() {
        return SITE.replace("@NAME@", settings.siteName())
                .replace("@NODE@", settings.name())
                .replace("@CONF@", settings.conf().toString())
                .replace("@PROGRAM@", settings.program().toString())
                .replace("@JAVA_HOME@", settings.javaHome().toString())
                .replace("@SITE@", settings.siteOption());
    }

    private static String user(@Nullable String user) {
        return user == null ? "root" : user;
    }

    /// As people type it; a site that the configuration does not name takes an option.
    private String start() {
        return settings.site() == null
                ? "\"$PROG_PATH/cjdroute\" <\"$CJDNS_CONFIG\""
                : "\"$PROG_PATH/boreas\" run --background --name %s --config -%s <\"$CJDNS_CONFIG\""
                        .formatted(ServiceSettings.PROCESS_NAME, settings.siteOption());
    }

    private static final String NODE =
            """
            ### BEGIN INIT INFO
            # Provides:          @NAME@
            # Required-Start:    $local_fs $remote_fs
            # Required-Stop:     $local_fs $remote_fs
            # Default-Start:     2 3 4 5
            # Default-Stop:      0 1 6
            # Short-Description: cjdns node (Boreas)
            # Description:       Needs neither network nor DNS to start: it comes good by itself.
            ### END INIT INFO

            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            PROG_PATH=@PROGRAM@
            CJDNS_CONFIG=@CONF@
            # root: "setuser" of the configuration counts. Else the node is never root, see docs/security.md.
            CJDNS_USER=@USER@
            JAVA_HOME=@JAVA_HOME@
            # Other values for these; it stays when this script is written anew.
            if [ -r /etc/default/@NAME@ ]; then . /etc/default/@NAME@; fi
            export PATH JAVA_HOME

            # Seconds until a node that does not end is killed.
            STOP_LIMIT=10

            # Processes of this name in this network: on a machine with several networks each has its own.
            named() {
                here=$(readlink /proc/self/ns/net)
                for process in /proc/[0-9]*; do
                    name=''
                    read -r name 2>/dev/null <"$process/comm" || continue
                    [ "$name" = "$1" ] || continue
                    # Only root may look; who may not, sees them all.
                    network=$(readlink "$process/ns/net" 2>/dev/null) || network=$here
                    case $(sed -n 's/^State:[[:space:]]*//p' "$process/status" 2>/dev/null) in Z*) continue ;; esac
                    if [ "$network" = "$here" ]; then echo "${process#/proc/}"; fi
                done
            }

            pids() { named cjdroute; }

            # A node that somebody has started by `boreas run` is not this script's to end, but is named.
            tell_others() {
                for other in $(named boreas); do
                    # Not the shell that starts a tool.
                    if grep -q boreas.cli "/proc/$other/cmdline" 2>/dev/null; then
                        echo "process $other is a node that was started by hand (boreas run): kill $other ends it"
                    fi
                done
            }

            need_root() {
                if [ "$(id -u)" -ne 0 ]; then
                    echo "This script must be run as root" >&2
                    exit 4
                fi
            }

            # What a start needs besides a good configuration.
            need_installed() {
                need_root
                if [ ! -x "$PROG_PATH/cjdroute" ]; then
                    echo "cjdns is not installed: there is no $PROG_PATH/cjdroute" >&2
                    exit 5
                fi
                if [ ! -r "$CJDNS_CONFIG" ]; then
                    echo "cjdns is not configured: there is no $CJDNS_CONFIG; (umask 077; $PROG_PATH/cjdroute --genconf > $CJDNS_CONFIG) makes one" >&2
                    exit 6
                fi
            }

            start() {
                need_installed
                if [ -n "$(pids)" ]; then
                    echo "cjdns is already running. Doing nothing..."
                    return 0
                fi
                echo "Starting cjdns..."
                BOREAS_USER=$CJDNS_USER
                export BOREAS_USER
                # Returns when the tun device has its address.
                @START@ && return
                tell_others >&2
                echo "standard input was $CJDNS_CONFIG" >&2
                echo "cjdns did not start" >&2
                exit 1
            }

            stop() {
                need_root
                running=$(pids)
                if [ -z "$running" ]; then
                    tell_others
                    echo "cjdns isn't running"
                    return 0
                fi
                echo "Stopping cjdns..."
                # shellcheck disable=SC2086  # a list of numbers
                kill $running 2>/dev/null
                tries=$((STOP_LIMIT * 5))
                while [ -n "$(pids)" ]; do
                    tries=$((tries - 1))
                    if [ $tries -eq 0 ]; then
                        # shellcheck disable=SC2046
                        kill -9 $(pids) 2>/dev/null
                        break
                    fi
                    sleep 0.2
                done
            }

            # A node that runs does not end for a configuration with which none would come.
            restart() {
                need_installed
                if [ -n "$(pids)" ] && ! said=$("$PROG_PATH/boreas" check --file-only "$CJDNS_CONFIG"); then
                    echo "$said" >&2
                    echo "cjdns was not restarted, it runs as before" >&2
                    exit 1
                fi
                stop
                start
            }

            reload() {
                need_root
                if [ -z "$(pids)" ]; then
                    echo "cjdns isn't running" >&2
                    exit 7
                fi
                "$PROG_PATH/boreas" reload --config "$CJDNS_CONFIG" || exit 1
            }

            case ${1:-} in
            start) start ;;
            stop) stop ;;
            restart) restart ;;
            try-restart | condrestart)
                if [ -n "$(pids)" ]; then restart; fi
                ;;
            reload) reload ;;
            force-reload)
                if [ -n "$(pids)" ]; then reload; fi
                ;;
            status)
                if [ -n "$(pids)" ]; then
                    echo "Cjdns is running"
                else
                    tell_others
                    echo "Cjdns is not running"
                    exit 3
                fi
                ;;
            *)
                echo "usage: $0 start|stop|restart|try-restart|reload|force-reload|status" >&2
                exit 2
                ;;
            esac
            """;

    private static final String SITE =
            """
            ### BEGIN INIT INFO
            # Provides:          @NAME@
            # Required-Start:    $local_fs
            # Required-Stop:
            # Should-Start:      nftables netfilter-persistent
            # X-Start-Before:    $network @NODE@
            # Default-Start:     S
            # Default-Stop:
            # Short-Description: Firewall, routes and devices of the cjdns site (Boreas)
            # Description:       Before the network, so that nothing of the site is open before its rules are.
            ### END INIT INFO

            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            PROG_PATH=@PROGRAM@
            CJDNS_CONFIG=@CONF@
            JAVA_HOME=@JAVA_HOME@
            if [ -r /etc/default/@NODE@ ]; then . /etc/default/@NODE@; fi
            export PATH JAVA_HOME

            site() { "$PROG_PATH/boreas" site "$@" --config "$CJDNS_CONFIG"@SITE@; }

            case ${1:-} in
            start | restart | force-reload) site up || exit 1 ;;
            # What is in force stays so: stopping a guard must open nothing. `boreas site down` takes it back.
            stop) ;;
            status) site status || exit 3 ;;
            *)
                echo "usage: $0 start|stop|restart|force-reload|status" >&2
                exit 2
                ;;
            esac
            """;
}
