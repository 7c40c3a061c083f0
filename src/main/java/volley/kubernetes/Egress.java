package volley.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.util.NetUtil;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import volley.config.HostAndPort;

/** The rules of a network policy by which shards may reach the servers. */
final class Egress {
    /** Of a Service in the cluster, such as {@code llm.default.svc.cluster.local}. */
    private static final Pattern SERVICE = Pattern.compile("[^.]+\\.([^.]+)\\.svc(?:\\..*)?");

    private Egress() {}

    /** One for each server but those in the pod itself, in their order. */
    static List<ObjectNode> to(Collection<URI> servers) {
        return servers.stream()
                .filter(server -> !isPodItself(server))
                .map(Egress::rule)
                .distinct()
                .toList();
    }

    /** Whether the address is a pod's own, on which nothing but Volley runs. */
    static boolean isPodItself(URI server) {
        String host = host(server);
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    /** A server's address was checked when it was read. */
    private static HostAndPort at(URI server) {
        return HostAndPort.of(server).orElseThrow();
    }

    private static String host(URI server) {
        return at(server).host().replaceAll("[\\[\\]]", "");
    }

    /**
     * A policy knows addresses and labels, no names: one outside the cluster is any address. Inside it any port is allowed,
     * since a Service's port is not its pods'.
     */
    private static ObjectNode rule(URI server) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        String host = host(server);
        Matcher service = SERVICE.matcher(host);
        if (service.matches()) {
            rule.putArray("to")
                    .addObject()
                    .putObject("namespaceSelector")
                    .putObject("matchLabels")
                    .put("kubernetes.io/metadata.name", service.group(1));
            return rule;
        }
        boolean v4 = NetUtil.isValidIpV4Address(host);
        boolean v6 = NetUtil.isValidIpV6Address(host);
        if (!v4 && !v6 && !host.contains(".")) {
            // a Service of the pods' own namespace
            rule.putArray("to").addObject().putObject("podSelector");
            return rule;
        }
        if (v4 || v6) {
            rule.putArray("to").addObject().putObject("ipBlock").put("cidr", host + (v4 ? "/32" : "/128"));
        }
        rule.putArray("ports")
                .addObject()
                .put("protocol", "TCP")
                .put("port", at(server).portOf(server.getScheme()));
        return rule;
    }
}
