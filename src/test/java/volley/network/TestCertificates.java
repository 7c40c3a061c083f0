package volley.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates that sign themselves, made by the JDK's keytool, as PEM files and as the context of a server. */
public final class TestCertificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    /** @param folder where the files go */
    public TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** A certificate and its key. */
    public record Identity(KeyStore store, Path certificate, Path key) {}

    /** @param names such as {@code ip:127.0.0.1} or {@code dns:hub.test} */
    public Identity make(String alias, String names) throws Exception {
        Path file = folder.resolve(alias + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias, "-ext", "san=" + names));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", "changeit"));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(keytool.waitFor()).as("exit code of keytool").isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        Certificate certificate = store.getCertificate(alias);
        Key key = store.getKey(alias, PASSWORD);
        return new Identity(
                store,
                pem(alias + ".pem", "CERTIFICATE", certificate.getEncoded()),
                pem(alias + ".key.pem", "PRIVATE KEY", key.getEncoded()));
    }

    private Path pem(String name, String what, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        try {
            return Files.writeString(
                    folder.resolve(name), "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a server that is {@code own}, and trusts clients that are {@code trusted}. */
    public static SSLContext server(Identity own, Identity trusted) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own.store(), PASSWORD);
        KeyStore others = KeyStore.getInstance("PKCS12");
        others.load(null, null);
        String alias = trusted.store().aliases().nextElement();
        others.setCertificateEntry(alias, trusted.store().getCertificate(alias));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(others);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
