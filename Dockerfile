# syntax=docker/dockerfile:1
# The agent as a small image: its jars, and a Java runtime of just the modules they use. No shell, no package manager.
#   docker build -t backstay .

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml .
COPY src/main src/main
# The tests and checks of the code run where it is developed, not once more in here.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -q -B -Pjar package
# jdeps cannot see that jdk.zipfs is needed, to read files of the page out of a jar. The archive of the runtime's own classes
# is made with the very flags that it is used with: it would not be used otherwise.
RUN modules=$(jdeps --multi-release 25 --ignore-missing-deps --print-module-deps \
        --class-path 'target/lib/*' target/backstay.jar target/lib/*.jar | tail -n 1) \
    && jlink --add-modules "$modules,jdk.zipfs" --no-header-files --no-man-pages --output target/runtime \
    && target/runtime/bin/java @src/main/jvm/backstay.jvmargs -Xshare:dump

FROM gcr.io/distroless/base-nossl-debian13:nonroot
COPY --from=build /build/target/runtime /opt/java
COPY --from=build /build/src/main/jvm/backstay.jvmargs /opt/backstay/
COPY --from=build /build/target/lib /opt/backstay/lib
COPY --from=build /build/target/backstay.jar /opt/backstay/
COPY LICENSE /opt/backstay/
USER 65532:65532
EXPOSE 8080 8081
ENTRYPOINT ["/opt/java/bin/java", "@/opt/backstay/backstay.jvmargs", "-jar", "/opt/backstay/backstay.jar"]
CMD ["run", "--config", "/etc/backstay/backstay.yaml"]
