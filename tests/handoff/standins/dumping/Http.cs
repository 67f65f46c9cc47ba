using System;
using System.Text;
using System.Threading.Tasks;

// Stands in for the classes of .NET, which take no more than an address can hold: dumps what it is told,
// and asks nobody.
namespace System.Net.Http
{
    public static class Dump
    {
        public static void Text(string text)
        {
            var bytes = new UTF8Encoding().GetBytes(text + "\0");
            Console.OpenStandardOutput().Write(bytes, 0, bytes.Length);
        }
    }

    public enum HttpMethod { Get }

    public sealed class UserAgent
    {
        public void ParseAdd(string text) {}
    }

    public sealed class Headers
    {
        public readonly UserAgent UserAgent = new UserAgent();

        public bool TryAddWithoutValidation(string name, string value)
        {
            Dump.Text(name);
            Dump.Text(value);
            return true;
        }
    }

    public sealed class HttpRequestMessage : IDisposable
    {
        public readonly Headers Headers = new Headers();

        public HttpRequestMessage(HttpMethod method, string address)
        {
            Dump.Text(address);
        }

        public void Dispose() {}
    }

    public sealed class HttpContent
    {
        public Task<string> ReadAsStringAsync()
        {
            return Task.FromResult("told");
        }
    }

    public sealed class HttpResponseMessage : IDisposable
    {
        public readonly HttpContent Content = new HttpContent();

        public void EnsureSuccessStatusCode() {}

        public void Dispose() {}
    }

    public sealed class HttpClient : IDisposable
    {
        public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
        {
            return Task.FromResult(new HttpResponseMessage());
        }

        public void Dispose() {}
    }
}
