package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.BadInputException;

/** Expected values are those of Python 3.11. */
final class PythonStringMethodsTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "'abc'.startswith('ab');true",
                "'abc'.startswith('bc');false",
                "'abc'.endswith('bc');true",
                "'abc'.find('c');2",
                "'abc'.find('x');-1",
                "'a-b-c'.replace('-', '');abc",
                "'aB'.upper();AB",
                "'aB'.lower();ab",
                "'heLLO'.capitalize();Hello",
                "''.capitalize();``",
                "'  a b '.strip() ~ '|';a b|",
                "'xxayxx'.strip('xy');a",
                "'xxayxx'.lstrip('x');ayxx",
                "'xxayxx'.rstrip('x');xxay",
                "'xx'.strip('x');``",
                "'a,b,,c'.split(',')|join('|');a|b||c",
                "'a,b,c'.split(',', 1)|join('|');a|b,c",
                "' a  b '.split()|join('|');a|b",
                "'a</t>b</t>c'.split('</t>')[-1];c",
                "'abc'.split('x')[0];abc"
            })
    void behaveAsInPython(String expression, String expected) {
        assertThat(evaluate(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a'.no_such_method()", "'a'.split('')", "[1].startswith('a')"})
    void refuseTheRest(String expression) {
        assertThatThrownBy(() -> evaluate(expression)).isInstanceOf(BadInputException.class);
    }

    @Test
    void handOutNoJavaClasses() {
        for (String expression : new String[] {"'a'.getClass()", "'a'.class", "'a'.__class__"}) {
            String result;
            try {
                result = evaluate(expression);
            } catch (BadInputException e) {
                result = "";
            }
            assertThat(result).isEmpty();
        }
    }

    private static String evaluate(String expression) {
        return JinjaChatTemplate.compile("{{ " + expression + " }}", Map.of(), Clock.systemUTC(), "here")
                .render(Map.of());
    }
}
