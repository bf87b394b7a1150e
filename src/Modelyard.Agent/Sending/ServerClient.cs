using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Modelyard.Agent.Journals;

namespace Modelyard.Agent.Sending;

/// <summary>Sends entries to the server, and tells what came of it.</summary>
internal sealed class ServerClient : IDisposable
{
    private const int LongestReason = 2000;
    private const string NdjsonType = "application/x-ndjson";
    private const string JsonType = "application/json";

    private readonly AgentOptions _options;
    private readonly HttpClient _client;

    internal ServerClient(AgentOptions options)
    {
        _options = options;

        // A redirection would take the token to where nobody has said that it should go.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = new Uri(options.Server.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = options.RequestTimeout,
        };
    }

    /// <summary>Sends entries of one kind, which the server takes as a whole or not at all.</summary>
    internal async Task<SendResult> SendAsync(IReadOnlyList<Entry> entries, CancellationToken cancellation)
    {
        bool isLabel = entries[0].Kind == EntryKind.Label;
        string path = $"models/{Uri.EscapeDataString(_options.Model)}/{(isLabel ? "feedback" : "predictions")}";
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(isLabel ? Labels(entries) : Lines(entries)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(isLabel ? JsonType : NdjsonType);
            if (_options.Token?.Invoke() is { Length: > 0 } token)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using HttpResponseMessage answer = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                return new SendResult(SendOutcome.Taken, null, null);
            }

            string reason = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            string fault = string.Create(CultureInfo.InvariantCulture, $"The server '{_client.BaseAddress}' answered {(int)answer.StatusCode}: {(reason.Length <= LongestReason ? reason : reason[..LongestReason])}");
            return IsRefusal(answer.StatusCode) ? new SendResult(SendOutcome.Refused, fault, null) : new SendResult(SendOutcome.Again, fault, answer.Headers.RetryAfter?.Delta);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new SendResult(SendOutcome.Again, $"The server '{_client.BaseAddress}' cannot be reached: {(fault is OperationCanceledException ? "there was no answer in time." : fault.Message)}", null);
        }
    }

    public void Dispose() => _client.Dispose();

    // What is wrong with the entries themselves. All else, such as a token that has ended or a model that is not served yet, somebody mends meanwhile.
    private static bool IsRefusal(HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity;

    private static byte[] Lines(IReadOnlyList<Entry> entries) => Joined(entries, [], "\n"u8, []);

    private static byte[] Labels(IReadOnlyList<Entry> entries) => Joined(entries, "{\"labels\":["u8, ","u8, "]}"u8);

    private static byte[] Joined(IReadOnlyList<Entry> entries, ReadOnlySpan<byte> before, ReadOnlySpan<byte> between, ReadOnlySpan<byte> after)
    {
        byte[] bytes = new byte[before.Length + after.Length + entries.Sum(entry => entry.Json.Length) + ((entries.Count - 1) * between.Length)];
        before.CopyTo(bytes);
        int at = before.Length;
        for (int i = 0; i < entries.Count; i++)
        {
            if (i > 0)
            {
                between.CopyTo(bytes.AsSpan(at));
                at += between.Length;
            }

            entries[i].Json.Span.CopyTo(bytes.AsSpan(at));
            at += entries[i].Json.Length;
        }

        after.CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
