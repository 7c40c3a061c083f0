# To be sourced by a script of bin/ in the checkout's root: sets `classes` to the class path of everything that is compiled,
# simulations and benchmarks too. Compiles first if anything has changed since the last time.
classpath_file=target/volley.classpath
if [[ ! -f "$classpath_file" || -n "$(find pom.xml src/main src/gatling src/jmh -newer "$classpath_file" -print -quit)" ]]; then
    mvn -q -B test-compile dependency:build-classpath \
        -Dmdep.outputFile="$classpath_file" -Dmdep.includeScope=test -Dmdep.regenerateFile=true >&2
    touch "$classpath_file"
fi
classes="target/classes:target/test-classes:$(<"$classpath_file")"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
