#!/usr/bin/env bash
# hdrhistogram 0.10.8 (PyPI), beside HdrHistogram 2.2.2 (Maven Central) and hdr-histogram-js 3.0.1 (npm), all on one log that Java wrote:
# - Java and JavaScript give the smallest value with at least p % of all at or below it: they round the rank p % of n up. Python
#   rounds it to the nearest whole number. Where p % of n is less than a half above a whole number, its percentile is one
#   request short of p %: p99 of 160 times is the 158th (98.75 %) for it, and the 159th (99.38 %) for the other two.
# - The log that Python writes has the whole part of the largest value in its column Interval_Max, where Java writes 9.003.
# Seen: 158 answers of 0.1 s, one of 2 s and one of 9 s: p99 is 100031 us in Python, 2000895 us in Java and JavaScript; p90 of the
# 16 times 1 to 16 s is the 14th in Python, the 15th in the others. Interval_Max is 9.000000 in Python's log.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv py && py/bin/pip -q install hdrhistogram==0.10.8
npm --silent init -y >/dev/null && npm --silent install hdr-histogram-js@3.0.1 >/dev/null
cat >pom.xml <<'X'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.hdrhistogram</groupId><artifactId>HdrHistogram</artifactId><version>2.2.2</version>
  </dependency></dependencies>
</project>
X
mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt >/dev/null

cat >Write.java <<'X'
import java.io.File;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

public class Write {
    public static void main(String[] args) throws Exception {
        Histogram tail = new Histogram(1, 3_600_000_000L, 3);
        tail.recordValueWithCount(100_000, 158);
        tail.recordValue(2_000_000);
        tail.recordValue(9_000_000);
        Histogram few = new Histogram(1, 3_600_000_000L, 3);
        for (int second = 1; second <= 16; second++) {
            few.recordValue(second * 1_000_000L);
        }
        HistogramLogWriter log = new HistogramLogWriter("times.hlog");
        log.outputLogFormatVersion();
        log.outputLegend();
        log.outputIntervalHistogram(0, 60, tail, 1_000_000);
        log.outputIntervalHistogram(60, 120, few, 1_000_000);
        log.close();
        HistogramLogReader reader = new HistogramLogReader(new File("times.hlog"));
        System.out.print(((Histogram) reader.nextIntervalHistogram()).getValueAtPercentile(99));
        System.out.println(" " + ((Histogram) reader.nextIntervalHistogram()).getValueAtPercentile(90));
    }
}
X
javac -cp "$(cat cp.txt)" Write.java
java="$(java -cp "$(cat cp.txt):." Write)"

cat >read.mjs <<'X'
import { readFileSync } from "node:fs";
import hdr from "hdr-histogram-js";
const [tail, few] = readFileSync("times.hlog", "utf8").split("\n").filter((line) => /^[0-9]/.test(line))
  .map((line) => hdr.decodeFromCompressedBase64(line.split(",")[3]));
console.log(tail.getValueAtPercentile(99), few.getValueAtPercentile(90));
X
javascript="$(node read.mjs)"

cat >read.py <<'X'
from hdrh.histogram import HdrHistogram
from hdrh.log import HistogramLogReader, HistogramLogWriter
reader = HistogramLogReader("times.hlog", HdrHistogram(1, 3_600_000_000, 3))
tail, few = reader.get_next_interval_histogram(), reader.get_next_interval_histogram()
reader.close()
print(tail.get_value_at_percentile(99), few.get_value_at_percentile(90))
writer = HistogramLogWriter(open("python.hlog", "w"))
writer.output_interval_histogram(tail, 0, 60)
writer.close()
X
python="$(py/bin/python read.py)"
echo "p99 of 160, p90 of 16, microseconds"
echo "HdrHistogram 2.2.2 (Java):      $java"
echo "hdr-histogram-js 3.0.1:         $javascript"
echo "hdrhistogram 0.10.8 (Python):   $python"
of_java="$(grep -m1 '^[0-9]' times.hlog | cut -d, -f3)"
of_python="$(grep -m1 '^[0-9]' python.hlog | cut -d, -f3)"
echo "Interval_Max written by Java $of_java, by Python $of_python"

[ "$java" = "2000895 15007743" ] && [ "$javascript" = "$java" ]
[ "$python" = "100031 14000127" ]
[ "$of_java" = 9.003 ] && [ "$of_python" = 9.000000 ]
echo "as stated"
