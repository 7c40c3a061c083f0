#!/usr/bin/env bash
# Gatling 3.16.0 (open edition, gatling-charts-highcharts): the results of assertions are in no machine-readable file.
# Expected: js/assertions.json and js/assertions.xml beside the report, as a CI server wants them; a class
#   io.gatling.charts.template.AssertionsJUnitTemplate that makes such XML is in gatling-charts-3.16.0.jar.
# Seen: exit code 2, two lines on the console, a table inside index.html, and no file whose name has "assert" in it.
# Who wants them in junit.xml has to judge simulation.log once more (LogFileReader, AssertionValidator).
set -euo pipefail
work="$(mktemp -d)"
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
cd "$work"

cat > pom.xml <<'X'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>io.gatling.highcharts</groupId><artifactId>gatling-charts-highcharts</artifactId><version>3.16.0</version>
  </dependency></dependencies>
</project>
X
mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt >/dev/null
cat > Visits.java <<'X'
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import io.gatling.javaapi.core.*;

public class Visits extends Simulation {
    {
        setUp(scenario("visits").exec(http("page").get("/")).injectOpen(atOnceUsers(3)))
                .protocols(http.baseUrl("http://127.0.0.1:" + System.getProperty("port")))
                .assertions(global().failedRequests().count().is(0L), details("page").responseTime().max().lt(0));
    }
}
X
mkdir classes
javac -cp "$(cat cp.txt)" -d classes Visits.java

cat > serve.py <<'X'
import http.server, threading
class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.send_response(200); self.send_header("content-length", "2"); self.end_headers(); self.wfile.write(b"ok")
    def log_message(self, *a): pass
s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
open("port.tmp", "w").write(str(s.server_port))
import os; os.rename("port.tmp", "port")
threading.Timer(120, s.shutdown).start()
s.serve_forever()
X
python3 serve.py & server=$!
until [ -f port ]; do sleep 0.1; done

code=0
java --add-opens=java.base/java.lang=ALL-UNNAMED "-Dport=$(cat port)" -cp "classes:$(cat cp.txt)" \
    io.gatling.app.Gatling -s Visits -rf results > out.txt 2>&1 || code=$?
tail -2 out.txt
echo "exit code $code"
echo "files named after assertions: $(find results -iname '*assert*' | wc -l)"
echo "class that would write one: $(unzip -l "$(tr ':' '\n' < cp.txt | grep 'gatling-charts-3.16.0.jar')" | grep -c AssertionsJUnitTemplate.class)"

[ "$code" = 2 ] && grep -q 'page: max of response time is less than 0.0 : false' out.txt
[ -z "$(find results -iname '*assert*')" ]
unzip -l "$(tr ':' '\n' < cp.txt | grep 'gatling-charts-3.16.0.jar')" | grep -q AssertionsJUnitTemplate.class
echo "as stated"
