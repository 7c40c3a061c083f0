package volley.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The simulations: the one list of them. A new one is its class in {@code src/gatling}, an entry here, and, if it has
 * defaults of its own, {@code modes/<mode>.conf}.
 */
public enum SimulationKind {
    MULTITURN(
            "Multiturn",
            TurnSelection.MULTI_TURN,
            "Multi-turn chat: conversations take turns at the server.",
            Ability.VIRTUAL_TIME,
            Ability.ON_SEVERAL_SERVERS,
            Ability.CALIBRATED),
    SHARED_PREFIX(
            "SharedPrefix",
            TurnSelection.SHARED_PREFIX,
            "Each question with its whole document, a request of its own.",
            Ability.VIRTUAL_TIME,
            Ability.ON_SEVERAL_SERVERS,
            Ability.CALIBRATED),
    SINGLE_TURN(
            "SingleTurn",
            TurnSelection.FIRST_TURN,
            "First turns of a dataset, or requests of random lengths.",
            Ability.VIRTUAL_TIME,
            Ability.ON_SEVERAL_SERVERS,
            Ability.CALIBRATED),
    SYNTHETIC_MULTITURN(
            "SyntheticMultiturn",
            TurnSelection.MULTI_TURN,
            "Conversations of texts made to length, at one rate after the other.",
            Ability.VIRTUAL_TIME,
            Ability.ON_SEVERAL_SERVERS,
            Ability.CALIBRATED,
            Ability.SWEEP),
    MULTIMODAL("Multimodal", TurnSelection.MULTI_TURN, "Questions about videos and images.", Ability.CALIBRATED),
    TRACE_REPLAY(
            "TraceReplay",
            TurnSelection.FIRST_TURN,
            "A Mooncake-format trace at its own times.",
            Ability.VIRTUAL_TIME,
            Ability.ON_SEVERAL_SERVERS,
            Ability.CALIBRATED),
    COMPARE_SERVERS(
            "CompareServers",
            TurnSelection.MULTI_TURN,
            "One plan against several servers.",
            Ability.VIRTUAL_TIME,
            Ability.ON_SEVERAL_SERVERS,
            Ability.COMPARISON),
    CALIBRATE(
            "Calibrate",
            TurnSelection.MULTI_TURN,
            "The client's own error: a plan against a server that notes its times.");

    /** What a simulation can do. */
    public enum Ability {
        /** Its plan can be computed in virtual time. */
        VIRTUAL_TIME,
        /** Its plan can be played by a calibration. */
        CALIBRATED,
        /** It makes its own conversations, and plays them at one rate after the other. */
        SWEEP,
        /** It plays one plan on several servers whatever is given, and repeats that itself. */
        COMPARISON,
        /** Its plan can be played on several servers, if they are given. */
        ON_SEVERAL_SERVERS
    }

    private static final String PACKAGE = "volley.";

    private final String className;
    private final TurnSelection turns;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable
    private final Set<Ability> abilities;

    SimulationKind(String className, TurnSelection turns, String description, Ability... abilities) {
        this.className = className;
        this.turns = turns;
        this.description = description;
        EnumSet<Ability> all = EnumSet.noneOf(Ability.class);
        all.addAll(Arrays.asList(abilities));
        this.abilities = Collections.unmodifiableSet(all);
    }

    /** Name of its class without the package. */
    public String className() {
        return className;
    }

    /** Name of its class, as {@code gatling.simulationClass} is given it. */
    public String simulation() {
        return PACKAGE + className;
    }

    /** Its name in plans, results and folders, and for its defaults: that of its class in lower case. */
    public String mode() {
        return className.toLowerCase(Locale.ROOT);
    }

    /** Its command of {@code bin/volley}. */
    public String command() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it plays, in a sentence. */
    public String description() {
        return description;
    }

    /** Which turns of a dataset's conversations it plays; a calibration those of the simulation it is made for. */
    public TurnSelection turns() {
        return turns;
    }

    public boolean can(Ability ability) {
        return abilities.contains(ability);
    }

    /** Those that can, in the order of this list. */
    public static List<SimulationKind> allThatCan(Ability ability) {
        return Arrays.stream(values()).filter(kind -> kind.can(ability)).toList();
    }

    /** Their names in a sentence, such as {@code Multiturn, SingleTurn and CompareServers}. */
    static String names(List<SimulationKind> kinds) {
        List<String> names = kinds.stream().map(SimulationKind::className).toList();
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** @param simulation name of a class with its package */
    public static Optional<SimulationKind> ofClass(String simulation) {
        return Arrays.stream(values())
                .filter(kind -> kind.simulation().equals(simulation))
                .findFirst();
    }

    /** @param mode as {@link #mode} tells it */
    public static Optional<SimulationKind> ofMode(String mode) {
        return Arrays.stream(values()).filter(kind -> kind.mode().equals(mode)).findFirst();
    }

    /**
     * The plans with which a run of it is calibrated: its own; of a comparison, which plays conversations that are made or
     * those of a dataset, either; of others none.
     */
    public List<SimulationKind> calibratedBy() {
        return can(Ability.COMPARISON)
                ? List.of(SYNTHETIC_MULTITURN, MULTITURN)
                : can(Ability.CALIBRATED) ? List.of(this) : List.of();
    }
}
