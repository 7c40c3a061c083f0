package volley.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import volley.client.ApiKey;
import volley.client.PromptQuestions;
import volley.client.ServerControl;
import volley.config.Backend;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.IoReason;
import volley.config.TlsSettings;
import volley.hub.Hub;
import volley.network.Route;
import volley.tokenizer.PromptLines;
import volley.tokenizer.ServersView;

/** {@code chat-template}: renders chats as Volley does in a run, to be held against a server. */
@Command(
        name = "chat-template",
        description =
                "Renders chats with a chat template: JSONL in, and for each line one with text and ids, or error.",
        mixinStandardHelpOptions = true)
final class ChatTemplateCommand implements Callable<Integer> {
    /** For an answer of one token. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--tokenizer",
            paramLabel = "<tokenizer>",
            description = "A tokenizer.json, a folder with one, or a Hugging Face id. Without one there are no ids.")
    private Optional<String> tokenizer;

    @Option(
            names = "--chat-template",
            paramLabel = "<file>",
            description = "A Jinja file instead of the tokenizer's own template.")
    private Optional<Path> template;

    @Option(
            names = "--kwargs",
            paramLabel = "<json>",
            description = "Variables for the template, such as {\"enable_thinking\": false}.")
    private Optional<String> kwargs;

    @Option(
            names = "--server",
            paramLabel = "<url>",
            description =
                    "A server whose own ids (/tokenize) or prompt_tokens are laid beside, with the first difference.")
    private Optional<URI> server;

    @Option(
            names = "--model",
            paramLabel = "<model>",
            description = "The server's name of the model; without it the first one it names.")
    private Optional<String> model;

    @Parameters(
            paramLabel = "FILE",
            description = {
                "Lines such as {\"messages\": [...], \"add_generation_prompt\": true}, and if wanted \"special_tokens\","
                        + " \"template\" and \"date\" (2026-11-30); - is standard input."
            })
    private String file;

    @Override
    public Integer call() {
        return GivenAs.flagsOf("chat-template", this::render);
    }

    private Integer render() {
        Hub hub = Hub.ofThisProcess();
        PrintWriter out = spec.commandLine().getOut();
        try (PromptLines lines = PromptLines.of(tokenizer, template, kwargs, server.map(this::view), hub);
                BufferedReader input = open()) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                if (!line.isBlank()) {
                    out.println(lines.render(line));
                }
            }
            out.flush();
            return 0;
        } catch (IOException e) {
            throw new BadInputException("the chats in " + file + " cannot be read ("
                    + (e instanceof CharacterCodingException ? "they are not in UTF-8" : IoReason.of(e))
                    + "); check FILE");
        }
    }

    /** A chat is asked for as a whole; only where the server has no route for that, its text and its count are. */
    private ServersView view(URI url) {
        ServerControl control = new ServerControl(
                Backend.assumingNothing(),
                url,
                ApiKey.fromEnvironment(),
                PATIENCE,
                Route.to(url, TlsSettings.PLATFORM, System.getenv()),
                "--server");
        PromptQuestions questions = new PromptQuestions(control, model.orElseGet(control::firstModelId));
        return (chat, text) -> {
            Optional<int[]> ids = questions.chatIds(chat);
            return ids.isPresent()
                    ? new ServersView.Said(ids, Optional.empty(), OptionalInt.empty())
                    : new ServersView.Said(ids, questions.textIds(text), questions.promptTokens(chat));
        };
    }

    private BufferedReader open() throws IOException {
        return file.equals("-")
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : Files.newBufferedReader(Path.of(file));
    }
}
