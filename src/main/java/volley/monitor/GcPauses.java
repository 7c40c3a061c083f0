package volley.monitor;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import volley.monitor.Interference.Kind;

/** The collector's pauses, as the JVM tells them. Its times are milliseconds since its start. */
final class GcPauses implements AutoCloseable {
    private final List<NotificationEmitter> collectors = new ArrayList<>();
    private final NotificationListener listener;

    private GcPauses(NotificationListener listener) {
        this.listener = listener;
    }

    static GcPauses listen(InterferenceLog log) {
        long jvmStartNs = System.nanoTime()
                - TimeUnit.MILLISECONDS.toNanos(
                        ManagementFactory.getRuntimeMXBean().getUptime());
        GcPauses pauses = new GcPauses((notification, unused) -> {
            if (notification.getUserData() instanceof CompositeData data
                    && notification
                            .getType()
                            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
                GarbageCollectionNotificationInfo told = GarbageCollectionNotificationInfo.from(data);
                GcInfo info = told.getGcInfo();
                note(told.getGcAction(), info.getStartTime(), info.getEndTime(), jvmStartNs, log);
            }
        });
        ManagementFactory.getGarbageCollectorMXBeans().forEach(bean -> {
            if (bean instanceof NotificationEmitter collector) {
                collector.addNotificationListener(pauses.listener, null, null);
                pauses.collectors.add(collector);
            }
        });
        return pauses;
    }

    /** A concurrent collector's cycle stops nobody; its pauses are told by themselves. */
    static void note(String action, long startMs, long endMs, long jvmStartNs, InterferenceLog log) {
        if (!action.contains("cycle")) {
            log.add(
                    Kind.GC_PAUSE,
                    jvmStartNs + TimeUnit.MILLISECONDS.toNanos(startMs),
                    jvmStartNs + TimeUnit.MILLISECONDS.toNanos(endMs));
        }
    }

    @Override
    public void close() {
        collectors.forEach(collector -> {
            try {
                collector.removeNotificationListener(listener);
            } catch (ListenerNotFoundException e) {
                throw new IllegalStateException(e);
            }
        });
        collectors.clear();
    }
}
