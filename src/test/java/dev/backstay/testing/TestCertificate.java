package dev.backstay.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate of a server that vouches for itself, or for which a CA does, made by the JDK's
 * keytool.
 *
 * @param pem what a caller must trust
 * @param keyPem its private key
 */
public record TestCertificate(SSLContext server, String pem, String keyPem) {
  private static final String PASSWORD = "a-password-for-tests";

  /** Makes a new one; the name tells it from others. */
  public static TestCertificate create(Path folder, String name) {
    Path store = folder.resolve(name + ".p12");
    keytool(
        store,
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=ip:127.0.0.1",
        "-validity",
        "2");
    return of(store, name, keytool(store, "-exportcert", "-rfc", "-alias", "server"));
  }

  /**
   * Makes a CA of its own and lets it sign a certificate.
   *
   * @param subject such as {@code dns:git.example.com} or {@code ip:127.0.0.1}
   * @param fromDay the first day of its validity, counted from today; -10 is the past
   * @param toDay the last
   */
  public static TestCertificate signed(
      Path folder, String name, String subject, int fromDay, int toDay) {
    Path store = folder.resolve(name + ".p12");
    keytool(
        store,
        "-genkeypair",
        "-alias",
        "ca",
        "-keyalg",
        "EC",
        "-dname",
        "CN=CA of " + name,
        "-ext",
        "bc:c",
        "-startdate",
        "-30d",
        "-validity",
        "60");
    keytool(
        store,
        "-genkeypair",
        "-alias",
        "server",
        "-signer",
        "ca",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=" + subject,
        "-startdate",
        "%+dd".formatted(fromDay),
        "-validity",
        Integer.toString(toDay - fromDay));
    return of(store, name, keytool(store, "-exportcert", "-rfc", "-alias", "ca"));
  }

  private static TestCertificate of(Path store, String name, String pem) {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      keys.deleteEntry("ca");
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      byte[] key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
      return new TestCertificate(
          context, pem.substring(pem.indexOf("-----BEGIN")), pem("PRIVATE KEY", key));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the certificate " + name + " cannot be used", e);
    }
  }

  /** Writes something as PEM. */
  public static String pem(String what, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
  }

  private static String keytool(Path store, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new IllegalStateException("keytool cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
