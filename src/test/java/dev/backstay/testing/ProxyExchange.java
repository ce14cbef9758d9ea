package dev.backstay.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One request through a {@link FaultProxy}, and its answer or the lack of it. */
final class ProxyExchange {
  private static final Set<String> NOT_FORWARDED =
      Set.of("host", "connection", "content-length", "transfer-encoding", "accept-encoding");
  private static final Set<String> LENGTHS = Set.of("content-length", "transfer-encoding");

  private final FaultProxy proxy;
  private final Socket caller;
  private final OutputStream out;
  private final CountDownLatch callerGone = new CountDownLatch(1);
  private volatile Optional<Socket> server = Optional.empty();

  ProxyExchange(FaultProxy proxy, Socket caller, InputStream in, OutputStream out) {
    this.proxy = proxy;
    this.caller = caller;
    this.out = out;
    // Nothing more is expected of the caller: what ends this read is that it went away.
    Thread.ofVirtual()
        .name("fault-proxy-caller")
        .start(
            () -> {
              awaitEnd(in);
              callerGone.countDown();
              server.ifPresent(FaultProxy::reset);
            });
  }

  private static void awaitEnd(InputStream in) {
    try {
      while (in.read() >= 0) {
        // a caller that sends more than one request is not answered again
      }
    } catch (IOException _) {
      // reset, or closed by us
    }
  }

  void carryOut(FaultProxy.Seen decided, HttpHead head, byte[] body)
      throws IOException, InterruptedException {
    switch (decided.fault()) {
      case Fault.Pass _ -> forward(head, body, this::copy);
      case Fault.Delay(var duration) -> {
        if (!callerGone.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
          forward(head, body, this::copy);
        }
      }
      case Fault.Hold(var until) -> {
        if (opened(until)) {
          forward(head, body, this::copy);
        }
      }
      case Fault.CutBefore _ -> FaultProxy.reset(caller);
      case Fault.CutAfter _ -> {
        boolean streams = decided.request().isWatch();
        forward(head, body, (answer, in) -> drop(streams ? InputStream.nullInputStream() : in));
      }
      case Fault.HalfResponse(int bytes) ->
          forward(head, body, (answer, in) -> half(answer, in, bytes));
      case Fault.Answer answer -> answer(answer);
      case Fault.Rewrite(String target) ->
          forward(head.withFirstLine(head.word(0) + " " + target + " HTTP/1.1"), body, this::copy);
      case Fault.Lines(var filter) ->
          forward(head, body, (answer, in) -> lines(answer, in, filter));
    }
  }

  /** Waits for whichever comes first; says whether it was the latch. */
  private boolean opened(CountDownLatch until) throws InterruptedException {
    while (!until.await(10, TimeUnit.MILLISECONDS)) {
      if (callerGone.getCount() == 0) {
        return false;
      }
    }
    return true;
  }

  /** What is done with an answer of the server. */
  private interface Answering {
    void take(HttpHead head, InputStream rest) throws IOException;
  }

  private void forward(HttpHead head, byte[] body, Answering answering) throws IOException {
    try (Socket socket = proxy.connect()) {
      server = Optional.of(socket);
      OutputStream to = new BufferedOutputStream(socket.getOutputStream());
      HttpHead sent =
          head.without(NOT_FORWARDED)
              .with("Host: " + proxy.upstreamHost())
              .with("Connection: close");
      to.write((body.length == 0 ? sent : sent.with("Content-Length: " + body.length)).bytes());
      to.write(body);
      to.flush();
      InputStream from = new BufferedInputStream(socket.getInputStream());
      HttpHead answer =
          HttpHead.read(from).orElseThrow(() -> new EOFException("the server does not answer"));
      answering.take(answer.without(Set.of("connection")).with("Connection: close"), from);
    } finally {
      server.ifPresent(proxy::forget);
    }
  }

  /** Until the server ends the connection; each piece as soon as it is there. */
  private void copy(HttpHead head, InputStream in) throws IOException {
    out.write(head.bytes());
    byte[] buffer = new byte[8192];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
      out.flush();
    }
    out.flush();
  }

  private void drop(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
    FaultProxy.reset(caller);
  }

  private void half(HttpHead head, InputStream in, int bytes) throws IOException {
    // one byte more is promised than is sent, also where the answer is shorter than that
    out.write(head.without(LENGTHS).with("Content-Length: " + (bytes + 1)).bytes());
    out.write(head.responseBody(in).readNBytes(bytes));
    out.flush();
  }

  private void answer(Fault.Answer answer) throws IOException {
    byte[] content = answer.body().getBytes(StandardCharsets.UTF_8);
    HttpHead head = new HttpHead("HTTP/1.1 " + answer.code() + " Fault", List.of());
    for (var header : answer.headers().entrySet()) {
      head = head.with(header.getKey() + ": " + header.getValue());
    }
    out.write(head.with("Content-Length: " + content.length).with("Connection: close").bytes());
    out.write(content);
    out.flush();
  }

  private void lines(HttpHead head, InputStream in, Function<String, List<String>> filter)
      throws IOException {
    out.write(head.without(LENGTHS).with("Transfer-Encoding: chunked").bytes());
    out.flush();
    InputStream body = head.responseBody(in);
    for (var line = HttpHead.line(body); line.isPresent(); line = HttpHead.line(body)) {
      for (String each : filter.apply(line.get())) {
        byte[] bytes = (each + "\n").getBytes(StandardCharsets.UTF_8);
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
