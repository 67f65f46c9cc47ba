package standin.net.http;

/** Stands in for the class of Java: asks nobody. */
public final class HttpClient {
    public static HttpClient newHttpClient() {
        return new HttpClient();
    }

    public HttpResponse<String> send(HttpRequest request, String how) {
        return new HttpResponse<>("told");
    }
}
