#include "core/handoff/forms.h"

#include "core/support/quoting.h"

namespace handoff {

//! \a before, the host, \a between, the token, \a after.
static bool writeAround(SecretWriter &writer, const Subject &subject, QByteArrayView before,
                        QByteArrayView between, QByteArrayView after)
{
    writer.append(before);
    appendCodeText(writer, subject.origin.toUtf8());
    writer.append(between);
    appendCodeText(writer, subject.token.value.view());
    writer.append(after);
    return true;
}

bool writeTypeScriptSdk(SecretWriter &writer, const Subject &subject)
{
    return writeAround(writer, subject,
                       "import { createBearerAuthenticationConfig, ThoughtSpotRestApi } "
                       "from \"@thoughtspot/rest-api-sdk\";\n\n"
                       "const client = new ThoughtSpotRestApi(createBearerAuthenticationConfig(\n"
                       "  ",
                       ",\n  () => Promise.resolve(",
                       "),\n));\nconsole.log(await client.getCurrentUserInfo());");
}

bool writePythonSdk(SecretWriter &writer, const Subject &subject)
{
    return writeAround(writer, subject,
                       "from thoughtspot_rest_api_sdk import Configuration, ThoughtSpotRestApi\n\n"
                       "client = ThoughtSpotRestApi(configuration=Configuration(\n    host=",
                       ",\n    access_token=", ",\n))\nprint(client.get_current_user_info_sync())");
}

bool writeJavaSdk(SecretWriter &writer, const Subject &subject)
{
    return writeAround(
        writer, subject,
        "import com.thoughtspot.client.ApiClientConfiguration;\n"
        "import com.thoughtspot.client.api.ThoughtSpotRestApi;\n\n"
        "public class SessionInfo {\n"
        "    public static void main(String[] arguments) throws Exception {\n"
        "        ApiClientConfiguration configuration = new ApiClientConfiguration.Builder()\n"
        "            .basePath(",
        ")\n            .bearerTokenSupplier(() -> ",
        ")\n            .build();\n"
        "        ThoughtSpotRestApi client = new ThoughtSpotRestApi(configuration);\n"
        "        System.out.println(client.getCurrentUserInfo().toJson());\n"
        "    }\n"
        "}");
}

bool writeVisualEmbedSdk(SecretWriter &writer, const Subject &subject)
{
    return writeAround(writer, subject,
                       "import { AuthType, init } from \"@thoughtspot/visual-embed-sdk\";\n\n"
                       "init({\n  thoughtSpotHost: ",
                       ",\n  authType: AuthType.TrustedAuthTokenCookieless,\n"
                       "  getAuthToken: () => Promise.resolve(",
                       "),\n});");
}

} // namespace handoff
