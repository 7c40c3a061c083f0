package volley.prepare;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.dataset.Turn;

/**
 * What a simulation of a user's own adds to the parameters of its run, kept in the run's folder: its plan can then be made
 * again where its class is not.
 *
 * @param kind the simulation that it plays as
 * @param conversations its own; empty where it plays a dataset's
 */
public record OwnSimulation(SimulationKind kind, Optional<List<Conversation>> conversations) {
    /** Its file in the folder of a run. */
    public static final String FILE_NAME = "simulation.json";

    private static final Logger LOG = LoggerFactory.getLogger(OwnSimulation.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAYS_AS = "plays_as";
    private static final String CONVERSATIONS = "conversations";

    /**
     * Writes it into the folder of a run, if the simulation is a user's own. Never fails the run. Images and videos are not
     * kept: with them, nothing is written.
     */
    public static void write(Path runFolder, Preparation prepared) {
        List<Conversation> all = prepared.source().dataset().conversations();
        boolean own = prepared.source().ofSimulation();
        // a shard has its texts once, as they are sent
        boolean shard = prepared.settings().shards().isOneOfSeveral();
        if (!prepared.simulation().isOwn() || (own && haveMedia(all))) {
            return;
        }
        try (JsonGenerator json = JSON.createGenerator(Files.newOutputStream(runFolder.resolve(FILE_NAME)))) {
            json.writeStartObject();
            json.writeStringField(PLAYS_AS, prepared.simulation().kind().mode());
            if (own) {
                json.writeArrayFieldStart(CONVERSATIONS);
                for (Conversation conversation : all) {
                    write(
                            json,
                            shard
                                    ? Salt.without(
                                            conversation,
                                            prepared.settings().workload().salt())
                                    : conversation);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException e) {
            LOG.error("{} could not be written", FILE_NAME, e);
        }
    }

    private static boolean haveMedia(List<Conversation> conversations) {
        return conversations.stream().flatMap(each -> each.turns().stream()).anyMatch(turn -> turn.media()
                .isPresent());
    }

    private static void write(JsonGenerator json, Conversation conversation) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", conversation.id());
        json.writeArrayFieldStart("turns");
        for (Turn turn : conversation.turns()) {
            json.writeStartObject();
            json.writeStringField("text", turn.prompt());
            json.writeNumberField("prompt_tokens", turn.promptTokens());
            json.writeNumberField("output_tokens", turn.outputTokens());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * Reads it back.
     *
     * @param runFolders of a run, or of all shards of a plan, each of which has its own conversations' turns
     * @param className for the text of a refusal
     * @throws BadInputException if the run left none
     */
    public static OwnSimulation read(List<Path> runFolders, String className) {
        List<OwnSimulation> all =
                runFolders.stream().map(folder -> read(folder, className)).toList();
        OwnSimulation first = all.get(0);
        if (first.conversations.isEmpty()) {
            return first;
        }
        List<Conversation> together = new ArrayList<>();
        for (Conversation any : first.conversations.get()) {
            int number = together.size();
            together.add(all.stream()
                    .map(each -> each.conversations.orElseThrow().get(number))
                    .filter(each -> !each.turns().isEmpty())
                    .findFirst()
                    .orElseThrow(() -> new BadInputException(
                            "the texts of conversation " + any.id() + " went with the generator that played it")));
        }
        return new OwnSimulation(first.kind, Optional.of(together));
    }

    private static OwnSimulation read(Path runFolder, String className) {
        Path file = runFolder.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            throw new BadInputException("what " + className + " plays is not known here, and there is no " + file);
        }
        try {
            JsonNode json = JSON.readTree(file.toFile());
            SimulationKind kind = SimulationKind.ofMode(json.path(PLAYS_AS).asText())
                    .orElseThrow(() -> new BadInputException(file + " does not say which simulation it plays as"));
            return new OwnSimulation(
                    kind,
                    json.has(CONVERSATIONS) ? Optional.of(conversations(json.path(CONVERSATIONS))) : Optional.empty());
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read (" + IoReason.of(e) + ")");
        }
    }

    private static List<Conversation> conversations(JsonNode json) {
        List<Conversation> all = new ArrayList<>();
        for (JsonNode conversation : json) {
            List<Turn> turns = new ArrayList<>();
            conversation
                    .path("turns")
                    .forEach(turn -> turns.add(new Turn(
                            turn.path("text").asText(),
                            turn.path("prompt_tokens").asInt(),
                            turn.path("output_tokens").asInt())));
            all.add(new Conversation(conversation.path("id").asText(), turns));
        }
        return all;
    }

    /** The plan of a run of it, on no server. */
    public Preparation prepare(String className, Settings settings) {
        PlayedSimulation simulation = new PlayedSimulation(kind, className);
        return conversations
                .map(own -> Preparation.of(simulation, settings, PlanWithoutServer.NO_SERVER, tokenizer -> own))
                .orElseGet(() -> Preparation.of(simulation, settings, PlanWithoutServer.NO_SERVER));
    }
}
