package volley.tokenizer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.loader.ResourceNotFoundException;
import com.hubspot.jinjava.objects.date.StrftimeFormatter;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;

/**
 * Jinjava set up to behave as Python's jinja2 with the functions of transformers' chat templates. White space is
 * {@link JinjavaSyntax}' work. Known to differ: a boolean prints as {@code true}, and the length of a string counts UTF-16 units.
 */
final class JinjaEnvironment {
    private JinjaEnvironment() {}

    static Jinjava create(Clock clock) {
        LegacyOverrides likePython = LegacyOverrides.newBuilder()
                .withParseWhitespaceControlStrictly(true)
                .withUseTrimmingForNotesAndExpressions(true)
                .withUseSnakeCasePropertyNaming(true)
                .withKeepNullableLoopValues(true)
                .withIterateOverMapKeys(true)
                .withUseNaturalOperatorPrecedence(false)
                .build();
        JinjavaConfig config = JinjavaConfig.newBuilder()
                // Otherwise {{ }} in a user's text would be executed.
                .withNestedInterpretationEnabled(false)
                .withEnableRecursiveMacroCalls(true)
                .withElResolver(new PythonStringMethods())
                .withLegacyOverrides(likePython)
                .withTimeZone(clock.getZone())
                .withDateTimeProvider(clock::millis)
                .build();
        Jinjava jinjava = new Jinjava(config);
        // A template from a hub has no business with the files of this program.
        jinjava.setResourceLocator((name, encoding, interpreter) -> {
            throw new ResourceNotFoundException("chat templates cannot include " + name);
        });
        jinjava.registerFilter(new ToJsonFilter());
        jinjava.registerFunction(function("raise_exception", "raiseException"));
        jinjava.registerFunction(function("strftime_now", "strftimeNow"));
        return jinjava;
    }

    private static ELFunctionDefinition function(String name, String javaName) {
        return new ELFunctionDefinition("", name, Functions.class, javaName, String.class);
    }

    /** Called by jinjava by reflection, hence public and static. */
    public static final class Functions {
        private Functions() {}

        public static String raiseException(String message) {
            throw new InterpretException(message);
        }

        public static String strftimeNow(String format) {
            JinjavaConfig config = JinjavaInterpreter.getCurrent().getConfig();
            Instant now = Instant.ofEpochMilli(config.getDateTimeProvider().getCurrentTimeMillis());
            return StrftimeFormatter.format(now.atZone(config.getTimeZone()), format, Locale.ROOT);
        }
    }
}
