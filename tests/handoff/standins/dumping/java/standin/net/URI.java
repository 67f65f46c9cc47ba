package standin.net;

/** Stands in for the class of Java, which takes no more than an address can hold. */
public record URI(String text) {
    public static URI create(String text) {
        return new URI(text);
    }
}
