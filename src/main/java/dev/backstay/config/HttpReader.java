package dev.backstay.config;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the section {@code http}. */
final class HttpReader {
  private static final Pattern HEADER = Pattern.compile("^[A-Za-z0-9-]{1,60}$");

  /** In letters that can do no harm in a log. */
  private static final Pattern PERSON =
      Pattern.compile("^(\\*|[A-Za-z0-9][A-Za-z0-9._@:/+ -]{0,99})$");

  private static final Pattern HOST_NAME =
      Pattern.compile("^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?|\\[[0-9a-f:]{2,39}\\])$");

  private final Function<String, Path> path;

  HttpReader(Function<String, Path> path) {
    this.path = path;
  }

  Value<HttpConfig> read(Section s) {
    Value<String> address = s.optional("address").text(Names::host);
    Value<Integer> port = s.optional("port").port();
    Value<Integer> probePort = s.optional("probePort").port();
    Value<Path> tokenFile = s.optional("tokenFile").text(path);
    Value<Boolean> requireToken = s.optional("requireToken").bool();
    Value<TrustedProxyConfig> proxy = s.optional("trustedProxy").section(this::trustedProxy);
    Value<TlsConfig> tls = s.optional("tls").section(this::tls);
    Value<List<String>> hosts = s.optional("hosts").texts(HttpReader::hostName);
    Value<WebhooksConfig> webhooks = s.optional("webhooks").section(this::webhooks);
    return s.build(
        () ->
            new HttpConfig(
                address.or(HttpConfig.DEFAULT.address()),
                port.or(HttpConfig.DEFAULT.port()),
                probePort.or(HttpConfig.DEFAULT.probePort()),
                new AccessConfig(tokenFile.optional(), requireToken.or(false), proxy.optional()),
                tls.optional(),
                hosts.or(List.of()),
                webhooks.or(WebhooksConfig.NONE)));
  }

  private Value<TlsConfig> tls(Section s) {
    Value<Path> certFile = s.required("certFile").text(path);
    Value<Path> keyFile = s.required("keyFile").text(path);
    return s.build(() -> new TlsConfig(certFile.get(), keyFile.get()));
  }

  private Value<TrustedProxyConfig> trustedProxy(Section s) {
    Value<List<AddressRange>> addresses = s.required("addresses").texts(AddressRange::parse);
    Value<String> userHeader = s.required("userHeader").text(HttpReader::header);
    Value<String> groupsHeader = s.optional("groupsHeader").text(HttpReader::header);
    Value<TrustedProxyConfig.People> readers = s.optional("readers").section(this::people);
    Value<TrustedProxyConfig.People> operators = s.optional("operators").section(this::people);
    return s.build(
        () ->
            new TrustedProxyConfig(
                addresses.get(),
                userHeader.get(),
                groupsHeader.optional(),
                readers.or(TrustedProxyConfig.People.NOBODY),
                operators.or(TrustedProxyConfig.People.NOBODY)));
  }

  private Value<TrustedProxyConfig.People> people(Section s) {
    Value<List<String>> users = s.optional("users").texts(HttpReader::person);
    Value<List<String>> groups = s.optional("groups").texts(HttpReader::person);
    return s.build(() -> new TrustedProxyConfig.People(users.or(List.of()), groups.or(List.of())));
  }

  private Value<WebhooksConfig> webhooks(Section s) {
    Map<WebhookProvider, Value<Path>> files = new EnumMap<>(WebhookProvider.class);
    for (WebhookProvider provider : WebhookProvider.values()) {
      files.put(provider, s.optional(provider.word()).section(this::secretFile));
    }
    return s.build(
        () -> {
          Map<WebhookProvider, Path> given = new EnumMap<>(WebhookProvider.class);
          files.forEach((provider, file) -> file.optional().ifPresent(f -> given.put(provider, f)));
          return new WebhooksConfig(given);
        });
  }

  private Value<Path> secretFile(Section s) {
    Value<Path> secretFile = s.required("secretFile").text(path);
    return s.build(secretFile::get);
  }

  private static String header(String name) {
    if (!HEADER.matcher(name).matches()) {
      throw BadValue.expected("the name of a header such as X-Forwarded-User", name);
    }
    return name;
  }

  private static String person(String name) {
    if (!PERSON.matcher(name).matches()) {
      throw BadValue.expected("the name of a user or a group", name);
    }
    return name;
  }

  private static String hostName(String name) {
    if (!HOST_NAME.matcher(name).matches()) {
      throw BadValue.expected("a host name in lower case, without a port", name);
    }
    return name;
  }
}
