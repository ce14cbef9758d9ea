package dev.backstay.git.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;

/** A command that runs at the server, as JGit wants it. */
final class SshProcess extends Process {
  private static final Set<ClientChannelEvent> END =
      EnumSet.of(ClientChannelEvent.CLOSED, ClientChannelEvent.EXIT_STATUS);

  /** JGit asks how a command ended as soon as its output has; the answer may come after it. */
  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  private static final int UNKNOWN = -1;

  private final ChannelExec channel;

  SshProcess(ChannelExec channel) {
    this.channel = channel;
  }

  @Override
  public OutputStream getOutputStream() {
    return channel.getInvertedIn();
  }

  @Override
  public InputStream getInputStream() {
    return channel.getInvertedOut();
  }

  @Override
  public InputStream getErrorStream() {
    return channel.getInvertedErr();
  }

  @Override
  public int waitFor() throws InterruptedException {
    waitFor(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
    return status();
  }

  @Override
  public boolean waitFor(long time, TimeUnit unit) {
    return channel.waitFor(END, Math.max(1, unit.toMillis(time))).stream().anyMatch(END::contains);
  }

  @Override
  public int exitValue() {
    waitFor(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
    return status();
  }

  private int status() {
    return Optional.ofNullable(channel.getExitStatus()).orElse(UNKNOWN);
  }

  @Override
  public void destroy() {
    channel.close(false);
  }
}
