package com.thoughtspot.client.api;

import com.thoughtspot.client.ApiClientConfiguration;
import standin.net.http.Dump;

/** Stands in for the vendor's class: dumps what it is told, and asks nobody. */
public final class ThoughtSpotRestApi {
    public ThoughtSpotRestApi(ApiClientConfiguration configuration) {
        Dump.texts(configuration.basePath, configuration.bearerToken.get());
    }

    public interface User {
        String toJson();
    }

    public User getCurrentUserInfo() {
        return () -> "told";
    }
}
