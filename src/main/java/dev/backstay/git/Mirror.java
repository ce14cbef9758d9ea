package dev.backstay.git;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bare repository that holds what was fetched. Its refs are our own, so nothing that happens at
 * the git server (a force push, a deleted branch) takes a commit away that is still needed.
 */
final class Mirror implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);

  static final String HEAD = "refs/backstay/head";

  /** Commits that must stay although the branch may no longer contain them. */
  static final String KEPT = "refs/backstay/kept/";

  private static final String SECTION = "backstay";
  private static final String ORIGIN = "origin";

  private final Path directory;
  private final Repository repository;

  private Mirror(Path directory, Repository repository) {
    this.directory = directory;
    this.repository = repository;
  }

  /** An empty mirror of the given branch. */
  static Mirror create(Path directory, Remote remote) throws IOException {
    Repository repository =
        new GuardedRepository(new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare());
    try {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      config.setString(SECTION, null, ORIGIN, remote.toString());
      // JGit would repack after a fetch, in the background, with more heap than the agent has
      config.setInt("gc", null, "auto", 0);
      config.setInt("gc", null, "autoPackLimit", 0);
      config.setBoolean("gc", null, "autoDetach", false);
      config.save();
      return new Mirror(directory, repository);
    } catch (IOException | RuntimeException e) {
      repository.close();
      throw e;
    }
  }

  /** The mirror that an earlier process left, unless it is damaged or of another branch. */
  static Optional<Mirror> open(Path directory, Remote remote) {
    try {
      removeLeftovers(directory);
      FileRepositoryBuilder builder = new FileRepositoryBuilder().setGitDir(directory.toFile());
      Mirror mirror = new Mirror(directory, new GuardedRepository(builder.setBare()));
      if (mirror.exists() && mirror.isOf(remote) && mirror.isSound()) {
        return Optional.of(mirror);
      }
      mirror.close();
    } catch (IOException | RuntimeException e) {
      LOG.info("{} cannot be opened ({})", directory, e.toString());
    }
    return Optional.empty();
  }

  private boolean exists() {
    return repository.getObjectDatabase().exists();
  }

  private boolean isOf(Remote remote) {
    return remote.toString().equals(repository.getConfig().getString(SECTION, null, ORIGIN));
  }

  /**
   * What a killed process leaves: locks that would hold up every later fetch, and half a pack. Only
   * the owner of the data directory comes here, so nobody else is at work.
   */
  private static void removeLeftovers(Path directory) throws IOException {
    Path objects = directory.resolve("objects");
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> leftovers =
          files
              .filter(Files::isRegularFile)
              .filter(
                  file ->
                      file.toString().endsWith(".lock")
                          || file.toString().endsWith(".keep")
                          || objects.equals(file.getParent()))
              .toList();
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
  }

  Repository repository() {
    return repository;
  }

  Path directory() {
    return directory;
  }

  /** The newest commit that was fetched. */
  Optional<Revision> head() throws IOException {
    return Optional.ofNullable(repository.exactRef(HEAD))
        .map(Ref::getObjectId)
        .map(id -> new Revision(id.name()));
  }

  /** Whether its head, if it has one, can be read. Says nothing of the rest. */
  boolean isSound() {
    if (!Files.isDirectory(directory.resolve("objects"))) {
      return false;
    }
    try (RevWalk walk = new RevWalk(repository)) {
      Optional<Revision> head = head();
      if (head.isPresent()) {
        RevCommit commit = walk.parseCommit(ObjectId.fromString(head.get().id()));
        walk.parseTree(commit.getTree());
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  boolean has(Revision revision) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.parseCommit(ObjectId.fromString(revision.id()));
      return true;
    } catch (MissingObjectException e) {
      return false;
    }
  }

  /** Holds a commit under a name until the name is given to another one. */
  void keep(String name, Revision revision) throws IOException {
    checkName(name);
    String ref = KEPT + name;
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(ObjectId.fromString(revision.id()));
    update.disableRefLog();
    RefUpdate.Result result = update.forceUpdate();
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      default -> throw new IOException("the ref " + ref + " gave " + result);
    }
  }

  static void checkName(String name) {
    if (!Repository.isValidRefName(KEPT + name)) {
      throw new IllegalArgumentException("not usable as the name of a ref: " + name);
    }
  }

  /** Takes over what an older mirror keeps, as far as it is here or can still be read there. */
  void takeKept(Mirror older) {
    try {
      for (Ref ref : older.repository.getRefDatabase().getRefsByPrefix(KEPT)) {
        ObjectId id = ref.getObjectId();
        if (id != null) {
          take(ref.getName(), new Revision(id.name()), older);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("What the old mirror kept cannot be read ({})", e.toString());
    }
  }

  private void take(String ref, Revision revision, Mirror older) {
    try {
      if (has(revision)) {
        keep(ref.substring(KEPT.length()), revision);
        return;
      }
      URIish there = new URIish(older.directory.toString());
      try (Transport transport = Transport.open(repository, there)) {
        transport.setTagOpt(TagOpt.NO_TAGS);
        RefSpec spec = new RefSpec("+" + ref + ":" + ref);
        transport.fetch(NullProgressMonitor.INSTANCE, List.of(spec));
      }
    } catch (IOException | URISyntaxException | RuntimeException e) {
      LOG.warn("{} at {} is lost with the old mirror ({})", ref, revision, e.toString());
    }
  }

  /** Each fetch adds one. */
  int packs() throws IOException {
    Path folder = directory.resolve("objects").resolve("pack");
    try (Stream<Path> files = Files.list(folder)) {
      return (int) files.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
