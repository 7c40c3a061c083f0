# To be sourced by a script of bin/: sets `checkout` to the checkout's root, `classes` to the class path of everything that is
# compiled, simulations and benchmarks too, and `java`. Compiles first if anything has changed since the last time. The
# working folder stays the user's.
checkout="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
classpath_file="$checkout/target/volley.classpath"

changed_since_compiled() {
    [[ ! -f "$classpath_file" || -n "$(find "$checkout"/pom.xml "$checkout"/src/{main,gatling,jmh} -newer "$classpath_file" -print -quit)" ]]
}

if changed_since_compiled; then
    if ! mkdir -p "$checkout/target" 2>/dev/null || [[ ! -w "$checkout/target" ]]; then
        echo "volley: $checkout is not compiled or has changed since, and this user cannot write its folder target; run it once as a user who can" >&2
        exit 64
    fi
    # Of several that are started together one compiles, and the others wait for it.
    exec 9>"$checkout/target/compile.lock"
    ! command -v flock >/dev/null || flock 9
    if changed_since_compiled; then
        touch "$checkout/target/compile.begin"
        mvn -q -B -f "$checkout/pom.xml" test-compile dependency:build-classpath \
            -Dmdep.outputFile="$classpath_file" -Dmdep.includeScope=test -Dmdep.regenerateFile=true >&2
        touch -r "$checkout/target/compile.begin" "$classpath_file"
    fi
    exec 9>&-
fi
classes="$checkout/target/classes:$checkout/target/test-classes:$(<"$classpath_file")"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
