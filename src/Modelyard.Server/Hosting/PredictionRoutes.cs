using Microsoft.AspNetCore.Http;
using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Lifecycle;
using Modelyard.Server.Logging;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;

namespace Modelyard.Server.Hosting;

/// <summary>Takes predictions that batch jobs and other services made.</summary>
internal sealed class PredictionRoutes(InferenceRoutes inference, ModelServerOptions options, MemoryLimit memory, RequestLog log)
{
    // A table is made of the body, and blocks of the table.
    private const int BytesForEachOfBody = 16;
    private const string NdjsonType = "application/x-ndjson";

    /// <summary>Answers <c>POST /models/NAME/predictions</c>: what is answered with 200 is on the disk.</summary>
    public async Task TakeAsync(HttpContext context)
    {
        ServedModel model = inference.Find(context);
        log.Require();
        TableFormat format = FormatOf(context.Request);
        RequestScratch scratch = RequestScratch.Rent(memory);
        try
        {
            await RequestBody.ReadAsync(context.Request, scratch.Body, options).ConfigureAwait(false);
            ReadOnlyMemory<byte> body = scratch.Body.Written[^RequestBody.Text(scratch.Body.Written.Span).Length..];
            scratch.Memory.Take(scratch.Body.Length <= BufferPool<byte>.LongestKept ? 0 : BytesForEachOfBody * (long)scratch.Body.Length);
            (int rows, string? request) = await Task.Run(() => Take(model, body, format), context.RequestAborted).ConfigureAwait(false);
            await JsonAnswer.SendAsync(context, writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("accepted"u8, rows);
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

    private static TableFormat FormatOf(HttpRequest request) =>
        RequestBody.IsCsv(request) ? TableFormat.Csv
        : RequestBody.IsJson(request) ? TableFormat.Json
        : request.ContentType?.StartsWith(NdjsonType, StringComparison.OrdinalIgnoreCase) == true ? TableFormat.Ndjson
        : throw InferenceRoutes.WrongMedia(request, $"'Content-Type: application/json', 'Content-Type: {NdjsonType}' or 'Content-Type: text/csv'");

    private (int Rows, string? Request) Take(ServedModel model, ReadOnlyMemory<byte> body, TableFormat format)
    {
        try
        {
            Frame table = model.LoggedTables.Read(body, format, "the body");
            return table.RowCount > options.MaxRows
                ? throw RequestFaultException.At("$", "too_many_rows", $"{table.RowCount}", $"The request has {table.RowCount} predictions and may have {options.MaxRows}; send them in parts.", StatusCodes.Status413PayloadTooLarge)
                : (table.RowCount, log.TableWriterOf(model).Write(table, DateTime.UtcNow));
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
}
