package standin.net.http;

import java.nio.charset.StandardCharsets;

/** Prints texts so that nothing in them can be taken for something else. */
public final class Dump {
    public static void texts(String... texts) {
        for (String text : texts) {
            byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
            System.out.write(bytes, 0, bytes.length);
        }
        System.out.flush();
    }
}
