package dev.backstay.config;

import java.nio.file.Path;

/**
 * The certificate of the page and the API; both files are read again when they change.
 *
 * @param certFile PEM: the certificate, then those that vouch for it
 * @param keyFile PEM: its private key, without a passphrase
 */
public record TlsConfig(Path certFile, Path keyFile) {}
