# To be sourced by a script of bin/: sets `checkout` to the checkout's root, `classes` to the class path of everything that is
# compiled, simulations and benchmarks too, `java`, `archive` to the classes as the JVM shares them, which may be missing, and
# `shared` to the options that make the JVM take them. Compiles first if anything has changed since the last time. The working
# folder stays the user's.
checkout="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
classpath_file="$checkout/target/volley.classpath"
packed="$checkout/target/volley-packed.jar"
folders=("$checkout/target/classes" "$checkout/target/test-classes")
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

# A class of the folders, or a folder itself, that was changed since they were packed.
changed_since_packed() {
    [[ -n "$(find -L "${folders[@]}" -newer "$packed" -print -quit)" ]]
}

# The JVM shares classes of jars only, and none behind a folder: so the jars come first, and Volley's own classes are packed.
set_class_path() {
    local jars own
    jars="$(<"$classpath_file")"
    own="${folders[0]}:${folders[1]}"
    [[ ! -f "$packed" ]] || changed_since_packed || own="$packed"
    classes="$jars:$own"
    archive="$checkout/target/classes-$(cksum <<<"$classes" | cut -d ' ' -f 1).jsa"
    # Where the archive was made for, so that none of its pointers has to be changed.
    shared=(-XX:SharedArchiveFile="$archive" -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0)
}

# Packs the classes, and reads and verifies them once for all runs, as a run of the sample loads them: that is most of what a
# start takes of the processor. Without the archive, or with one of another JVM, they are read as always.
pack() {
    local work="$checkout/target/packing"
    rm -rf "$work" "$packed" "$checkout"/target/*.jsa
    mkdir -p "$work/packed"
    # Files that both have, as after a pull that moved one: the first folder's are seen first on the class path.
    (cp -R "${folders[1]}/." "${folders[0]}/." "$work/packed" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" -c -0 -f "$work/made.jar" -C "$work/packed" .) \
        >"$checkout/target/packing.log" 2>&1 || return 0
    mv "$work/made.jar" "$packed"
    set_class_path
    (cd "$work" && "$java" -XX:DumpLoadedClassList=loaded.txt -XX:TieredStopAtLevel=1 -XX:+UseParallelGC \
        --enable-native-access=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED -Dclient.jvm-is-this=true \
        -cp "$classes" volley.cli.VolleyCommand multiturn --num-prompts 2 --fixed-output-len 4 &&
        # JDK 17 crashes over lambdas that are of interfaces of class files before Java 6, as picocli's are
        grep -v '^@lambda-proxy .*picocli' loaded.txt >classes.txt &&
        "$java" -Xshare:dump -XX:SharedClassListFile=classes.txt -XX:SharedArchiveFile=made.jsa -cp "$classes" &&
        mv made.jsa "$archive") >"$checkout/target/packing.log" 2>&1 || true
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
        pack
    fi
    exec 9>&-
fi
set_class_path
