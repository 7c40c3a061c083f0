package volley.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How TLS proves who the server is, and who the client.
 *
 * @param authorities PEM file of those whose certificates are trusted; absent: the platform's
 * @param certificate PEM file of the client's certificate, with those between it and its authority
 * @param key PEM file of its private key; there if the certificate is
 * @param verify whether the server has to prove its name
 */
public record TlsSettings(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key, boolean verify) {
    /** The platform's authorities, and a client without a name. */
    public static final TlsSettings PLATFORM =
            new TlsSettings(Optional.empty(), Optional.empty(), Optional.empty(), true);

    static TlsSettings read(Parameters given) {
        TlsSettings tls = new TlsSettings(
                given.path("tls.ca"), given.path("tls.cert"), given.path("tls.key"), given.flag("tls.verify"));
        if (tls.certificate.isPresent() != tls.key.isPresent()) {
            String missing = tls.key.isPresent() ? "tls.cert" : "tls.key";
            throw given.bad(
                    tls.key.isPresent() ? "tls.key" : "tls.cert",
                    "is half of a client's certificate; give " + GivenAs.parameter(missing) + " too");
        }
        if (tls.authorities.isPresent() && !tls.verify) {
            throw given.bad(
                    "tls.ca",
                    "is not used where nothing is verified; leave out one of it and "
                            + GivenAs.setting("tls.verify", "false"));
        }
        return tls;
    }
}
