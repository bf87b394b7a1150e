using Microsoft.AspNetCore.Http;
using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Logging;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;
using Modelyard.Server.Telemetry;

namespace Modelyard.Server.Hosting;

/// <summary>Takes what comes to the log from elsewhere: true labels, and predictions that batch jobs and other services made. What is answered with 200 is on the disk.</summary>
internal sealed class LogRoutes(InferenceRoutes inference, ModelServerOptions options, MemoryLimit memory, RequestLog log, ServerTrace trace)
{
    // A label is a few objects, larger than its text; of predictions a table is made, and blocks of the table.
    private const int BytesForEachOfLabels = 8;
    private const int BytesForEachOfPredictions = 16;
    private const string NdjsonType = "application/x-ndjson";

    /// <summary>Answers <c>POST /models/NAME/feedback</c>.</summary>
    public Task TakeLabelsAsync(HttpContext context)
    {
        bool isCsv = RequestBody.IsCsv(context.Request);
        return isCsv || RequestBody.IsJson(context.Request)
            ? TakeAsync(context, BytesForEachOfLabels, (model, body, faults) =>
            {
                List<TrueLabel> labels = isCsv
                    ? FeedbackReader.ReadCsv(body, model, options.MaxRows, faults)
                    : FeedbackReader.ReadJson(body, model, options.MaxRows, faults);
                log.AddLabels(model, labels);
                return (labels.Count, null);
            })
            : throw InferenceRoutes.WrongMedia(context.Request, "'Content-Type: application/json' or 'Content-Type: text/csv'");
    }

    /// <summary>Answers <c>POST /models/NAME/predictions</c>.</summary>
    public Task TakePredictionsAsync(HttpContext context)
    {
        TableFormat format = FormatOf(context.Request);
        return TakeAsync(context, BytesForEachOfPredictions, (model, body, _) => WritePredictions(model, body, format));
    }

    private static TableFormat FormatOf(HttpRequest request) =>
        RequestBody.IsCsv(request) ? TableFormat.Csv
        : RequestBody.IsJson(request) ? TableFormat.Json
        : request.ContentType?.StartsWith(NdjsonType, StringComparison.OrdinalIgnoreCase) == true ? TableFormat.Ndjson
        : throw InferenceRoutes.WrongMedia(request, $"'Content-Type: application/json', 'Content-Type: {NdjsonType}' or 'Content-Type: text/csv'");

    private (int Rows, string? Request) WritePredictions(ServedModel model, ReadOnlyMemory<byte> body, TableFormat format)
    {
        try
        {
            Frame table = model.LoggedTables.Read(body, format, "the body");
            return table.RowCount > options.MaxRows
                ? throw RequestFaultException.At("$", "too_many_rows", $"{table.RowCount}", $"The request has {table.RowCount} predictions and may have {options.MaxRows}; send them in parts.", StatusCodes.Status413PayloadTooLarge)
                : (table.RowCount, log.AddTable(model, table));
        }
        catch (FrameFormatException fault)
        {
            throw RequestFaultException.At("$", $"malformed_{format.ToString().ToLowerInvariant()}", null, fault.Message);
        }
        catch (ModelyardException fault) when (fault is not YardException)
        {
            throw RequestFaultException.At("$", "unfit_table", null, fault.Message);
        }
    }

    /// <summary>Reads the body, gives it to the log, and answers how much was taken.</summary>
    private async Task TakeAsync(HttpContext context, int bytesForEachOfBody, Func<ServedModel, ReadOnlyMemory<byte>, FaultList, (int Count, string? Request)> take)
    {
        ServedModel model = inference.Find(context);
        log.Require();
        RequestScratch scratch = RequestScratch.Rent(memory);
        try
        {
            using (trace.Start(ServerTrace.Read, model))
            {
                await RequestBody.ReadAsync(context.Request, scratch.Body, options).ConfigureAwait(false);
            }

            ReadOnlyMemory<byte> body = scratch.Body.Written[^RequestBody.Text(scratch.Body.Written.Span).Length..];
            scratch.Memory.Take(scratch.Body.Length <= BufferPool<byte>.LongestKept ? 0 : bytesForEachOfBody * (long)scratch.Body.Length);

            // The disk takes its time, which is not that of the threads that answer.
            (int count, string? request) = await Task.Run(() => take(model, body, scratch.Faults), context.RequestAborted).ConfigureAwait(false);
            await JsonAnswer.SendAsync(context, writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("accepted"u8, count);
                if (request is not null)
                {
                    writer.WriteString("request"u8, request);
                }

                writer.WriteEndObject();
            }).ConfigureAwait(false);
        }
        finally
        {
            scratch.Return();
        }
    }
}
