package volley.jvm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.prefs.AbstractPreferences;
import java.util.prefs.Preferences;
import java.util.prefs.PreferencesFactory;

/**
 * Keeps Gatling from asking a public server for its newest version at every start, for which it has no switch: it asks
 * only if its stored preferences do not say that it has asked lately. It is a service of the jar, so in every JVM that has Volley on
 * its class path the preferences live in memory and say so; {@code java.util.prefs.PreferencesFactory} names another factory.
 */
public final class NoVersionCheck implements PreferencesFactory {
    private static final Preferences ROOT = new InMemory(null, "");

    static {
        Preferences latest = ROOT.node("io/gatling/latestVersion");
        latest.putLong("lastCheckTimestamp", System.currentTimeMillis());
        latest.putBoolean("lastCheckSuccess", false);
    }

    @Override
    public Preferences systemRoot() {
        return ROOT;
    }

    @Override
    public Preferences userRoot() {
        return ROOT;
    }

    private static final class InMemory extends AbstractPreferences {
        private final Map<String, String> values = new ConcurrentHashMap<>();
        private final Map<String, InMemory> children = new ConcurrentHashMap<>();

        InMemory(AbstractPreferences parent, String name) {
            super(parent, name);
        }

        @Override
        protected void putSpi(String key, String value) {
            values.put(key, value);
        }

        @Override
        protected String getSpi(String key) {
            return values.get(key);
        }

        @Override
        protected void removeSpi(String key) {
            values.remove(key);
        }

        @Override
        protected void removeNodeSpi() {
            values.clear();
        }

        @Override
        protected String[] keysSpi() {
            return values.keySet().toArray(String[]::new);
        }

        @Override
        protected String[] childrenNamesSpi() {
            return children.keySet().toArray(String[]::new);
        }

        @Override
        protected AbstractPreferences childSpi(String name) {
            return children.computeIfAbsent(name, each -> new InMemory(this, each));
        }

        @Override
        protected void syncSpi() {}

        @Override
        protected void flushSpi() {}
    }
}
