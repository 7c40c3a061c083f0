package volley.template;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import volley.template.Node.Use;

/** Which of some names are read in a part of a template before they are set there. */
final class FreeNames {
    private final Set<String> names;
    private final Set<String> found = new HashSet<>();

    private FreeNames(Set<String> names) {
        this.names = new HashSet<>(names);
    }

    static Set<String> of(List<Node> nodes, Set<String> names) {
        FreeNames free = new FreeNames(names);
        nodes.forEach(free::visit);
        return free.found;
    }

    private void visit(Node node) {
        if (node instanceof Node.Name name) {
            if (name.use() == Use.LOAD && names.contains(name.name())) {
                found.add(name.name());
            } else {
                names.remove(name.name());
            }
        } else if (!(node instanceof Node.Block)) {
            node.children().forEach(this::visit);
        }
    }
}
