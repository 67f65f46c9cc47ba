package com.thoughtspot.client;

import java.util.function.Supplier;

/** Stands in for the vendor's class of this published name. */
public final class ApiClientConfiguration {
    public final String basePath;
    public final Supplier<String> bearerToken;

    private ApiClientConfiguration(Builder builder) {
        basePath = builder.basePath;
        bearerToken = builder.bearerToken;
    }

    public static final class Builder {
        private String basePath;
        private Supplier<String> bearerToken;

        public Builder basePath(String path) {
            basePath = path;
            return this;
        }

        public Builder bearerTokenSupplier(Supplier<String> supplier) {
            bearerToken = supplier;
            return this;
        }

        public ApiClientConfiguration build() {
            return new ApiClientConfiguration(this);
        }
    }
}
