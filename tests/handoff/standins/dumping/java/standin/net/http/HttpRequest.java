package standin.net.http;

import standin.net.URI;

/** Stands in for the class of Java: dumps what it is told. */
public final class HttpRequest {
    public static Builder newBuilder(URI address) {
        Dump.texts(address.text());
        return new Builder();
    }

    public static final class Builder {
        public Builder header(String name, String value) {
            Dump.texts(name, value);
            return this;
        }

        public HttpRequest build() {
            return new HttpRequest();
        }
    }
}
