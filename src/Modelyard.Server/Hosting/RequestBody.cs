using System.Buffers;
using System.IO.Pipelines;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Modelyard.Server.Protocol;

namespace Modelyard.Server.Hosting;

/// <summary>Reads the body of a request whole, within the bounds of length and time.</summary>
internal static class RequestBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static bool IsJson(HttpRequest request) => Is(request.ContentType, "application/json");

    public static bool IsCsv(HttpRequest request) => Is(request.ContentType, "text/csv");

    public static async ValueTask ReadAsync(HttpRequest request, PooledBuffer target, ModelServerOptions options)
    {
        if (request.Headers.ContentEncoding is [_, ..] encodings && !encodings.All(one => string.Equals(one, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            throw RequestFaultException.At(
                "header Content-Encoding", "unsupported_encoding", request.Headers.ContentEncoding, "The body must not be compressed.", StatusCodes.Status415UnsupportedMediaType);
        }

        if (request.ContentLength > options.MaxBodyBytes)
        {
            throw TooLong(options.MaxBodyBytes);
        }

        try
        {
            await ReadAsync(request.BodyReader, target, options, request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (IOException fault) when (fault is not BadHttpRequestException && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // What Kestrel throws for the length of a chunk that is too great for it.
            throw new BadHttpRequestException("The body is not in sound chunks.", fault);
        }
    }

    /// <summary>Checks that a body is text.</summary>
    /// <returns>The text without its byte order mark.</returns>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            throw RequestFaultException.At("$", "empty_body", null, "The request has no body and must have one.");
        }

        if (!Utf8.IsValid(body))
        {
            throw RequestFaultException.At("$", "invalid_text", null, "The body must be UTF-8, and is not.");
        }

        return body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
    }

    private static async ValueTask ReadAsync(PipeReader reader, PooledBuffer target, ModelServerOptions options, CancellationToken aborted)
    {
        if (reader.TryRead(out ReadResult result) && Take(reader, result, target, options.MaxBodyBytes))
        {
            return;
        }

        using var time = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        time.CancelAfter(options.RequestTimeout);
        do
        {
            result = await reader.ReadAsync(time.Token).ConfigureAwait(false);
        }
        while (!Take(reader, result, target, options.MaxBodyBytes));
    }

    private static bool Take(PipeReader reader, ReadResult result, PooledBuffer target, int most)
    {
        ReadOnlySequence<byte> bytes = result.Buffer;
        bool fits = target.Length + bytes.Length <= most;
        try
        {
            if (fits)
            {
                target.Append(bytes);
            }
        }
        finally
        {
            // The server reads on to the end of a body that is refused.
            reader.AdvanceTo(bytes.End);
        }

        return fits ? result.IsCompleted : throw TooLong(most);
    }

    private static RequestFaultException TooLong(int most) =>
        RequestFaultException.At("$", "body_too_long", null, $"The body is longer than {most} bytes; send it in parts.", StatusCodes.Status413PayloadTooLarge);

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
