package volley.network;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.TlsSettings;

/** The certificates that TLS to a server is made with. */
public final class ServerTls {
    /** The platform's authorities, and a client without a certificate. */
    public static final ServerTls PLATFORM = new ServerTls(TlsSettings.PLATFORM);

    private final TlsSettings settings;

    private ServerTls(TlsSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads the files once, to see whether they are what they should be.
     *
     * @throws BadInputException if a file is not
     */
    public static ServerTls of(TlsSettings settings) {
        ServerTls tls = new ServerTls(settings);
        if (!tls.isPlatforms()) {
            try {
                ReferenceCountUtil.release(tls.contextBuilder().build());
            } catch (SSLException e) {
                throw new BadInputException("TLS cannot be set up from "
                        + settings.certificate().map(Path::toString).orElse("its files") + ": " + reason(e)
                        + "; give a certificate (" + GivenAs.parameter("tls.cert")
                        + ") and the key that belongs to it");
            }
        }
        return tls;
    }

    /** Whether nothing is asked for but what every client of this platform does. */
    public boolean isPlatforms() {
        return settings.equals(TlsSettings.PLATFORM);
    }

    /** Whether the server has to prove its name. */
    public boolean verifies() {
        return settings.verify();
    }

    /**
     * What makes a client's context, anew with each call.
     *
     * @throws BadInputException if a file is not what it should be
     */
    public SslContextBuilder contextBuilder() {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (!settings.verify()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
        settings.authorities()
                .ifPresent(file -> read("tls.ca", file, "certificates", () -> builder.trustManager(file.toFile())));
        settings.certificate().ifPresent(file -> {
            Path key = settings.key().orElseThrow();
            Optional<String> unreadable = unreadable(key);
            read("tls.cert", file, "a certificate", () -> {
                if (unreadable.isEmpty()) {
                    setCertificate(builder, file, key);
                }
            });
            unreadable.ifPresent(why -> {
                throw bad("tls.key", key, why);
            });
        });
        return builder;
    }

    private static void setCertificate(SslContextBuilder builder, Path file, Path key) {
        try {
            builder.keyManager(file.toFile(), key.toFile());
        } catch (IllegalArgumentException e) {
            if (String.valueOf(e.getMessage()).contains("private key")) {
                throw bad(
                        "tls.key",
                        key,
                        "has no private key in PKCS #8 without a password; openssl pkcs8 -topk8 -nocrypt makes one of"
                                + " other forms");
            }
            throw e;
        }
    }

    private static void read(String parameter, Path file, String what, Runnable step) {
        Optional<String> unreadable = unreadable(file);
        if (unreadable.isPresent()) {
            throw bad(parameter, file, unreadable.get());
        }
        try {
            step.run();
        } catch (IllegalArgumentException e) {
            throw bad(
                    parameter,
                    file,
                    "has no " + what.replaceFirst("^a ", "")
                            + " in PEM (-----BEGIN CERTIFICATE-----); give a file that has");
        }
    }

    private static Optional<String> unreadable(Path file) {
        return Files.isRegularFile(file) && Files.isReadable(file)
                ? Optional.empty()
                : Optional.of("is no file that can be read; give one in PEM");
    }

    private static BadInputException bad(String parameter, Path file, String what) {
        return new BadInputException(GivenAs.setting(parameter, file.toString()) + " " + what);
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
    }
}
