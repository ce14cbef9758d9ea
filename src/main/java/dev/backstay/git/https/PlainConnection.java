package dev.backstay.git.https;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.URL;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/** The JDK's connection as JGit wants it. Its trust is fixed: JGit cannot switch checks off. */
@SuppressWarnings("NullAway") // what the JDK gives as null, JGit takes as null
record PlainConnection(HttpURLConnection jdk) implements HttpConnection {

  @Override
  public int getResponseCode() throws IOException {
    return jdk.getResponseCode();
  }

  @Override
  public URL getURL() {
    return jdk.getURL();
  }

  @Override
  public @Nullable String getResponseMessage() throws IOException {
    return jdk.getResponseMessage();
  }

  @Override
  public Map<String, List<String>> getHeaderFields() {
    return jdk.getHeaderFields();
  }

  @Override
  public void setRequestProperty(String key, String value) {
    jdk.setRequestProperty(key, value);
  }

  @Override
  public void setRequestMethod(String method) throws ProtocolException {
    jdk.setRequestMethod(method);
  }

  @Override
  public void setUseCaches(boolean use) {
    jdk.setUseCaches(use);
  }

  @Override
  public void setConnectTimeout(int timeout) {
    jdk.setConnectTimeout(timeout);
  }

  @Override
  public void setReadTimeout(int timeout) {
    jdk.setReadTimeout(timeout);
  }

  @Override
  public @Nullable String getContentType() {
    return jdk.getContentType();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return jdk.getInputStream();
  }

  @Override
  public @Nullable String getHeaderField(String name) {
    return jdk.getHeaderField(name);
  }

  @Override
  public List<String> getHeaderFields(String name) {
    return jdk.getHeaderFields().entrySet().stream()
        .filter(field -> name.equalsIgnoreCase(field.getKey()))
        .flatMap(field -> field.getValue().stream())
        .toList();
  }

  @Override
  public int getContentLength() {
    return jdk.getContentLength();
  }

  @Override
  public void setInstanceFollowRedirects(boolean follow) {
    // JGit follows by itself, and asks for a new connection for each step
    jdk.setInstanceFollowRedirects(false);
  }

  @Override
  public void setDoOutput(boolean output) {
    jdk.setDoOutput(output);
  }

  @Override
  public void setFixedLengthStreamingMode(int length) {
    jdk.setFixedLengthStreamingMode(length);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return jdk.getOutputStream();
  }

  @Override
  public void setChunkedStreamingMode(int length) {
    jdk.setChunkedStreamingMode(length);
  }

  @Override
  public String getRequestMethod() {
    return jdk.getRequestMethod();
  }

  @Override
  public boolean usingProxy() {
    return jdk.usingProxy();
  }

  @Override
  public void connect() throws IOException {
    jdk.connect();
  }

  @Override
  public void configure(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
    throw new UnsupportedOperationException("the trust is fixed");
  }

  @Override
  public void setHostnameVerifier(HostnameVerifier verifier) {
    throw new UnsupportedOperationException("the check of names is fixed");
  }
}
