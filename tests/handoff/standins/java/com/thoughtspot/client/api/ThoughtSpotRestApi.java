package com.thoughtspot.client.api;

import com.thoughtspot.client.ApiClientConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Stands in for the vendor's class of this published name: the one call that our form makes. */
public final class ThoughtSpotRestApi {
    private final ApiClientConfiguration configuration;

    public ThoughtSpotRestApi(ApiClientConfiguration configuration) {
        this.configuration = configuration;
    }

    public interface User {
        String toJson();
    }

    public User getCurrentUserInfo() throws Exception {
        String address = configuration.basePath + "/api/rest/2.0/auth/session/user";
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
            .header("Authorization", "Bearer " + configuration.bearerToken.get())
            .build();
        String body = HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.ofString()).body();
        return () -> body;
    }
}
