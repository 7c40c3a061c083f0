package volley.template;

import java.util.LinkedHashMap;
import java.util.Map;
import volley.template.Execution.Flow;
import volley.template.builtin.Attributes;
import volley.template.value.Arguments;
import volley.template.value.PythonError;

/** Makes macros and call blocks executable. */
final class MacroCompiler {
    private MacroCompiler() {}

    static Execution macro(Node.Macro node, Scope scope, BodyCompiler bodies) {
        MacroCode code = MacroCode.of(node, scope, bodies);
        AssignmentTarget target =
                AssignmentTarget.compile(new Node.Name(node.line(), node.name(), Node.Use.STORE), scope);
        return (frame, out) -> {
            target.set(frame, new Macro(code, node.name(), frame));
            return Flow.NEXT;
        };
    }

    static Execution callBlock(Node.CallBlock node, Scope scope, BodyCompiler bodies) {
        MacroCode code = MacroCode.of(node, scope, bodies);
        if (node.call() == null) {
            return (frame, out) -> {
                BlockText.append(Attributes.call(new Macro(code, null, frame), Arguments.NONE), out);
                return Flow.NEXT;
            };
        }
        Node.Call call = (Node.Call) node.call();
        Evaluation callee = ExpressionCompiler.compile(call.callee(), scope);
        ExpressionCompiler.ArgumentsOf arguments = ExpressionCompiler.arguments(call.arguments(), scope);
        return (frame, out) -> {
            Object called = callee.value(frame);
            Arguments given = arguments.of(frame);
            Map<String, Object> named = new LinkedHashMap<>(given.named());
            if (named.put("caller", new Macro(code, null, frame)) != null) {
                throw PythonError.type("got multiple values for keyword argument 'caller'");
            }
            BlockText.append(Attributes.call(called, new Arguments(given.positional(), named)), out);
            return Flow.NEXT;
        };
    }
}
