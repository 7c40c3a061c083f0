package volley.template.builtin;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import volley.template.value.PyIterator;

/** Python's generators: nothing happens, and nothing fails, before the first item is asked for. */
final class Generator implements Iterator<Object> {
    private final Supplier<Iterator<?>> start;
    private Iterator<?> items;

    private Generator(Supplier<Iterator<?>> start) {
        this.start = start;
    }

    static PyIterator of(Supplier<Iterator<?>> start) {
        return new PyIterator("generator", new Generator(start));
    }

    @Override
    public boolean hasNext() {
        if (items == null) {
            items = start.get();
        }
        return items.hasNext();
    }

    @Override
    public Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return items.next();
    }
}
