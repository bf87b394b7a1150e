using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Modelyard.Server.Hosting;

/// <summary>Sends answers whose bytes are complete.</summary>
internal static class JsonAnswer
{
    public static Task SendAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> bytes)
    {
        HttpResponse response = context.Response;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        ValueTask<System.IO.Pipelines.FlushResult> sending = response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
        return sending.IsCompletedSuccessfully ? Task.CompletedTask : sending.AsTask();
    }

    public static Task SendAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var answer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(answer))
        {
            write(writer);
        }

        return SendAsync(context, "application/json", answer.WrittenMemory);
    }
}
