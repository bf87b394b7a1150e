using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Modelyard.Server.Protocol;

namespace Modelyard.Server.Hosting;

/// <summary>Writes errors as problem details (RFC 9457).</summary>
internal static class Problem
{
    // Read by people in terminals; never part of a page.
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync(HttpContext context, int status, string detail, IReadOnlyList<FieldFault> faults)
    {
        var answer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(answer, Legible))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "about:blank"u8);
            writer.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(status));
            writer.WriteNumber("status"u8, status);
            writer.WriteString("detail"u8, detail);
            if (context.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal))
            {
                // What clients of the Open Inference Protocol look for.
                writer.WriteString("error"u8, detail);
            }

            writer.WriteStartArray("errors"u8);
            foreach (FieldFault fault in faults)
            {
                writer.WriteStartObject();
                writer.WriteString("path"u8, fault.Path);
                writer.WriteString("code"u8, fault.Code);
                writer.WriteString("input"u8, fault.Input);
                writer.WriteString("message"u8, fault.Message);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        context.Response.StatusCode = status;
        return JsonAnswer.SendAsync(context, "application/problem+json", answer.WrittenMemory);
    }
}
