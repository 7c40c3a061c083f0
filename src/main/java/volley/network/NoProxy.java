package volley.network;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses that {@code no_proxy} exempts, by curl's rules: {@code *}; names, which stand for their subdomains too,
 * with or without a dot before them; addresses and networks ({@code 10.0.0.0/8}); each name or address with a port, if
 * wanted. Names are not resolved.
 */
final class NoProxy {
    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^\\]]*]|[^:]*):(\\d{1,5})");
    private static final int ANY_PORT = -1;

    private final List<Entry> entries;

    private NoProxy(List<Entry> entries) {
        this.entries = entries;
    }

    /** @param value the variable's, with commas or blanks between the entries */
    static NoProxy parse(String value) {
        return new NoProxy(SEPARATORS
                .splitAsStream(value)
                .filter(each -> !each.isEmpty())
                .map(Entry::parse)
                .toList());
    }

    boolean exempts(URI address) {
        Origin origin = Origin.of(address);
        String host = plain(origin.host());
        int port = origin.port();
        return entries.stream().anyMatch(each -> each.exempts(host, port));
    }

    /** In lower case, without brackets and a dot at its end. */
    private static String plain(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
    }

    private record Entry(String host, int port) {
        static Entry parse(String text) {
            Matcher withPort = HOST_AND_PORT.matcher(text);
            return withPort.matches()
                    ? new Entry(name(withPort.group(1)), Integer.parseInt(withPort.group(2)))
                    : new Entry(name(text), ANY_PORT);
        }

        private static String name(String text) {
            return plain(text).replaceFirst("^\\*?\\.", "");
        }

        boolean exempts(String otherHost, int otherPort) {
            if (port != ANY_PORT && port != otherPort) {
                return false;
            }
            if (host.equals("*")) {
                return true;
            }
            InetAddress literal = NetUtil.createInetAddressFromIpAddressString(otherHost);
            if (literal != null) {
                return isIn(literal);
            }
            return !host.isEmpty() && (otherHost.equals(host) || otherHost.endsWith("." + host));
        }

        private boolean isIn(InetAddress literal) {
            String[] network = host.split("/", 2);
            InetAddress first = NetUtil.createInetAddressFromIpAddressString(network[0]);
            if (first == null || first.getAddress().length != literal.getAddress().length) {
                return false;
            }
            int bits = Byte.SIZE * first.getAddress().length;
            if (network.length == 2) {
                if (!network[1].matches("\\d{1,3}") || Integer.parseInt(network[1]) > bits) {
                    return false;
                }
                bits = Integer.parseInt(network[1]);
            }
            return sameBits(first.getAddress(), literal.getAddress(), bits);
        }

        private static boolean sameBits(byte[] a, byte[] b, int bits) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if ((a[bit / Byte.SIZE] & mask) != (b[bit / Byte.SIZE] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
