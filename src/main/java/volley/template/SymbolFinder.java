package volley.template;

import java.util.List;
import volley.template.Node.Use;

/** Goes through the statements of one block and notes its names; stops where an inner block begins. */
final class SymbolFinder {
    private Symbols symbols;

    private SymbolFinder(Symbols symbols) {
        this.symbols = symbols;
    }

    static void find(Symbols symbols, List<? extends Node> nodes) {
        SymbolFinder finder = new SymbolFinder(symbols);
        nodes.forEach(finder::visit);
    }

    /** All names of a loop's target are set anew in each round. */
    static void parameters(Symbols symbols, Node target) {
        if (target instanceof Node.Name name) {
            symbols.parameter(name.name());
        }
        target.children().forEach(child -> parameters(symbols, child));
    }

    private void visit(Node node) {
        if (node instanceof Node.Name name) {
            name(name);
        } else if (node instanceof Node.NamespaceTarget target) {
            symbols.load(target.name());
        } else if (node instanceof Node.If condition) {
            condition(condition);
        } else if (node instanceof Node.Macro macro) {
            symbols.store(macro.name());
        } else if (node instanceof Node.Refused refused) {
            refused.stores().forEach(symbols::store);
        } else if (node instanceof Node.Assign assign) {
            visit(assign.value());
            visit(assign.target());
        } else if (node instanceof Node.For loop) {
            visit(loop.iterable());
        } else if (node instanceof Node.CallBlock block) {
            if (block.call() != null) {
                visit(block.call());
            }
        } else if (node instanceof Node.FilterBlock block) {
            visit(block.filter());
        } else if (node instanceof Node.With with) {
            with.values().forEach(this::visit);
        } else if (node instanceof Node.AssignBlock block) {
            visit(block.target());
        } else if (!(node instanceof Node.Block)) {
            node.children().forEach(this::visit);
        }
    }

    private void name(Node.Name name) {
        if (name.use() == Use.PARAMETER) {
            symbols.parameter(name.name());
        } else if (name.use() == Use.STORE) {
            symbols.store(name.name());
        } else {
            symbols.load(name.name());
        }
    }

    private void condition(Node.If condition) {
        visit(condition.test());
        Symbols before = symbols;
        List<Symbols> branches = List.of(
                branch(before, condition.body()),
                branch(before, condition.elifs()),
                branch(before, condition.otherwise()));
        symbols = before;
        symbols.join(branches);
    }

    private Symbols branch(Symbols before, List<Node> nodes) {
        symbols = before.copy();
        nodes.forEach(this::visit);
        return symbols;
    }
}
