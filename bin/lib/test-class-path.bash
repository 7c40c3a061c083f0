# To be sourced by a script of bin/: sets `checkout` to the checkout's root, `classes` to the class path of everything that is
# compiled, simulations and benchmarks too, `java`, and `archive` to the libraries' classes as the JVM shares them, which may
# be missing. Compiles first if anything has changed since the last time. The working folder stays the user's.
checkout="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
classpath_file="$checkout/target/volley.classpath"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

# The JVM shares classes of jars only, and none behind a folder: so the jars come first.
set_class_path() {
    local jars
    jars="$(<"$classpath_file")"
    classes="$jars:$checkout/target/classes:$checkout/target/test-classes"
    archive="$checkout/target/libraries-$(cksum <"$classpath_file" | cut -d ' ' -f 1).jsa"
}

# Reads and verifies the libraries' classes once for all runs: a third of what a run's start takes of the processor. Without the
# archive, or with one of another JVM, they are read as always.
make_archive() {
    local work="$checkout/target/libraries"
    rm -rf "$work" "$checkout"/target/libraries-*.jsa
    mkdir -p "$work"
    (cd "$work" && "$java" -XX:DumpLoadedClassList=classes.txt -XX:TieredStopAtLevel=1 \
        --add-opens=java.base/java.lang=ALL-UNNAMED -Dvolley.client-warmup-seconds=0 -Dvolley.num-prompts=2 \
        -Dvolley.fixed-output-len=4 -Dvolley.request-rate=inf \
        -cp "$classes" io.gatling.app.Gatling -s volley.Multiturn -rf results &&
        "$java" -Xshare:dump -XX:SharedClassListFile=classes.txt -XX:SharedArchiveFile=made.jsa -cp "$(<"$classpath_file")" &&
        mv made.jsa "$archive") >"$checkout/target/libraries.log" 2>&1 || true
    rm -rf "$work"
}

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
        set_class_path
        [[ -f "$archive" ]] || make_archive
    fi
    exec 9>&-
fi
set_class_path
