#include "core/handoff/forms.h"

#include "core/support/quoting.h"

namespace handoff {

static void append(SecretWriter &writer, QByteArrayView code)
{
    writer.append(code);
}

//! What a program says around the name and the value of a header.
struct HeaderLine
{
    QByteArrayView before;
    QByteArrayView between;
    QByteArrayView after;
};

static void appendHeader(SecretWriter &writer, const HeaderLine &line, QByteArrayView name,
                         QByteArrayView value)
{
    append(writer, line.before);
    appendCodeText(writer, name);
    append(writer, line.between);
    appendCodeText(writer, value);
    append(writer, line.after);
}

//! One \a line per header.
static void appendHeaders(SecretWriter &writer, const Subject &subject, const Call &call,
                          const HeaderLine &line)
{
    appendHeader(writer, line, "Authorization", bearer(subject).view());
    for (const Call::Header &header : call.headers)
        appendHeader(writer, line, header.name, header.value);
}

bool writePython(SecretWriter &writer, const Subject &subject)
{
    const Call call = Call::of(subject);
    append(writer, "import requests\n\nresponse = requests.get(\n    ");
    appendCodeText(writer, call.url);
    append(writer, ",\n    headers={\n");
    appendHeaders(writer, subject, call, {"        ", ": ", ",\n"});
    append(writer,
           "    },\n    timeout=60,\n)\nresponse.raise_for_status()\nprint(response.json())");
    return true;
}

bool writeJavaScript(SecretWriter &writer, const Subject &subject)
{
    const Call call = Call::of(subject);
    append(writer, "const response = await fetch(");
    appendCodeText(writer, call.url);
    append(writer, ", {\n  headers: {\n");
    appendHeaders(writer, subject, call, {"    ", ": ", ",\n"});
    append(writer, "  },\n});\n"
                   "if (!response.ok) throw new Error(`HTTP ${response.status}`);\n"
                   "console.log(await response.json());");
    return true;
}

bool writeJava(SecretWriter &writer, const Subject &subject)
{
    const Call call = Call::of(subject);
    append(writer, "import java.net.URI;\n"
                   "import java.net.http.HttpClient;\n"
                   "import java.net.http.HttpRequest;\n"
                   "import java.net.http.HttpResponse;\n\n"
                   "public class SessionInfo {\n"
                   "    public static void main(String[] arguments) throws Exception {\n"
                   "        HttpRequest request = HttpRequest.newBuilder(URI.create(");
    appendCodeText(writer, call.url);
    append(writer, "))\n");
    appendHeaders(writer, subject, call, {"            .header(", ", ", ")\n"});
    append(writer, "            .build();\n"
                   "        HttpResponse<String> response = HttpClient.newHttpClient()\n"
                   "            .send(request, HttpResponse.BodyHandlers.ofString());\n"
                   "        System.out.println(response.statusCode() + \" \" + response.body());\n"
                   "    }\n"
                   "}");
    return true;
}

static void appendCSharpHeaders(SecretWriter &writer, const Subject &subject, const Call &call)
{
    static constexpr HeaderLine line = {"            request.Headers.TryAddWithoutValidation(",
                                        ", ", ");\n"};
    static constexpr HeaderLine bodyLine = {
        "            request.Content.Headers.TryAddWithoutValidation(", ", ", ");\n"};
    appendHeader(writer, line, "Authorization", bearer(subject).view());
    for (const Call::Header &header : call.headers) {
        // .NET takes it on a body only, and says nothing when it leaves it out.
        const bool isOfBody = header.name == "Content-Type";
        if (isOfBody)
            append(writer, "            request.Content = new ByteArrayContent(new byte[0]);\n");
        appendHeader(writer, isOfBody ? bodyLine : line, header.name, header.value);
    }
}

// An older C# than that of top-level statements reads it as well.
bool writeCSharp(SecretWriter &writer, const Subject &subject)
{
    const Call call = Call::of(subject);
    append(writer, "using System;\nusing System.Net.Http;\nusing System.Threading.Tasks;\n\n"
                   "public static class SessionInfo\n{\n"
                   "    public static void Main()\n    {\n"
                   "        Console.WriteLine(Get().GetAwaiter().GetResult());\n    }\n\n"
                   "    static async Task<string> Get()\n    {\n"
                   "        using (var client = new HttpClient())\n"
                   "        using (var request = new HttpRequestMessage(HttpMethod.Get, ");
    appendCodeText(writer, call.url);
    append(writer, "))\n        {\n");
    appendCSharpHeaders(writer, subject, call);
    // It names no client, which the service wants to have named (FACTS 5.4).
    append(writer, "            request.Headers.UserAgent.ParseAdd(\"SessionInfo\");\n"
                   "            using (var response = await client.SendAsync(request))\n"
                   "            {\n"
                   "                response.EnsureSuccessStatusCode();\n"
                   "                return await response.Content.ReadAsStringAsync();\n"
                   "            }\n        }\n    }\n}");
    return true;
}

bool writeGo(SecretWriter &writer, const Subject &subject)
{
    const Call call = Call::of(subject);
    append(writer, "package main\n\n"
                   "import (\n\t\"io\"\n\t\"log\"\n\t\"net/http\"\n\t\"os\"\n)\n\n"
                   "func main() {\n"
                   "\trequest, err := http.NewRequest(\"GET\", ");
    appendJsonText(writer, call.url);
    append(writer, ", nil)\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n");
    appendHeaders(writer, subject, call, {"\trequest.Header.Set(", ", ", ")\n"});
    append(writer, "\tresponse, err := http.DefaultClient.Do(request)\n"
                   "\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n"
                   "\tdefer response.Body.Close()\n"
                   "\tif response.StatusCode != http.StatusOK {\n"
                   "\t\tlog.Fatal(response.Status)\n\t}\n"
                   "\tif _, err := io.Copy(os.Stdout, response.Body); err != nil {\n"
                   "\t\tlog.Fatal(err)\n\t}\n"
                   "}");
    return true;
}

} // namespace handoff
