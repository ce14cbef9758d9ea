package dev.backstay.git;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;

/** A repository that takes in no more than its limits. JGit has none for what is fetched. */
final class GuardedRepository extends FileRepository {
  private final FetchLimits limits = FetchLimits.ofThisProcess();

  GuardedRepository(BaseRepositoryBuilder<?, ?> builder) throws IOException {
    super(builder.setup());
  }

  @Override
  public ObjectInserter newObjectInserter() {
    return new Guarded(super.newObjectInserter(), limits);
  }

  private static final class Guarded extends ObjectInserter.Filter {
    private final ObjectInserter plain;
    private final FetchLimits limits;

    Guarded(ObjectInserter plain, FetchLimits limits) {
      this.plain = plain;
      this.limits = limits;
    }

    @Override
    protected ObjectInserter delegate() {
      return plain;
    }

    @Override
    public PackParser newPackParser(InputStream in) throws IOException {
      PackParser parser = plain.newPackParser(new ReceivedPack(in, limits));
      parser.setMaxObjectSizeLimit(limits.objectBytes());
      return parser;
    }
  }
}
