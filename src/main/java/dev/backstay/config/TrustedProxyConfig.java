package dev.backstay.config;

import java.util.List;
import java.util.Optional;

/**
 * A proxy that signs people in and names them in headers. The headers are believed only from its
 * addresses.
 *
 * @param addresses from which it connects
 * @param userHeader names the person
 * @param groupsHeader names the person's groups, with commas between them
 * @param readers who has the role read
 * @param operators who has the role operate
 */
public record TrustedProxyConfig(
    List<AddressRange> addresses,
    String userHeader,
    Optional<String> groupsHeader,
    People readers,
    People operators) {
  public TrustedProxyConfig {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new BadValue("trustedProxy needs at least one of its addresses");
    }
    if (readers.isNobody() && operators.isNobody()) {
      throw new BadValue(
          "trustedProxy lets nobody in", "say who in readers or operators, by users or groups");
    }
    if (groupsHeader.isEmpty() && (!readers.groups().isEmpty() || !operators.groups().isEmpty())) {
      throw new BadValue("groups are known only with groupsHeader");
    }
  }

  /**
   * Some people.
   *
   * @param users by their names; {@code *} is everybody whom the proxy let in
   * @param groups by a group that they are in
   */
  public record People(List<String> users, List<String> groups) {
    static final People NOBODY = new People(List.of(), List.of());
    private static final String EVERYBODY = "*";

    public People {
      users = List.copyOf(users);
      groups = List.copyOf(groups);
    }

    boolean isNobody() {
      return users.isEmpty() && groups.isEmpty();
    }

    /** Whether somebody is one of them. */
    public boolean include(String user, List<String> groupsOfUser) {
      return users.contains(EVERYBODY)
          || users.contains(user)
          || groups.stream().anyMatch(groupsOfUser::contains);
    }
  }
}
