package standin.net.http;

/** Stands in for the class of Java. */
public record HttpResponse<T>(T body) {
    public static final class BodyHandlers {
        public static String ofString() {
            return "told";
        }
    }

    public int statusCode() {
        return 200;
    }
}
