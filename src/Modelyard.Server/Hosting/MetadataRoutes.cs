using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Modelyard.Learning;
using Modelyard.Server.Models;
using Modelyard.Server.Security;
using Modelyard.Server.Telemetry;

namespace Modelyard.Server.Hosting;

/// <summary>Answers the requests that ask about the server and its models.</summary>
internal sealed class MetadataRoutes(InferenceRoutes inference)
{
    private static string ServerVersion => ServiceIdentity.ProgramVersion;

    /// <summary>Gets the datatype of an input in the Open Inference Protocol.</summary>
    public static string DatatypeOf(FeatureKind kind) => kind switch
    {
        FeatureKind.Boolean => "BOOL",
        FeatureKind.Categorical or FeatureKind.Timestamp or FeatureKind.Text => "BYTES",
        _ => "FP64",
    };

    public Task ServerAsync(HttpContext context) => JsonAnswer.SendAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, "modelyard"u8);
        writer.WriteString("version"u8, ServerVersion);
        writer.WriteStartArray("extensions"u8);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public Task ModelsAsync(HttpContext context) => JsonAnswer.SendAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("models"u8);
        foreach (ServedModel model in inference.KnownTo(Grant.Of(context)))
        {
            writer.WriteStringValue(model.Name);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public Task LiveAsync(HttpContext context) => FlagAsync(context, "live");

    public Task ReadyAsync(HttpContext context) => FlagAsync(context, "ready");

    public Task ModelReadyAsync(HttpContext context)
    {
        ServedModel model = inference.Find(context);
        return JsonAnswer.SendAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, model.Name);
            writer.WriteBoolean("ready"u8, true);
            WriteBehind(writer, model);
            writer.WriteEndObject();
        });
    }

    public Task PingAsync(HttpContext context) => JsonAnswer.SendAsync(context, "application/json", "\n"u8.ToArray());

    public Task VersionAsync(HttpContext context) => JsonAnswer.SendAsync(context, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(ServerVersion));

    public Task OpenApiAsync(HttpContext context) => JsonAnswer.SendAsync(context, writer => OpenApiDocument.Write(writer, [.. inference.KnownTo(Grant.Of(context))], ServerVersion));

    public Task ModelAsync(HttpContext context)
    {
        ServedModel model = inference.Find(context);
        return JsonAnswer.SendAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, model.Name);
            writer.WriteStartArray("versions"u8);
            writer.WriteStringValue(model.VersionText);
            writer.WriteEndArray();
            writer.WriteString("platform"u8, $"modelyard_{model.Version.Package.Estimator}");
            writer.WriteStartArray("inputs"u8);
            foreach (Feature input in model.Inputs)
            {
                WriteTensor(writer, input.Name, DatatypeOf(input.Kind), 0);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("outputs"u8);
            WriteTensor(writer, "prediction", model.IsClassifier ? "BYTES" : "FP64", 0);
            if (model.IsClassifier)
            {
                WriteTensor(writer, "probability", "FP64", model.Classes.Length);
            }

            if (model.Intervals is not null)
            {
                WriteTensor(writer, "low", "FP64", 0);
                WriteTensor(writer, "high", "FP64", 0);
            }
            else if (model.Sets is not null)
            {
                WriteTensor(writer, "set", "BOOL", model.Classes.Length);
            }

            if (model.HasSpread)
            {
                WriteTensor(writer, model.IsClassifier ? "uncertainty" : "spread", "FP64", model.IsClassifier ? 3 : 0);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("parameters"u8);
            writer.WriteString("target"u8, model.Predictor.TargetName);
            WriteBehind(writer, model);
            if (model.IsClassifier)
            {
                writer.WriteStartArray("classes"u8);
                foreach (JsonEncodedText name in model.Classes)
                {
                    writer.WriteStringValue(name);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    public Task HomeAsync(HttpContext context)
    {
        var page = new StringBuilder(
            """
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
            <title>Modelyard</title><link rel="stylesheet" href="/page.css">
            <h1>Modelyard serves</h1>
            """);
        string host = $"{context.Request.Scheme}://{context.Request.Host}";
        foreach (ServedModel model in inference.KnownTo(Grant.Of(context)))
        {
            string curl = $"curl '{host}/invocations?model={Uri.EscapeDataString(model.Version.Name)}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{ExampleBody(model).Replace("'", "'\\''", StringComparison.Ordinal)}'";
            page.Append("<h2>").Append(Escape(model.Version.Name)).Append("</h2><p>Version ").Append(Escape(model.Version.Version))
                .Append(", predicts <b>").Append(Escape(model.Predictor.TargetName)).Append("</b> from ").Append(model.Inputs.Count)
                .Append(" inputs (").Append(Escape(model.Version.Package.Estimator)).Append(").</p><pre>").Append(Escape(curl)).Append("</pre>");
        }

        page.Append("<p><a href=\"/openapi/v1.json\">OpenAPI</a> · <a href=\"/v2\">Open Inference Protocol</a> · <a href=\"/metrics\">Metrics</a></p></html>");
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PagePolicy;
        return JsonAnswer.SendAsync(context, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);

    private static string ExampleBody(ServedModel model)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("dataframe_records"u8);
            OpenApiDocument.WriteExampleRow(writer, model);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Task FlagAsync(HttpContext context, string name) => JsonAnswer.SendAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean(name, true);
        writer.WriteEndObject();
    });

    private static void WriteBehind(Utf8JsonWriter writer, ServedModel model)
    {
        if (model.IsBehind)
        {
            writer.WriteString("update_fault"u8, "A newer version could not be loaded and this one is served on; the server's log says why."u8);
        }
    }

    private static void WriteTensor(Utf8JsonWriter writer, string name, string type, int columns)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, name);
        writer.WriteString("datatype"u8, type);
        writer.WriteStartArray("shape"u8);
        writer.WriteNumberValue(-1);
        if (columns > 0)
        {
            writer.WriteNumberValue(columns);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
