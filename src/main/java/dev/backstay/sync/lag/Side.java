package dev.backstay.sync.lag;

/**
 * An environment of two that are compared.
 *
 * @param path of its folder
 * @param head the commit that its folder is deployed from
 */
public record Side(String name, String path, String head) {}
