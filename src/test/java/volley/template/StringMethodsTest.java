package volley.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values are those of Python 3.11. */
final class StringMethodsTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "'abc'.startswith('ab');True",
                "'abc'.startswith('bc');False",
                "'abc'.endswith('bc');True",
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
                "' a  b c '.split(none, 1);['a', 'b c ']",
                "' a  b c '.rsplit(none, 1);[' a  b', 'c']",
                "'abc'.split('x')[0];abc"
            })
    void behaveAsInPython(String expression, String expected) {
        assertThat(evaluate(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a'.no_such_method()", "'a'.split('')", "[1].startswith('a')"})
    void refuseTheRest(String expression) {
        assertThatThrownBy(() -> evaluate(expression)).isInstanceOf(TemplateException.class);
    }

    @Test
    void handOutNoJavaClasses() {
        for (String expression : new String[] {"'a'.getClass()", "'a'.class", "'a'.__class__"}) {
            String result;
            try {
                result = evaluate(expression);
            } catch (TemplateException e) {
                result = "";
            }
            assertThat(result).isEmpty();
        }
    }

    private static String evaluate(String expression) {
        return Template.compile("{{ " + expression + " }}").render(Map.of(), LocalDateTime.of(2026, 11, 30, 4, 0));
    }
}
