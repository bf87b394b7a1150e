using System.Buffers;
using System.IO.Pipelines;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Modelyard.Server.Protocol;

namespace Modelyard.Server.Hosting;

/// <summary>Reads the body of a request whole, within the bounds of length and time.</summary>
internal static class RequestBody
{
    public static bool IsJson(HttpRequest request) => Is(request.ContentType, "application/json");

    public static bool IsCsv(HttpRequest request) => Is(request.ContentType, "text/csv");

    public static async ValueTask ReadAsync(HttpRequest request, PooledBuffer target, TimeSpan timeout)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new RequestFaultException(StatusCodes.Status415UnsupportedMediaType, "The body must not be compressed.");
        }

        try
        {
            await ReadAsync(request.BodyReader, target, timeout, request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (IOException fault) when (fault is not BadHttpRequestException && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // What Kestrel throws for the length of a chunk that is too great for it.
            throw new BadHttpRequestException("The body is not in sound chunks.", fault);
        }
    }

    public static void CheckText(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            throw RequestFaultException.At("$", "empty_body", null, "The request has no body and must have one.");
        }

        if (!Utf8.IsValid(body))
        {
            throw RequestFaultException.At("$", "invalid_text", null, "The body must be UTF-8, and is not.");
        }
    }

    private static async ValueTask ReadAsync(PipeReader reader, PooledBuffer target, TimeSpan timeout, CancellationToken aborted)
    {
        if (reader.TryRead(out ReadResult result) && Take(reader, result, target))
        {
            return;
        }

        using var time = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        time.CancelAfter(timeout);
        do
        {
            result = await reader.ReadAsync(time.Token).ConfigureAwait(false);
        }
        while (!Take(reader, result, target));
    }

    private static bool Take(PipeReader reader, ReadResult result, PooledBuffer target)
    {
        ReadOnlySequence<byte> bytes = result.Buffer;
        target.Append(bytes);
        reader.AdvanceTo(bytes.End);
        return result.IsCompleted;
    }

    private static bool Is(string? contentType, string expected)
    {
        if (contentType is null || !contentType.StartsWith(expected, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        ReadOnlySpan<char> rest = contentType.AsSpan(expected.Length).TrimStart();
        if (rest.IsEmpty)
        {
            return true;
        }

        int charset = rest.IndexOf("charset", StringComparison.OrdinalIgnoreCase);
        return rest[0] == ';' && (charset < 0
            || rest[(charset + "charset".Length)..].Trim("= \"").StartsWith("utf-8", StringComparison.OrdinalIgnoreCase)
            || rest[(charset + "charset".Length)..].Trim("= \"").StartsWith("us-ascii", StringComparison.OrdinalIgnoreCase));
    }
}
