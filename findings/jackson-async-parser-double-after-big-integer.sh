#!/usr/bin/env bash
# jackson-core 2.22.3 (Maven Central), the non-blocking parser (createNonBlockingByteArrayParser), which reads JSON as it comes off a
# socket. Of an integer above all longs it may be asked which type it is (getNumberType: BIG_INTEGER). getDoubleValue() of the next
# number with a decimal point then gives the integer's value instead of that number's own, once, also in a document
# that follows on the same parser; getText() is right. The blocking parser is right in both. So a token count that overflowed in one
# answer puts a wrong time into another answer.
# Seen, of {"count":1000000000000000000000000000000} and {"ms":14.25}:
#   blocking: count BIG_INTEGER, ms as text 14.25, as double 14.25
#   non-blocking: count BIG_INTEGER, ms as text 14.25, as double 1.0E30
# Needs JDK 17 or later and curl. Fails if this changes.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
jar=jackson-core-2.22.3.jar
curl -fsS --max-time 60 -o "$jar" "https://repo.maven.apache.org/maven2/com/fasterxml/jackson/core/jackson-core/2.22.3/$jar"

cat >TwoNumbers.java <<'JAVA'
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;

class TwoNumbers {
    public static void main(String[] args) throws Exception {
        byte[] json = "{\"count\":1000000000000000000000000000000}\n{\"ms\":14.25}\n".getBytes("UTF-8");
        JsonFactory factory = new JsonFactory();
        JsonParser blocking = factory.createParser(json);
        JsonParser nonBlocking = factory.createNonBlockingByteArrayParser();
        ByteArrayFeeder feeder = (ByteArrayFeeder) nonBlocking.getNonBlockingInputFeeder();
        feeder.feedInput(json, 0, json.length);
        feeder.endOfInput();
        System.out.println("blocking: " + numbers(blocking));
        System.out.println("non-blocking: " + numbers(nonBlocking));
    }

    private static String numbers(JsonParser parser) throws Exception {
        String seen = "";
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.VALUE_NUMBER_INT) {
                seen += parser.currentName() + " " + parser.getNumberType();
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                seen += ", " + parser.currentName() + " as text " + parser.getText() + ", as double " + parser.getDoubleValue();
            }
        }
        return seen;
    }
}
JAVA

java -cp "$jar" TwoNumbers.java | tee seen.txt
diff seen.txt - <<'SEEN'
blocking: count BIG_INTEGER, ms as text 14.25, as double 14.25
non-blocking: count BIG_INTEGER, ms as text 14.25, as double 1.0E30
SEEN
echo "as described"
