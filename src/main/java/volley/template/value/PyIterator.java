package volley.template.value;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** An iterator or generator: gives each item once, when it is asked for it. */
public final class PyIterator implements PyObject, Iterator<Object> {
    private final String typeName;
    private final Iterator<?> source;

    /** @param typeName Python's class, such as {@code generator} */
    public PyIterator(String typeName, Iterator<?> source) {
        this.typeName = typeName;
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        return source.hasNext();
    }

    @Override
    public Object next() {
        if (!source.hasNext()) {
            throw new NoSuchElementException();
        }
        return source.next();
    }

    @Override
    public String typeName() {
        return typeName;
    }
}
