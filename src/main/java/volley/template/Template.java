package volley.template;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import volley.template.builtin.Globals;
import volley.template.value.PythonError;
import volley.template.value.Values;

/** A parsed template. Immutable: one may be rendered by many threads at once. */
public final class Template {
    private final Execution body;
    private final FunctionScope function;

    private Template(Execution body, FunctionScope function) {
        this.body = body;
        this.function = function;
    }

    /** @throws TemplateException if it is not valid */
    public static Template compile(String source) {
        try {
            List<Node> nodes = Parser.parse(source);
            Scope root = Scope.root();
            return new Template(
                    StatementCompiler.template(nodes, root), root.symbols().function());
        } catch (PythonError e) {
            throw new TemplateException(e);
        } catch (StackOverflowError e) {
            throw new TemplateException(tooDeep());
        }
    }

    private static PythonError tooDeep() {
        return new PythonError("RecursionError", "the template or its values are nested too deeply");
    }

    /**
     * Renders it.
     *
     * @param variables by name: null, booleans, numbers, strings, maps and collections
     * @param now what {@code strftime_now} tells
     * @throws TemplateException if the template fails, gives up, or uses what this engine lacks
     */
    public String render(Map<String, ?> variables, LocalDateTime now) {
        Map<String, Object> all = Globals.at(now);
        variables.forEach((name, value) -> all.put(name, Values.of(value)));
        StringBuilder out = new StringBuilder();
        try {
            body.run(new Frame(function, null, new Rendering(all)), out);
        } catch (PythonError e) {
            throw new TemplateException(e);
        } catch (StackOverflowError e) {
            throw new TemplateException(tooDeep());
        }
        return out.toString();
    }
}
