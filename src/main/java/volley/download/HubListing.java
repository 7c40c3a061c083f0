package volley.download;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import volley.config.BadInputException;
import volley.tokenizer.HubAccess;

/** What files a dataset has on the hub, with the digests the hub keeps of large ones. */
final class HubListing {
    private static final JsonMapper JSON = new JsonMapper();

    private final HubAccess hub;
    private final WebClient web;

    HubListing(HubAccess hub, WebClient web) {
        this.hub = hub;
        this.web = web;
    }

    /** @throws BadInputException if the hub cannot be reached, refuses, or has none of the files */
    List<RemoteFile> files(PublicDataset dataset) {
        if (hub.offline()) {
            throw new BadInputException("HF_HUB_OFFLINE is set, so " + dataset.parameterName()
                    + " cannot be downloaded; unset it, or put the file in place by hand");
        }
        String repository = hub.endpoint() + "/api/datasets/" + dataset.repository();
        List<RemoteFile> files = new ArrayList<>();
        for (JsonNode each : tree(dataset, URI.create(repository + "/tree/main?recursive=true"))) {
            String path = each.path("path").asText();
            if (each.path("type").asText().equals("file") && dataset.wants(path)) {
                files.add(new RemoteFile(
                        path,
                        address(dataset, path),
                        each.path("size").asLong(),
                        dataset.sha256()
                                .or(() ->
                                        Optional.ofNullable(each.at("/lfs/oid").textValue()))));
            }
        }
        if (files.isEmpty()) {
            throw new BadInputException(hub.endpoint() + " has none of the files of " + dataset.parameterName() + " in "
                    + dataset.repository() + "; its layout has changed: download them by hand");
        }
        return files;
    }

    private URI address(PublicDataset dataset, String path) {
        try {
            URI root = hub.endpoint();
            String rest = root.getPath() + "/datasets/" + dataset.repository() + "/resolve/main/" + path;
            return new URI(root.getScheme(), null, root.getHost(), root.getPort(), rest, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an endpoint that was checked", e);
        }
    }

    private JsonNode tree(PublicDataset dataset, URI address) {
        String reason;
        try {
            HttpResponse<InputStream> response = web.get(address, 0);
            try (InputStream body = response.body()) {
                JsonNode tree = response.statusCode() == 200 ? JSON.readTree(body) : null;
                if (tree != null && tree.isArray()) {
                    return tree;
                }
            }
            reason = response.statusCode() == 200 ? "no list of files" : "HTTP " + response.statusCode();
        } catch (IOException e) {
            reason = WebClient.isOffline(e) || e.getMessage() == null ? "no connection" : e.getMessage();
        }
        throw new BadInputException(dataset.parameterName() + " cannot be downloaded: " + hub.endpoint()
                + " does not answer as it should (" + reason
                + "); check the network, the proxy (https_proxy), or name a"
                + " mirror in HF_ENDPOINT");
    }
}
