#include "core/handoff/forms.h"

#include "core/support/quoting.h"

namespace handoff {

static void append(SecretWriter &writer, QByteArrayView code)
{
    writer.append(code);
}

//! One line per header: \a before, the name, \a between, the value, \a after.
static void appendHeaders(SecretWriter &writer, const Subject &subject, const Call &call,
                          QByteArrayView before, QByteArrayView between, QByteArrayView after)
{
    const auto line = [&](QByteArrayView name, QByteArrayView value) {
        append(writer, before);
        appendCodeText(writer, name);
        append(writer, between);
        appendCodeText(writer, value);
        append(writer, after);
    };
    line("Authorization", bearer(subject).view());
    for (const Call::Header &header : call.headers)
        line(header.name, header.value);
}

bool writePython(SecretWriter &writer, const Subject &subject)
{
    const Call call = Call::of(subject);
    append(writer, "import requests\n\nresponse = requests.get(\n    ");
    appendCodeText(writer, call.url);
    append(writer, ",\n    headers={\n");
    appendHeaders(writer, subject, call, "        ", ": ", ",\n");
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
    appendHeaders(writer, subject, call, "    ", ": ", ",\n");
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
    appendHeaders(writer, subject, call, "            .header(", ", ", ")\n");
    append(writer, "            .build();\n"
                   "        HttpResponse<String> response = HttpClient.newHttpClient()\n"
                   "            .send(request, HttpResponse.BodyHandlers.ofString());\n"
                   "        System.out.println(response.statusCode() + \" \" + response.body());\n"
                   "    }\n"
                   "}");
    return true;
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
    // .NET takes Content-Type on a body only; a GET has none. It names no client, which the service
    // wants to have named (FACTS 5.4).
    appendHeaders(writer, subject, call, "            request.Headers.TryAddWithoutValidation(",
                  ", ", ");\n");
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
    appendHeaders(writer, subject, call, "\trequest.Header.Set(", ", ", ")\n");
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
