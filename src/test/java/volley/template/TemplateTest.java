package volley.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values are jinja2's. What is compared with jinja2 itself is in {@link DifferentialTest}. */
final class TemplateTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 30, 4, 0);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{{ 1e16 }} {{ 1e-5 }} {{ 0.1 + 0.2 }} {{ 2.0e-3 }};1e+16 1e-05 0.30000000000000004 0.002",
                "{{ 2 ** 70 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7.5 // 2 }};1180591620717411303424 -4 2 3.0",
                "{{ [1, 'a', none, true, 1.0] }} {{ (1,) }} {{ {'a': {}} }};[1, 'a', None, True, 1.0] (1,) {'a': {}}",
                "{{ {1: 'a', true: 'b', 1.0: 'c'} }};{1: 'c'}",
                "{{ not 1 == 2 }} {{ 1 < 2 < 3 }} {{ 'a' ~ 1 + 2 if false else 'x' }};True True x",
                "{% set x = 1 %}{% for i in [1, 2] %}{{ x }}{% set x = 5 %}{{ x }}{% endfor %}{{ x }};15151",
                "{% macro m() %}{{ x }}{% endmacro %}{% set x = 1 %}{{ m() }}{% set x = 2 %}{{ m() }};12",
                "{% for x in [1, 2, 3] if x != 2 %}{{ loop.index }}{{ loop.length }}{{ loop.last }},{% endfor %};12False,22True,",
                "{% for x in [] %}{% else %}none{% endfor %}{% for x in missing %}{% endfor %};none",
                "{{ messages|map(attribute='role')|join(',') }};user,assistant",
                "{{ messages|selectattr('role', 'equalto', 'user')|map(attribute='content')|list }};['Hi']",
                "{% if false %}{{ 1|no_such_filter }}{% endif %}ok;ok",
                "{{ '%s-%05.1f' % ('a', 2.25) }} {{ '{:>4}|{!r}'.format(1, 'x') }};a-002.2    1|'x'",
                "{{ 'x'|e + '<' }}{{ '<' ~ ('<'|e) }};`x&lt;<&lt;`",
                "{{ messages[0].items()|list }};[('role', 'user'), ('content', 'Hi')]",
                "{{ strftime_now('%d %B %Y') }};30 November 2026",
            })
    void rendersAsJinja2Does(String template, String expected) {
        assertThat(render(template)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{{ missing.x }};UndefinedError;'missing' is undefined",
                "{{ missing + 'x' }};UndefinedError;'missing' is undefined",
                "{{ messages[0].nope.x }};UndefinedError;'dict object' has no attribute 'nope'",
                "{{ messages.append(1) }};SecurityError;access to attribute 'append' of 'list' object is unsafe.",
                "{{ 'a' + 1 }};TypeError;can only concatenate str (not \"int\") to str",
                "{{ raise_exception('roles') }};TemplateError;roles",
                "{{ 1|no_such_filter }};TemplateAssertionError;No filter named 'no_such_filter'.",
                "{% if true %}{{ 1|no_such_filter }}{% endif %};TemplateRuntimeError;No filter named 'no_such_filter' found.",
                "{% for x in y %};TemplateSyntaxError;Unexpected end of template.",
                "{{ 'https://a'|urlize }};NotSupported;the filter 'urlize' is not supported",
                "{% include 'x' %};TypeError;no loader for this environment specified",
                "{% set ns = namespace(_x=1) %};SecurityError;underscore",
            })
    void failsAsJinja2Does(String template, String type, String message) {
        TemplateException failure = failure("\n" + template);
        assertThat(failure.type()).isEqualTo(type);
        assertThat(failure.reason()).contains(message);
        assertThat(failure.line()).isEqualTo(2);
        assertThat(failure).hasMessageStartingWith(type + ": ").hasMessageEndingWith("(line 2)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}",
                "{{ 'a' * 10 ** 12 }}",
                "{{ [0] * 10 ** 12 }}",
                "{{ 10 ** (10 ** 10) }}",
                "{{ 'a'.center(10 ** 12) }}",
                "{{ '%*d' % (10 ** 12, 1) }}",
                "{% set ns = namespace(x='ab') %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
                "{% set ns = namespace(x=[]) %}{% for i in range(99999) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
                "{% for x in [[]] recursive %}{{ loop([x]) }}{% endfor %}",
            })
    void endsWhateverATemplateDoes(String template) {
        assertThat(failure(template).type()).isIn("TimeoutError", "RecursionError", "MemoryError", "OverflowError");
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        for (String part : List.of("(", "[", "not ", "-", "{{ x", "{% if x %}")) {
            String template = part.startsWith("{") ? part.repeat(50_000) : "{{ " + part.repeat(50_000);
            assertThatThrownBy(() -> Template.compile(template)).isInstanceOf(TemplateException.class);
        }
        String chain = "{{ x" + "|upper".repeat(50_000) + " }}";
        assertThatThrownBy(() -> Template.compile(chain).render(Map.of(), NOW)).isInstanceOf(TemplateException.class);
    }

    @Test
    void trimsBlocksAndLinesAsTransformersAsks() {
        assertThat(render("a\n  {% if true %}\n  b\n  {% endif %}\nc\n")).isEqualTo("a\n  b\nc");
        assertThat(render("a {%- if true -%} b {%+ endif +%}\nc")).isEqualTo("ab \nc");
        assertThat(render("  {{ 1 }}\n  {# c #}\n  {%+ set x = 1 %}\nd\r\n")).isEqualTo("  1\n  d");
    }

    private static String render(String template) {
        List<Map<String, String>> messages = List.of(message("user", "Hi"), message("assistant", "Yes"));
        return Template.compile(template).render(Map.of("messages", messages), NOW);
    }

    private static Map<String, String> message(String role, String content) {
        Map<String, String> message = new LinkedHashMap<>();
        message.put("role", role);
        message.put("content", content);
        return message;
    }

    private static TemplateException failure(String template) {
        return catchThrowableOfType(TemplateException.class, () -> render(template));
    }
}
