# What the launchers of the checkout and of the distribution share; both read it with the dot command.
#
# They set java_kind to what they need, a JDK or a JRE, and java_package to the Debian package that has one.

unusable=69
output_closed=74

fail() {
    code=$1
    shift
    for line in "$@"; do
        printf 'wwep: %s\n' "$line" >&2
    done
    exit "$code"
}

# Java would open some other file in its place, and write to that.
require_output() {
    (exec 3>&1) 2>/dev/null || fail $output_closed "standard output is closed; leave it open, or send it to /dev/null."
}

# In the locale C Java can name no file with other letters than ASCII's, the folder of the programs perhaps.
use_all_letters() {
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
        C | POSIX)
            LC_ALL=C.UTF-8
            export LC_ALL
            ;;
    esac
}

find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || fail $unusable "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it." \
            "Set JAVA_HOME to a $java_kind 17 or later, or unset it to use the java on PATH."
    else
        java=$(command -v java) || fail $unusable "there is no java on PATH." \
            "Install a $java_kind 17 or later (Debian: apt-get install $java_package), or set JAVA_HOME to one."
    fi
    check_java
}

# The JDK's release file tells its version without the time that starting a JVM takes.
check_java() {
    java_version=
    java_release=$(readlink -f "$java" 2>/dev/null) || java_release=$java
    java_release=${java_release%/*/*}/release
    if [ -r "$java_release" ]; then
        while IFS= read -r line || [ -n "$line" ]; do
            case $line in
                JAVA_VERSION=\"*\"*)
                    java_version=${line#*\"}
                    java_version=${java_version%%\"*}
                    ;;
            esac
        done <"$java_release"
    fi
    if [ -z "$java_version" ]; then
        java_version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
    fi
    major=${java_version%%[!0-9]*}
    [ "${major:-0}" -ge 17 ] || fail $unusable "$java is Java ${java_version:-of an unknown version}, and WWEP needs Java 17 or later." \
        "Set JAVA_HOME to a $java_kind 17 or later."
}

# run COMMAND HOME JAR ARGUMENT...: the programs in the jar, with the certificates in HOME/certs; COMMAND is what help calls them.
run() {
    called=$1
    certificates=$2
    jar=$3
    shift 3
    # Most commands run for a moment: they start sooner with the quick compiler alone, and without what jps would look at. A
    # server, a lab and a gateway run for long, and get both.
    case " $* " in
        *" server "* | *" lab "* | *" gateway --"*) machine=-XX:+TieredCompilation ;;
        *) machine="-XX:TieredStopAtLevel=1 -XX:-UsePerfData" ;;
    esac
    set -- "-Dwwep.command=$called" "-Dwwep.home=$certificates" -jar "$jar" "$@"
    exec "$java" $machine -XX:+UseSerialGC -Xshare:auto "$@"
}
