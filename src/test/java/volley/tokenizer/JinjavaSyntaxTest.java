package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JinjavaSyntaxTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "{% set n = namespace(a=x|length - 1, b=2) %};{% set n = namespace(a=(x|length - 1), b=(2)) %}",
                "{{ f(a=g(b=1), c=(2, 3)) }};{{ f(a=(g(b=(1))), c=((2, 3))) }}",
                "{{ {'a': {}} }};{{ {'a': {} } }}",
                "{%- for k in f(1) if k != 'if' -%} x {%- endfor %};{%- for k in f(1) %}{% if k != 'if' -%} x {%- endif %}{%- endfor %}",
                "{{ f(a=')', b=\"it's, (\") }};{{ f(a=(')'), b=(\"it's, (\")) }}",
                "{{ f(a={'x': [1, 2]}) }};{{ f(a=({'x': [1, 2]})) }}",
                "{{ f('\\'', a=1) }};{{ f('\\'', a=(1)) }}",
                "{%- generation -%}x{% endgeneration %};{%- if true -%}x{% endif %}",
                "{%- for m in messages[::-1] -%};{%- for m in messages|reverse|list -%}"
            })
    void rewrites(String jinja, String expected) {
        assertThat(JinjavaSyntax.adapt(jinja).source()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "f(a=1) messages[::-1] outside",
                "{{ f(a == 1, b != 2, c <= 3, d >= 4) }}",
                "{% set x = 1 %}",
                "{% if (x == 1) and y %}",
                "{# f(a=1) #}",
                "{% raw %}{{ f(a=1) }}{% endraw %}",
                "{%- macro m(a, b=none) -%}",
                "{{ '[::-1] f(a=1)' }}",
                "{{ unfinished(",
                "{{ 'unfinished"
            })
    void leavesAlone(String jinja) {
        assertThat(JinjavaSyntax.adapt(jinja).source()).isEqualTo(jinja);
    }

    @Test
    void findsTheFilters() {
        String jinja = "a|b {{ x|trim | tojson }}{{ '<|im_end|>' }}{% if y|length > 1 %}{% endif %}{# z|no #}";
        assertThat(JinjavaSyntax.adapt(jinja).filters()).containsExactlyInAnyOrder("trim", "tojson", "length");
    }
}
