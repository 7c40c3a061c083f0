package volley.hub;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** What files a repository has, with the digests the hub keeps of large ones. */
final class HubListing {
    private static final JsonMapper JSON = new JsonMapper();

    private final HubAccess hub;
    private final WebClient web;
    private final Pause pause;

    HubListing(HubAccess hub, WebClient web, Pause pause) {
        this.hub = hub;
        this.web = web;
        this.pause = pause;
    }

    List<RemoteFile> files(HubRepository repository, Predicate<String> wanted) throws FetchFailure {
        Attempts attempts = new Attempts(web, pause);
        try {
            while (true) {
                try {
                    return once(repository, wanted);
                } catch (FetchFailure failure) {
                    attempts.failed(failure, false);
                }
            }
        } catch (FetchFailure failure) {
            throw failure.from(hub.endpoint());
        }
    }

    private List<RemoteFile> once(HubRepository repository, Predicate<String> wanted) throws FetchFailure {
        try (WebAnswer answer = web.get(repository.tree(hub.endpoint()), 0)) {
            JsonNode tree = JSON.readTree(answer.body());
            if (tree.isArray()) {
                return files(answer.commit().map(repository::at).orElse(repository), tree, wanted);
            }
        } catch (FetchFailure e) {
            throw e;
        } catch (JacksonException e) {
            throw new FetchFailure(FetchFailure.Kind.DAMAGED, "no list of files", e);
        } catch (IOException e) {
            throw FailureReasons.broken(e);
        }
        throw new FetchFailure(FetchFailure.Kind.DAMAGED, "no list of files");
    }

    private List<RemoteFile> files(HubRepository repository, JsonNode tree, Predicate<String> wanted) {
        List<RemoteFile> files = new ArrayList<>();
        for (JsonNode each : tree) {
            String path = each.path("path").asText();
            if (each.path("type").asText().equals("file") && wanted.test(path)) {
                files.add(new RemoteFile(
                        path,
                        repository.file(hub.endpoint(), path),
                        OptionalLong.of(each.path("size").asLong()),
                        Optional.ofNullable(each.at("/lfs/oid").textValue())));
            }
        }
        return files;
    }
}
