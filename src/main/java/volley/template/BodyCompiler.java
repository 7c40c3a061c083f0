package volley.template;

import java.util.List;

/** Makes the statements of a body executable: what the compilers of statements with a body are handed. */
@FunctionalInterface
interface BodyCompiler {
    Execution compile(List<Node> body, Scope scope);
}
