package volley.template;

import java.util.Arrays;
import volley.template.value.PyObject;

/** The variables of one running function. */
final class Frame {
    final Object[] slots;
    final Rendering rendering;
    private final Frame outer;

    Frame(FunctionScope function, Frame outer, Rendering rendering) {
        this.slots = new Object[function.size()];
        this.outer = outer;
        this.rendering = rendering;
        Arrays.fill(slots, PyObject.MISSING);
    }

    Frame outwards(int hops) {
        Frame frame = this;
        for (int i = 0; i < hops; i++) {
            frame = frame.outer;
        }
        return frame;
    }
}
