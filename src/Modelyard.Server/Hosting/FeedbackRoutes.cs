using Microsoft.AspNetCore.Http;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Logging;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;

namespace Modelyard.Server.Hosting;

/// <summary>Takes the true labels of predictions.</summary>
internal sealed class FeedbackRoutes(InferenceRoutes inference, ModelServerOptions options, MemoryLimit memory, RequestLog log)
{
    // A label is a few objects, larger than its text.
    private const int BytesForEachOfBody = 8;

    /// <summary>Answers <c>POST /models/NAME/feedback</c>: what is answered with 200 is on the disk.</summary>
    public async Task TakeAsync(HttpContext context)
    {
        ServedModel model = inference.Find(context);
        log.Require();
        bool isCsv = RequestBody.IsCsv(context.Request);
        if (!isCsv && !RequestBody.IsJson(context.Request))
        {
            throw InferenceRoutes.WrongMedia(context.Request, "'Content-Type: application/json' or 'Content-Type: text/csv'");
        }

        RequestScratch scratch = RequestScratch.Rent(memory);
        try
        {
            await RequestBody.ReadAsync(context.Request, scratch.Body, options).ConfigureAwait(false);
            ReadOnlyMemory<byte> body = scratch.Body.Written[^RequestBody.Text(scratch.Body.Written.Span).Length..];
            scratch.Memory.Take(scratch.Body.Length <= BufferPool<byte>.LongestKept ? 0 : BytesForEachOfBody * (long)scratch.Body.Length);
            List<TrueLabel> labels = isCsv
                ? FeedbackReader.ReadCsv(body, model, options.MaxRows, scratch.Faults)
                : FeedbackReader.ReadJson(body, model, options.MaxRows, scratch.Faults);

            // The disk takes its time, which is not that of the threads that answer.
            await Task.Run(() => log.Of(model.Version.Name).AddLabels(labels), context.RequestAborted).ConfigureAwait(false);
            await JsonAnswer.SendAsync(context, writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("accepted"u8, labels.Count);
                writer.WriteEndObject();
            }).ConfigureAwait(false);
        }
        finally
        {
            scratch.Return();
        }
    }
}
