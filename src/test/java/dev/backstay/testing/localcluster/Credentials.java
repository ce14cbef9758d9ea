package dev.backstay.testing.localcluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Who may do what: tokens for the harness and the components, and the key of all other tokens. */
final class Credentials {
  private final DataFolder folder;
  private final Map<User, String> tokens = new EnumMap<>(User.class);

  /** The users that exist from the start; names of their own make them countable in the log. */
  enum User {
    ADMIN("admin"),
    CONTROLLER_MANAGER("system:kube-controller-manager"),
    SCHEDULER("system:kube-scheduler"),
    KWOK("kwok");

    private final String userName;

    User(String userName) {
      this.userName = userName;
    }

    String userName() {
      return userName;
    }
  }

  Credentials(DataFolder folder) {
    this.folder = folder;
    SecureRandom random = new SecureRandom();
    for (User user : User.values()) {
      byte[] token = new byte[16];
      random.nextBytes(token);
      tokens.put(user, HexFormat.of().formatHex(token));
    }
  }

  String token(User user) {
    return Objects.requireNonNull(tokens.get(user));
  }

  Path tokenFile() {
    return folder.keys().resolve("tokens.csv");
  }

  Path signingKey() {
    return folder.keys().resolve("service-account.key");
  }

  Path verifyingKey() {
    return folder.keys().resolve("service-account.pub");
  }

  /** Made by the API server: its certificate, and its issuer's behind it. */
  Path servingCertificate() {
    return folder.keys().resolve("apiserver.crt");
  }

  /** The issuer's alone: what all others trust. */
  Path authority() {
    return folder.keys().resolve("ca.crt");
  }

  Path kubeconfig(User user) {
    return user == User.ADMIN
        ? folder.kubeconfig()
        : folder.keys().resolve(user.name().toLowerCase(Locale.ROOT) + ".kubeconfig");
  }

  /** Writes what the API server needs. */
  void write() throws IOException {
    StringBuilder csv = new StringBuilder();
    tokens.forEach(
        (user, token) ->
            csv.append(token)
                .append(",")
                .append(user.userName())
                .append(",")
                .append(user.userName())
                .append(",system:masters\n"));
    Files.writeString(tokenFile(), csv);
    KeyPair keys = signingKeys();
    Files.writeString(signingKey(), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    Files.writeString(verifyingKey(), pem("PUBLIC KEY", keys.getPublic().getEncoded()));
  }

  /** Writes a kubeconfig for each user, once there is a certificate to trust. */
  void writeKubeconfigs(String server) throws IOException {
    String chain = Files.readString(servingCertificate());
    String issuer = chain.substring(chain.lastIndexOf("-----BEGIN CERTIFICATE-----"));
    Files.writeString(authority(), issuer);
    String authority =
        Base64.getEncoder().encodeToString(issuer.getBytes(StandardCharsets.US_ASCII));
    for (User user : User.values()) {
      Files.writeString(
          kubeconfig(user),
          """
          apiVersion: v1
          kind: Config
          clusters:
          - name: local
            cluster:
              server: %s
              certificate-authority-data: %s
          users:
          - name: %s
            user:
              token: %s
          contexts:
          - name: local
            context:
              cluster: local
              user: %s
          current-context: local
          """
              .formatted(server, authority, user.userName(), token(user), user.userName()));
    }
  }

  private static KeyPair signingKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has secp256r1", e);
    }
  }

  private static String pem(String type, byte[] encoded) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(encoded);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type);
  }
}
