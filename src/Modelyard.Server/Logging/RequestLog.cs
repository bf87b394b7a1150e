using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;
using Modelyard.Server.Telemetry;
using Modelyard.Server.Telemetry.Instruments;

namespace Modelyard.Server.Logging;

/// <summary>Logs what the server predicts, before it answers: whoever has an answer with an identifier can give its labels later.</summary>
internal sealed class RequestLog : IDisposable
{
    /// <summary>The header with the identifier of the request, of the caller's choice or of the server's.</summary>
    public const string IdHeader = "X-Request-Id";

    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    private readonly ModelServerOptions _options;
    private readonly ServerTelemetry _telemetry;
    private readonly ILogger<RequestLog> _logger;
    private readonly ConcurrentDictionary<string, Lazy<PredictionLog>> _logs = new(StringComparer.Ordinal);

    // By name and version, so that no model is kept that is no longer served.
    private readonly ConcurrentDictionary<(string Model, string Version), Lazy<PredictionWriter>> _writers = new();
    private readonly ConcurrentDictionary<(string Model, string Version), Lazy<PredictionTableWriter>> _tableWriters = new();
    private long _toldAt = long.MinValue;

    public RequestLog(ModelServerOptions options, ServerTelemetry telemetry, ILogger<RequestLog> logger) => (_options, _telemetry, _logger) = (options, telemetry, logger);

    /// <summary>Gets a value indicating whether anything is logged.</summary>
    public bool IsOn => _options.Predictions is not null;

    /// <summary>Refuses what only a server with a log can do.</summary>
    /// <exception cref="RequestFaultException">Nothing is logged.</exception>
    public void Require()
    {
        if (!IsOn)
        {
            throw RequestFaultException.At("path", "not_logged", null, "The server keeps no log of predictions, so it has nothing that labels could belong to, nor where to put predictions of others. Start it with a log, as in 'modelyard serve churn --log'.", StatusCodes.Status409Conflict);
        }
    }

    /// <summary>Writes true labels to the log of a model.</summary>
    /// <exception cref="ModelyardException">They cannot be written.</exception>
    public void AddLabels(ServedModel model, IReadOnlyList<TrueLabel> labels)
    {
        using Activity? span = _telemetry.Trace.Start(ServerTrace.Log, model);
        Of(model.Version.Name).AddLabels(labels);
        _telemetry.Models.Of(model).Labelled(labels.Count);
    }

    /// <summary>Writes predictions that others made to the log of a model.</summary>
    /// <returns>The identifier of the request that was made for rows without one; null if all have one.</returns>
    /// <exception cref="ModelyardException">The table does not fit, or it cannot be written.</exception>
    public string? AddTable(ServedModel model, Frame table)
    {
        using Activity? span = _telemetry.Trace.Start(ServerTrace.Log, model);
        string? request = TableWriterOf(model).Write(table, DateTime.UtcNow);
        _telemetry.Models.Of(model).Imported(table.RowCount);
        return request;
    }

    /// <summary>Logs the predictions of a request and says its identifier in the answer's header. An answer that could not be logged has none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="model">The model that predicted.</param>
    /// <param name="scratch">The rows and the predictions.</param>
    /// <param name="rawId">The identifier that the body gives, as a JSON text; empty if it gives none.</param>
    /// <param name="started">The moment at which the answering began.</param>
    /// <exception cref="RequestFaultException">It could not be logged, and the options say that nothing is answered then.</exception>
    public void Write(HttpContext context, ServedModel model, RequestScratch scratch, ReadOnlySpan<byte> rawId, long started)
    {
        if (!IsOn || scratch.Rows.Count == 0)
        {
            return;
        }

        using Activity? span = _telemetry.Trace.Start(ServerTrace.Log, model);
        ModelSeries series = _telemetry.Models.Of(model);
        string id = IdOf(context.Request, rawId);
        int rows = scratch.Rows.Count;
        double[] classes = ArrayPool<double>.Shared.Rent(model.IsClassifier ? rows : 0);
        try
        {
            ReadOnlySpan<double> values = scratch.Predictions.Values[..(rows * Math.Max(1, model.Classes.Length))];
            for (int row = 0; model.IsClassifier && row < rows; row++)
            {
                classes[row] = model.Predictor.Decide(values.Slice(row * model.Classes.Length, model.Classes.Length));
            }

            bool isKept = WriterOf(model).Write(new PredictionBlock
            {
                Time = DateTime.UtcNow,
                Request = Encoding.UTF8.GetBytes(id),
                Latency = Stopwatch.GetElapsedTime(started),
                Inputs = scratch.Rows.All,
                Predictions = model.IsClassifier ? classes.AsSpan(0, rows) : values,
                Probabilities = model.IsClassifier ? values : [],
                Texts = scratch.Rows.Texts,
            });
            series.Logged(rows, isKept);
            context.Response.Headers[IdHeader] = id;
        }
        catch (ModelyardException fault)
        {
            series.LogFailed();
            Tell(fault);
            if (_options.RequireLog)
            {
                throw new RequestFaultException(
                    StatusCodes.Status503ServiceUnavailable,
                    "The prediction could not be logged, and this server answers nothing that it has not logged. Try again; the server's log says why.",
                    [new FieldFault("$", "not_logged", null, "The prediction could not be logged.")])
                {
                    RetryAfterSeconds = 5,
                };
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(classes);
        }
    }

    /// <summary>Turns closed journals into tables, and removes the days that are over.</summary>
    public void Seal()
    {
        foreach (Lazy<PredictionLog> log in _logs.Values)
        {
            try
            {
                log.Value.Seal();
            }
            catch (ModelyardException fault)
            {
                Tell(fault);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<PredictionLog> log in _logs.Values.Where(log => log.IsValueCreated))
        {
            log.Value.Dispose();
        }
    }

    private static string IdOf(HttpRequest request, ReadOnlySpan<byte> rawId)
    {
        if (request.Headers[IdHeader] is [{ Length: > 0 and <= PredictionLog.MostRequestBytes } given] && !given.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return given;
        }

        // An identifier with escapes or other letters would not be the same text in a header.
        ReadOnlySpan<byte> own = rawId.Length > 2 ? rawId[1..^1] : [];
        return own.Length is > 0 and <= PredictionLog.MostRequestBytes && !own.ContainsAnyExceptInRange((byte)' ', (byte)'~') && !own.Contains((byte)'\\')
            ? Encoding.ASCII.GetString(own)
            : Guid.CreateVersion7().ToString("N");
    }

    private PredictionLog Of(string model) => _logs.GetOrAdd(model, name => new Lazy<PredictionLog>(() => _options.Predictions!.Open(name, _options.PredictionOptions))).Value;

    private PredictionTableWriter TableWriterOf(ServedModel model) => _tableWriters.GetOrAdd(
        (model.Version.Name, model.Version.Version),
        key => new Lazy<PredictionTableWriter>(() => Of(key.Model).TableWriterOf(model.Source))).Value;

    private PredictionWriter WriterOf(ServedModel model) => _writers.GetOrAdd(
        (model.Version.Name, model.Version.Version),
        key => new Lazy<PredictionWriter>(() => Of(key.Model).WriterOf(model.Source))).Value;

    /// <summary>Tells a fault that may come with every request once a minute.</summary>
    private void Tell(ModelyardException fault)
    {
        long now = Stopwatch.GetTimestamp(), last = Interlocked.Read(ref _toldAt);
        if ((last == long.MinValue || Stopwatch.GetElapsedTime(last, now) > s_pause) && Interlocked.CompareExchange(ref _toldAt, now, last) == last)
        {
            _logger.LogError("Predictions are {What}: {Fault}", _options.RequireLog ? "refused, as they cannot be logged" : "answered and not logged", fault.Message);
        }
    }
}
